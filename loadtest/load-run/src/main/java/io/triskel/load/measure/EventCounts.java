package io.triskel.load.measure;

/**
 * Counts of events by outcome, in a second or in a measurement so far.
 *
 * @param offered events that became due
 * @param sent events sent for the first time
 * @param accepted events that the bus accepted
 * @param delivered events that arrived at the consumer with the fewest
 * @param refused rejections
 * @param throttled rejections because of too much load
 */
public record EventCounts(long offered, long sent, long accepted, long delivered, long refused, long throttled) {
    static final EventCounts NONE = new EventCounts(0, 0, 0, 0, 0, 0);

    EventCounts minus(EventCounts earlier) {
        return new EventCounts(
                offered - earlier.offered,
                sent - earlier.sent,
                accepted - earlier.accepted,
                delivered - earlier.delivered,
                refused - earlier.refused,
                throttled - earlier.throttled);
    }
}
