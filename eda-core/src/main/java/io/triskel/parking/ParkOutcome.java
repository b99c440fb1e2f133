package io.triskel.parking;

/** What became of the wish to park an event. */
public enum ParkOutcome {
    /** The lot has it; also if it had it before. */
    PARKED,
    /** The lane is not parked (any more), so the event does not have to wait: attempt it. */
    OPEN,
    /** The lot takes no more; the event stays with its source. */
    FULL
}
