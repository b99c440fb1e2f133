package io.triskel.load.yaml;

/** Input of a person cannot be read. The message is for people: file, line, what was found, what was expected. */
public final class InputException extends RuntimeException {
    public InputException(String message) {
        super(message);
    }

    public InputException(String message, Throwable cause) {
        super(message, cause);
    }
}
