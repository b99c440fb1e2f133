package io.triskel.consume;

import io.triskel.parking.Lane;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One lane within one batch; its monitor guards it and its items, but is not held while a handler runs. */
final class LaneState {
    /** Absent for an event that stands in no lane. */
    final @Nullable Lane lane;

    /** Filled only if lanes are run apart from each other. */
    final List<Item> items = new ArrayList<>(0);

    /** Parked: what comes queues in the lot. */
    boolean held;

    /** Whether the lot has still to say whether it is held. */
    boolean toAsk;

    /** How many of its items were handled under a claim, and the inbox has still to record it. */
    int uncompleted;

    /** An earlier delivery is unsettled: nothing after it is attempted. */
    boolean stopped;

    /** An earlier delivery is tried again in the next round. */
    boolean waiting;

    /** Given up by the caller at its deadline, perhaps while a handler runs: whatever it returns counts no more. */
    boolean closed;

    LaneState(@Nullable Lane lane) {
        this.lane = lane;
    }
}
