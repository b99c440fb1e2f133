package io.triskel.codec;

/** Something is not a CloudEvent that this codec can read or write. Repeating the attempt changes nothing. */
public class InvalidEventException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What {@link #attribute()} says when the event as a whole is broken. */
    public static final String WHOLE_EVENT = "event";

    private final String attribute;
    private final String reason;

    /**
     * Names what is wrong.
     *
     * @param attribute the attribute's name, {@code data}, or {@link #WHOLE_EVENT}
     * @param reason for people: what was found and what was expected
     */
    public InvalidEventException(String attribute, String reason) {
        super("Invalid event, " + attribute + ": " + reason);
        this.attribute = attribute;
        this.reason = reason;
    }

    /**
     * As above, with the failure behind it.
     *
     * @param attribute the attribute's name, {@code data}, or {@link #WHOLE_EVENT}
     * @param reason for people
     * @param cause what found it
     */
    public InvalidEventException(String attribute, String reason, Throwable cause) {
        this(attribute, reason);
        initCause(cause);
    }

    /** {@return the attribute's name, {@code data}, or {@link #WHOLE_EVENT}} */
    public String attribute() {
        return attribute;
    }

    /** {@return what was found and what was expected} */
    public String reason() {
        return reason;
    }
}
