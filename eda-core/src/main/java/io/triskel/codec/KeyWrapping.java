package io.triskel.codec;

/**
 * Wraps persons' keys in a key that lives outside the key store, such as in a cloud's key management service, so that reading
 * the store is not enough to read the data. Pass the subject on as the context that the wrapping is bound to.
 *
 * <p>A failing service throws {@link io.triskel.event.PortException}.
 */
public interface KeyWrapping {
    /** {@return the wrapped key, which is stored instead of the key; at most 8 KiB} */
    byte[] wrap(String subject, byte[] key);

    /** {@return the key that was wrapped for this subject} */
    byte[] unwrap(String subject, byte[] wrapped);
}
