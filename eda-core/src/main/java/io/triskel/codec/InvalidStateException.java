package io.triskel.codec;

import org.jspecify.annotations.Nullable;

/** A state cannot be written, or bytes are not the state that was asked for. Repeating the attempt changes nothing. */
public final class InvalidStateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Says what is wrong, with the failure behind it.
     *
     * @param message for people: class, path and reason
     * @param cause the failure, null if there is none
     */
    public InvalidStateException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
