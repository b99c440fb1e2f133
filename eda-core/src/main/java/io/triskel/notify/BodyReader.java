package io.triskel.notify;

/** Decodes the body of a lookup's answer. */
@FunctionalInterface
public interface BodyReader<T> {
    /**
     * Decodes a body.
     *
     * @throws Exception if the body is not what was expected
     */
    T read(byte[] body) throws Exception;
}
