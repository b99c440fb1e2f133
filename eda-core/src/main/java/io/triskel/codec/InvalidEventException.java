package io.triskel.codec;

/** An event is not a CloudEvent that this codec can read or write. A retry fails again. */
public class InvalidEventException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The value of {@link #attribute()} when the event as a whole is broken. */
    public static final String WHOLE_EVENT = "event";

    /** In characters. A reason may quote the broken event and is stored with it, so its length is limited. */
    private static final int LONGEST_REASON = 500;

    private final String attribute;
    private final String reason;

    /**
     * Makes an exception.
     *
     * @param attribute the attribute's name, {@code data}, or {@link #WHOLE_EVENT}
     * @param reason what was found and what was expected
     */
    public InvalidEventException(String attribute, String reason) {
        super("Invalid event, " + attribute + ": " + shortened(reason));
        this.attribute = attribute;
        this.reason = shortened(reason);
    }

    private static String shortened(String reason) {
        return reason.length() <= LONGEST_REASON
                ? reason
                : reason.substring(0, LONGEST_REASON / 2) + " ... "
                        + reason.substring(reason.length() - LONGEST_REASON / 2);
    }

    /**
     * Makes an exception with its cause.
     *
     * @param attribute the attribute's name, {@code data}, or {@link #WHOLE_EVENT}
     * @param reason what was found and what was expected
     * @param cause the failure
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
