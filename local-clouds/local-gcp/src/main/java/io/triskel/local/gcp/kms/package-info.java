/**
 * A Cloud KMS emulator for what applications use: encrypt and decrypt over REST, with permissions. Key rings,
 * asymmetric keys, states of versions and gRPC are not emulated.
 *
 * <p>Start reading at {@link io.triskel.local.gcp.kms.CloudKmsServer}.
 */
@NullMarked
package io.triskel.local.gcp.kms;

import org.jspecify.annotations.NullMarked;
