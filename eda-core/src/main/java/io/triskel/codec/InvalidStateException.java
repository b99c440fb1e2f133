package io.triskel.codec;

import org.jspecify.annotations.Nullable;

/** A state cannot be written, or bytes are not a state of the requested class. A retry fails again. */
public final class InvalidStateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message class, path and reason
     * @param cause the failure, null if there is none
     */
    public InvalidStateException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
