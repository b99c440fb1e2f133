package io.triskel.consume;

/** What an event needs is not there yet, such as the version that it announces: try again, this was not an attempt. */
public class NotYetException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * Says what is waited for.
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
     * @param cause what showed that it is not there
     */
    public NotYetException(String message, Throwable cause) {
        super(message, cause);
    }
}
