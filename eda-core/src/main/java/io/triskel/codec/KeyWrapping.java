package io.triskel.codec;

/**
 * Wraps keys of persons in a key that is not where they are stored, such as one of the cloud's key management, so that who
 * can read the store cannot read the data. Hand on the subject as what the wrapping is bound to.
 *
 * <p>A failing service throws {@link io.triskel.event.PortException}.
 */
public interface KeyWrapping {
    /** {@return what is stored instead of the key, at most 8 KiB} */
    byte[] wrap(String subject, byte[] key);

    /** {@return the key that was wrapped for this subject} */
    byte[] unwrap(String subject, byte[] wrapped);
}
