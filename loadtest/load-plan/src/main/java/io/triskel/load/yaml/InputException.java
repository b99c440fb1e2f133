package io.triskel.load.yaml;

/** A file that a person wrote cannot be read. The message has file, line, what was found and what was expected. */
public final class InputException extends RuntimeException {
    public InputException(String message) {
        super(message);
    }

    public InputException(String message, Throwable cause) {
        super(message, cause);
    }
}
