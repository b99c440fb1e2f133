package io.triskel.store;

/** An append exceeds the limits of one atomic write in the supported stores. */
public final class AppendTooLargeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final long actual;
    private final long limit;

    private AppendTooLargeException(String message, long actual, long limit) {
        super(message);
        this.actual = actual;
        this.limit = limit;
    }

    public static AppendTooLargeException events(int actual) {
        return new AppendTooLargeException(
                "An append has at most " + EventAppender.MAX_EVENTS + " events, this one has " + actual,
                actual,
                EventAppender.MAX_EVENTS);
    }

    public static AppendTooLargeException bytes(long actual) {
        return new AppendTooLargeException(
                "An append has at most " + EventAppender.MAX_BYTES + " bytes of encoded events, this one has " + actual,
                actual,
                EventAppender.MAX_BYTES);
    }

    /** {@return the number of events or bytes} */
    public long actual() {
        return actual;
    }

    /** {@return the most events or bytes allowed} */
    public long limit() {
        return limit;
    }
}
