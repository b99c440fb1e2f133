/**
 * Keys of Cloud KMS as far as applications use them: encrypt and decrypt over REST, and who may. Key rings, asymmetric keys, states of versions
 * and gRPC are not imitated.
 *
 * <p>Start reading at {@link io.triskel.local.gcp.kms.CloudKmsServer}.
 */
@NullMarked
package io.triskel.local.gcp.kms;

import org.jspecify.annotations.NullMarked;
