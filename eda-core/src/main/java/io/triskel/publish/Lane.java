package io.triskel.publish;

import io.triskel.event.EventId;
import io.triskel.event.OrderingKey;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The events of one key that wait, from all calls, in order; an event without key is a lane of its own. */
final class Lane {
    /** There are as many lanes as keys under way, and most have one or two events. */
    private static final int FEW = 2;

    private final Optional<OrderingKey> key;
    private final Deque<Item> waiting = new ArrayDeque<>(FEW);
    private @Nullable Request inFlight;
    private @Nullable EventId withheldBehind;
    private boolean announced;

    Lane(Optional<OrderingKey> key) {
        this.key = key;
    }

    Optional<OrderingKey> key() {
        return key;
    }

    Deque<Item> waiting() {
        return waiting;
    }

    @Nullable
    Request inFlight() {
        return inFlight;
    }

    void inFlight(@Nullable Request request) {
        inFlight = request;
    }

    @Nullable
    EventId withheldBehind() {
        return withheldBehind;
    }

    void openAgain() {
        withheldBehind = null;
    }

    /** {@return whether its publication already knows that it is ready} */
    boolean announced() {
        return announced;
    }

    void announced(boolean whether) {
        announced = whether;
    }

    boolean idle() {
        return waiting.isEmpty() && inFlight == null && withheldBehind == null;
    }

    /** An event was rejected: everything that waits, and whatever comes, is withheld behind it. */
    void withholdBehind(EventId rejected) {
        if (key.isPresent() && withheldBehind == null) {
            withheldBehind = rejected;
        }
        while (!waiting.isEmpty()) {
            waiting.remove().withhold(rejected);
        }
    }

    /** An event that waits is given up: it and what waits behind it go, what waits before it still has its turn. */
    void giveUp(Item item, String message) {
        Deque<Item> before = new ArrayDeque<>();
        while (!waiting.isEmpty() && waiting.peek() != item) {
            before.add(waiting.remove());
        }
        waiting.remove().settle(new Entry.Rejected(item.event(), Cause.TRANSIENT, message));
        withholdBehind(item.id());
        waiting.addAll(before);
    }
}
