package io.triskel.consume;

import io.triskel.parking.Lane;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One lane within one batch. Its monitor guards the lane and its items, but is not held while a handler runs. */
final class LaneState {
    /** Null for an event without a lane. */
    final @Nullable Lane lane;

    /** Filled only if lanes are run apart from each other, or have events that are handled together. */
    final List<DeliveryInWork> items = new ArrayList<>(0);

    /** The lane is parked: its events queue in the lot. */
    boolean held;

    /** Whether the lane is parked is still unknown. */
    boolean toAsk;

    /** How many items were handled under a claim without a recorded completion. */
    int uncompleted;

    /** A call for several events failed on one of them, so each has its own call. */
    boolean apart;

    /** An earlier delivery is unsettled, so no later one is attempted. */
    boolean stopped;

    /** An earlier delivery is tried again in the next round. */
    boolean waiting;

    /** The caller gave the lane up at its deadline, perhaps while a handler runs: its result is ignored. */
    boolean closed;

    LaneState(@Nullable Lane lane) {
        this.lane = lane;
    }

    /** {@return the event, with those directly behind it if its handler can take them together} */
    List<DeliveryInWork> together(DeliveryInWork first) {
        EventHandler<Object> handler = Objects.requireNonNull(first.handler()).handler();
        if (!(handler instanceof EventHandler.Together) || apart || held || !first.isPlain()) {
            return List.of(first);
        }
        List<DeliveryInWork> all = new ArrayList<>();
        all.add(first);
        for (DeliveryInWork item : items) {
            EventConsumer.Registered by = item.handler();
            if (item.place() > first.place()) {
                if (!item.isPlain() || by == null || by.handler() != handler) {
                    break;
                }
                all.add(item);
            }
        }
        return all;
    }
}
