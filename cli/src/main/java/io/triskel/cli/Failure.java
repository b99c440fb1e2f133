package io.triskel.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Locale;

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

    /** {@return why a file could not be written, in words: access denied, no such file, no space left on device} */
    static String why(IOException failed) {
        String reason = failed instanceof FileSystemException system ? system.getReason() : failed.getMessage();
        return reason != null
                ? reason
                : failed.getClass()
                        .getSimpleName()
                        .replaceFirst("Exception$", "")
                        .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                        .toLowerCase(Locale.ROOT);
    }
}
