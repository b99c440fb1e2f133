package io.triskel.event;

/**
 * A port could not do what it was asked, or does not know whether it did. The core turns it into a verdict or a report
 * entry; it never hides what became of the rest of a batch.
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
     * @param cause what the port's own client threw
     */
    public PortException(String message, Throwable cause) {
        super(message, cause);
    }
}
