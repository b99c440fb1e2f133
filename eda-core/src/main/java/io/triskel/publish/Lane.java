package io.triskel.publish;

import io.triskel.event.EventId;
import io.triskel.event.OrderingKey;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The events of one key that wait, from all calls of everybody, in order; an event without key is a lane of its own. There
 * are as many lanes as keys under way, and most have one event, so that the events themselves are the links of the queue.
 */
final class Lane {
    private final Optional<OrderingKey> key;
    private @Nullable Item head;
    private @Nullable Item last;
    private @Nullable Request inFlight;
    private @Nullable Publication announcedTo;

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
        item.before(last);
        if (last == null) {
            head = item;
        } else {
            last.behind(item);
        }
        last = item;
    }

    Item remove() {
        Item first = Objects.requireNonNull(head);
        unlink(first);
        return first;
    }

    private void unlink(Item item) {
        Item before = item.before();
        Item behind = item.behind();
        if (before == null) {
            head = behind;
        } else {
            before.behind(behind);
        }
        if (behind == null) {
            last = before;
        } else {
            behind.before(before);
        }
        item.before(null);
        item.behind(null);
    }

    @Nullable
    Request inFlight() {
        return inFlight;
    }

    void inFlight(@Nullable Request request) {
        inFlight = request;
    }

    /** {@return the publication that knows that it is ready, {@code null} if none does} */
    @Nullable
    Publication announcedTo() {
        return announcedTo;
    }

    void announcedTo(@Nullable Publication publication) {
        announcedTo = publication;
    }

    boolean idle() {
        return head == null && inFlight == null;
    }

    /** An event that no longer waits here was rejected: what its owner has in the lane is withheld behind it. */
    void rejected(Item item, Entry.Rejected entry) {
        item.settle(entry);
        withhold(head, item);
    }

    /** An event that waits is given up: it and what its owner has behind it go, what waits before it still has its turn. */
    void giveUp(Item item, Entry.Rejected entry) {
        Item behind = item.behind();
        unlink(item);
        item.settle(entry);
        withhold(behind, item);
    }

    private void withhold(@Nullable Item from, Item rejected) {
        if (key.isEmpty()) {
            return;
        }
        Withholding owner = rejected.publication().owner();
        EventId id = rejected.id();
        owner.begin(key.get(), id);
        Item at = from;
        while (at != null) {
            Item next = at.behind();
            if (at.publication().owner() == owner) {
                unlink(at);
                at.withhold(id);
            }
            at = next;
        }
    }
}
