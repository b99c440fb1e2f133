package io.triskel.inbox;

import io.triskel.event.EventId;

/**
 * How the work on a claimed event ended, to be recorded.
 *
 * @param event the event
 * @param fence of the claim under which it was worked on
 * @param ending how it ended
 */
public record Completion(EventId event, Fence fence, Ending ending) {
    /** The ways in which a claim ends. */
    public enum Ending {
        /** Done: later deliveries are repeats. */
        COMPLETED,
        /** The parking lot has it: final for the source, claimable by the lot. */
        PARKED,
        /** Failed: it may be claimed again at once, and this attempt counts. */
        RELEASED,
        /** Not tried, or not its own fault: it may be claimed again at once, and this attempt does not count. */
        RELEASED_UNCOUNTED
    }
}
