/**
 * Identities of callers: ID tokens as Google signs them, and the metadata server from which a function gets its own.
 *
 * <p>Access tokens and policies are not imitated. Start reading at {@link io.triskel.local.gcp.identity.TokenIssuer}.
 */
@NullMarked
package io.triskel.local.gcp.identity;

import org.jspecify.annotations.NullMarked;
