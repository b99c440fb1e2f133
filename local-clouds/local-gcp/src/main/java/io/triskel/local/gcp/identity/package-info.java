/**
 * Identities of callers: ID tokens as Google signs them, and the metadata server from which a function gets its tokens.
 *
 * <p>Access tokens are opaque; policies are in {@code io.triskel.local.gcp.iam}. Start reading at {@link
 * io.triskel.local.gcp.identity.TokenIssuer}.
 */
@NullMarked
package io.triskel.local.gcp.identity;

import org.jspecify.annotations.NullMarked;
