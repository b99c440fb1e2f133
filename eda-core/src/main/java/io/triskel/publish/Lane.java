package io.triskel.publish;

import io.triskel.event.EventId;
import io.triskel.event.OrderingKey;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The events of one key that wait, from all calls, in order; an event without key is a lane of its own. There are as many
 * lanes as keys under way, and most have one event, so that the events themselves are the links of the queue.
 */
final class Lane {
    private final Optional<OrderingKey> key;
    private @Nullable Item head;
    private @Nullable Item last;
    private @Nullable Request inFlight;
    private @Nullable EventId withheldBehind;
    private boolean announced;

    Lane(Optional<OrderingKey> key) {
        this.key = key;
    }

    Optional<OrderingKey> key() {
        return key;
    }

    /** {@return the event that is next, {@code null} if none waits} */
    @Nullable
    Item head() {
        return head;
    }

    void add(Item item) {
        if (last == null) {
            head = item;
        } else {
            last.behind(item);
        }
        last = item;
    }

    Item remove() {
        Item first = Objects.requireNonNull(head);
        head = first.behind();
        first.behind(null);
        if (head == null) {
            last = null;
        }
        return first;
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
        return head == null && inFlight == null && withheldBehind == null;
    }

    /** An event was rejected: everything that waits, and whatever comes, is withheld behind it. */
    void withholdBehind(EventId rejected) {
        if (key.isPresent() && withheldBehind == null) {
            withheldBehind = rejected;
        }
        while (head != null) {
            remove().withhold(rejected);
        }
    }

    /** An event that waits is given up: it and what waits behind it go, what waits before it still has its turn. */
    void giveUp(Item item, String message) {
        Item before = null;
        Item at = head;
        while (at != item && at != null) {
            before = at;
            at = at.behind();
        }
        Item first = head;
        head = item;
        remove().settle(new Entry.Rejected(item.event(), Cause.TRANSIENT, message));
        withholdBehind(item.id());
        if (before != null) {
            before.behind(null);
            head = first;
            last = before;
        }
    }
}
