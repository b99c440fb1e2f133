package io.triskel.store;

/** An append beyond what every supported store takes in one atomic write. */
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

    /** {@return how many events, or bytes, there were} */
    public long actual() {
        return actual;
    }

    /** {@return how many there may be} */
    public long limit() {
        return limit;
    }
}
