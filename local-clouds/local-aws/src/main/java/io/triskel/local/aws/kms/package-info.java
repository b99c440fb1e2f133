/**
 * Keys of KMS as far as applications use them: Encrypt and Decrypt, and who may. Data keys, grants, key policies, rotation and asymmetric
 * keys are not imitated; a stream that is encrypted with a key only asks whether its callers may use it.
 *
 * <p>Start reading at {@link io.triskel.local.aws.kms.KmsServer}.
 */
@NullMarked
package io.triskel.local.aws.kms;

import org.jspecify.annotations.NullMarked;
