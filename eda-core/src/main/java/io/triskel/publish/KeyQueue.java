package io.triskel.publish;

import io.triskel.event.EventId;
import io.triskel.event.OrderingKey;
import io.triskel.publish.PublishReport.Entry;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The waiting events of one key, from all calls of all views, in order; an event without a key has its own lane. Most lanes
 * have one event, so the queue is linked through the events instead of a list.
 */
final class KeyQueue {
    private final Optional<OrderingKey> key;
    private @Nullable EventInWork head;
    private @Nullable EventInWork last;
    private @Nullable Request inFlight;
    private @Nullable Publication announcedTo;

    KeyQueue(Optional<OrderingKey> key) {
        this.key = key;
    }

    Optional<OrderingKey> key() {
        return key;
    }

    /** {@return the first waiting event, {@code null} if none waits} */
    @Nullable
    EventInWork head() {
        return head;
    }

    void add(EventInWork item) {
        item.before(last);
        if (last == null) {
            head = item;
        } else {
            last.behind(item);
        }
        last = item;
    }

    EventInWork remove() {
        EventInWork first = Objects.requireNonNull(head);
        unlink(first);
        return first;
    }

    private void unlink(EventInWork item) {
        EventInWork before = item.before();
        EventInWork behind = item.behind();
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

    /** {@return the publication that lists this lane as ready, {@code null} if none does} */
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

    /**
     * Settles a rejected event that no longer waits in this lane, and withholds its owner's later events, unless a newer
     * state supersedes it.
     */
    void rejected(EventInWork item, Entry.Rejected entry) {
        item.settle(entry);
        withhold(head, item);
    }

    /** Gives up a waiting event and withholds its owner's later events of the lane; earlier events keep their turn. */
    void giveUp(EventInWork item, Entry.Rejected entry) {
        EventInWork behind = item.behind();
        unlink(item);
        item.settle(entry);
        withhold(behind, item);
    }

    private void withhold(@Nullable EventInWork from, EventInWork rejected) {
        if (key.isEmpty() || !rejected.holdsUpItsKey()) {
            return;
        }
        Withholding owner = rejected.publication().owner();
        EventId id = rejected.id();
        owner.begin(key.get(), id);
        EventInWork at = from;
        while (at != null) {
            EventInWork next = at.behind();
            if (at.publication().owner() == owner) {
                unlink(at);
                at.withhold(id);
            }
            at = next;
        }
    }
}
