package io.triskel.load.size.plan;

/**
 * What a provider adds to events, in bytes.
 *
 * @param envelope of each event
 * @param least that a request is charged for
 * @param step that quotas count requests in
 */
public record Message(double envelope, double least, double step) {
    /** Nothing is added. */
    public static final Message PLAIN = new Message(0, 0, 1);

    double bytes(Need need) {
        return need.size() + envelope;
    }

    /** {@return the bytes charged for an event that has a request of its own} */
    double alone(Need need) {
        return Math.max(least, bytes(need));
    }

    double quota(Need need) {
        return Amounts.up(bytes(need) / step) * step;
    }
}
