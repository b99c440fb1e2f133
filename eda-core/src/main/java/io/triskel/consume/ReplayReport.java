package io.triskel.consume;

/**
 * What a replay did.
 *
 * @param handled events handled and taken out of their lanes
 * @param duplicates events that were completed elsewhere and taken out of their lanes
 * @param failed events that failed again and wait on; their lanes wait with them
 * @param opened lanes that are open again
 * @param busy lanes that somebody else is replaying, or whose head is in progress elsewhere
 * @param portFailures calls of inbox, lot or key store that failed; their events or lanes wait on
 */
public record ReplayReport(int handled, int duplicates, int failed, int opened, int busy, int portFailures) {
    /** {@return a report of nothing} */
    public static ReplayReport none() {
        return new ReplayReport(0, 0, 0, 0, 0, 0);
    }

    /** {@return the sum} */
    public ReplayReport plus(ReplayReport other) {
        return new ReplayReport(
                handled + other.handled,
                duplicates + other.duplicates,
                failed + other.failed,
                opened + other.opened,
                busy + other.busy,
                portFailures + other.portFailures);
    }
}
