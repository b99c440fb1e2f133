package io.triskel.load.yaml;

/** What a person wrote cannot be read. The message is for people: file, line, what was found, what was expected. */
public final class InputException extends RuntimeException {
    public InputException(String message) {
        super(message);
    }

    public InputException(String message, Throwable cause) {
        super(message, cause);
    }
}
