package io.triskel.consume;

/** Something that an event needs is not there yet, such as the version that it announces: try again, and count no attempt. */
public class NotYetException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * Says what the event waits for.
     *
     * @param message for people
     */
    public NotYetException(String message) {
        super(message);
    }

    /**
     * As above, with the failure behind it.
     *
     * @param message for people
     * @param cause the failure that showed it
     */
    public NotYetException(String message, Throwable cause) {
        super(message, cause);
    }
}
