package io.triskel.event;

/**
 * A port could not do its work, or does not know whether it did. The core turns this exception into a verdict or a report
 * entry, so that it never hides what became of the rest of a batch.
 */
public class PortException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Says what happened, what was expected and what to do.
     *
     * @param message for people
     */
    public PortException(String message) {
        super(message);
    }

    /**
     * As above, with the failure behind it.
     *
     * @param message for people
     * @param cause the exception of the port's own client
     */
    public PortException(String message, Throwable cause) {
        super(message, cause);
    }
}
