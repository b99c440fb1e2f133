package io.triskel.aws.dynamodb;

/**
 * Wraps keys of persons in a key that is not in the table, such as one of KMS, so that who can read the table cannot read
 * the data. KMS fits on a page: {@code Encrypt} and {@code Decrypt} with the subject as encryption context.
 *
 * <p>A failing service throws {@link io.triskel.event.PortException}.
 */
public interface KeyWrapping {
    /** {@return what is stored instead of the key, at most 8 KiB} */
    byte[] wrap(String subject, byte[] key);

    /** {@return the key that was wrapped for this subject} */
    byte[] unwrap(String subject, byte[] wrapped);
}
