package io.triskel.load.evaluate.yaml;

/** Criteria or a profile cannot be read. The message is for people: file, line, what was found, what was expected. */
public final class EvaluationException extends RuntimeException {
    public EvaluationException(String message) {
        super(message);
    }

    public EvaluationException(String message, Throwable cause) {
        super(message, cause);
    }
}
