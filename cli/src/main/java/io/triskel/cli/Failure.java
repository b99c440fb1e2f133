package io.triskel.cli;

/** A failure that a person can act on: only its message is shown, without a stack trace, and the command ends with 1. */
public final class Failure extends RuntimeException {
    /** @param message what went wrong, and what to do about it */
    public Failure(String message) {
        super(message);
    }

    /**
     * @param message what went wrong, and what to do about it
     * @param cause shown only with TRISKEL_DEBUG
     */
    public Failure(String message, Throwable cause) {
        super(message, cause);
    }
}
