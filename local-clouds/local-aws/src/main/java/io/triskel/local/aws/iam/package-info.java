/**
 * The callers by access key, and their rights. Each service of the local AWS asks here before it serves a call; conditions,
 * denials, resource policies and sessions are not imitated.
 *
 * <p>Start reading at {@link io.triskel.local.aws.iam.Identities}.
 */
@NullMarked
package io.triskel.local.aws.iam;

import org.jspecify.annotations.NullMarked;
