/**
 * The callers, by access key, and their permissions. Each service of the local AWS checks them before it serves a call.
 * Conditions, denials, resource policies and sessions are not emulated.
 *
 * <p>Start reading at {@link io.triskel.local.aws.iam.Identities}.
 */
@NullMarked
package io.triskel.local.aws.iam;

import org.jspecify.annotations.NullMarked;
