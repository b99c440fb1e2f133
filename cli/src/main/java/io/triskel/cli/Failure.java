package io.triskel.cli;

/** What a person can understand and act on: shown as its message alone, without a stack trace, and the command ends with 1. */
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
