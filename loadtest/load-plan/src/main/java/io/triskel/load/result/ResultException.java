package io.triskel.load.result;

/** Result files that cannot be read, or that do not belong together; the message is for people. */
public final class ResultException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ResultException(String message) {
        super(message);
    }

    public ResultException(String message, Throwable cause) {
        super(message, cause);
    }
}
