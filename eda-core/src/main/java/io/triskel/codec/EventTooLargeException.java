package io.triskel.codec;

/** An event exceeds the codec's limit and was neither encoded nor decoded. */
public final class EventTooLargeException extends InvalidEventException {
    private static final long serialVersionUID = 1L;

    private final long actual;
    private final long limit;

    /**
     * Makes an exception.
     *
     * @param actual bytes found
     * @param limit bytes allowed
     */
    public EventTooLargeException(long actual, long limit) {
        super(WHOLE_EVENT, "it has " + actual + " bytes encoded, and at most " + limit + " are allowed");
        this.actual = actual;
        this.limit = limit;
    }

    /** {@return the encoded size in bytes} */
    public long actual() {
        return actual;
    }

    /** {@return the most bytes allowed} */
    public long limit() {
        return limit;
    }
}
