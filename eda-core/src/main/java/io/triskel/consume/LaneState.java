package io.triskel.consume;

import io.triskel.parking.Lane;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One lane within one batch. Its monitor guards the lane and its items, but is not held while a handler runs. */
final class LaneState {
    /** Null for an event without a lane. */
    final @Nullable Lane lane;

    /** Filled only if lanes are run apart from each other. */
    final List<DeliveryInWork> items = new ArrayList<>(0);

    /** The lane is parked: its events queue in the lot. */
    boolean held;

    /** Whether the lane is parked is still unknown. */
    boolean toAsk;

    /** How many items were handled under a claim without a recorded completion. */
    int uncompleted;

    /** An earlier delivery is unsettled, so no later one is attempted. */
    boolean stopped;

    /** An earlier delivery is tried again in the next round. */
    boolean waiting;

    /** The caller gave the lane up at its deadline, perhaps while a handler runs: its result is ignored. */
    boolean closed;

    LaneState(@Nullable Lane lane) {
        this.lane = lane;
    }
}
