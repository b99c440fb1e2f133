package io.triskel.consume;

import io.triskel.parking.Lane;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One lane within one batch. Its monitor guards the lane and its items, but is not held while a handler runs. */
final class LaneState {
    /** Null for an event that stands in no lane. */
    final @Nullable Lane lane;

    /** Filled only if lanes are run apart from each other. */
    final List<DeliveryInWork> items = new ArrayList<>(0);

    /** The lane is parked: its events queue in the lot. */
    boolean held;

    /** The lot has still to say whether the lane is parked. */
    boolean toAsk;

    /** How many items were handled under a claim and have a completion that the inbox has still to record. */
    int uncompleted;

    /** An earlier delivery is unsettled: nothing after it is attempted. */
    boolean stopped;

    /** An earlier delivery is tried again in the next round. */
    boolean waiting;

    /** The caller gave the lane up at its deadline, perhaps while a handler runs: the handler's result counts no more. */
    boolean closed;

    LaneState(@Nullable Lane lane) {
        this.lane = lane;
    }
}
