/**
 * A KMS emulator for what applications use: Encrypt, Decrypt and their permissions. Data keys, grants, key policies,
 * rotation and asymmetric keys are not emulated; a stream encrypted with a key only checks whether its callers may use
 * it.
 *
 * <p>Start reading at {@link io.triskel.local.aws.kms.KmsServer}.
 */
@NullMarked
package io.triskel.local.aws.kms;

import org.jspecify.annotations.NullMarked;
