package io.triskel.publish;

import io.triskel.event.OrderingKey;
import io.triskel.publish.EventBus.BusLimits;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The waiting events, in one queue per active key, and the publications that take turns to send.
 *
 * <p>A queue that may send is announced to its first event's publication. Publications take turns, so that a large one does
 * not starve a small one.
 */
final class KeyQueues {
    private final BusLimits limits;
    private final Map<OrderingKey, KeyQueue> byKey = new HashMap<>();
    private final Deque<Publication> turns = new ArrayDeque<>();

    KeyQueues(BusLimits limits) {
        this.limits = limits;
    }

    /** {@return the queue of a key, or a new one for an event without key} */
    KeyQueue of(Optional<OrderingKey> key) {
        KeyQueue known = key.isPresent() ? byKey.get(key.get()) : null;
        if (known != null) {
            return known;
        }
        KeyQueue lane = new KeyQueue(key);
        if (key.isPresent()) {
            byKey.put(key.get(), lane);
        }
        return lane;
    }

    @Nullable
    KeyQueue known(OrderingKey key) {
        return byKey.get(key);
    }

    int size() {
        return byKey.size();
    }

    boolean hasTurn() {
        return !turns.isEmpty();
    }

    /** {@return the publication whose turn it is; this ends its turn} */
    Publication nextTurn() {
        Publication publication = turns.remove();
        publication.inTurn(false);
        return publication;
    }

    /** {@return a request with as many ready events of the publication as fit} */
    Request fill(Publication publication, Instant now) {
        Request request = new Request(publication, limits, now);
        Deque<KeyQueue> ready = publication.ready();
        while (!ready.isEmpty()) {
            KeyQueue lane = ready.element();
            if (lane.announcedTo() != publication) {
                ready.remove();
                continue;
            }
            EventInWork head = lane.head();
            if (head != null && head.publication() == publication && head.stillborn() == null) {
                if (!request.takes(lane, head)) {
                    return request;
                }
                ready.remove();
                lane.announcedTo(null);
                load(request, lane);
            } else {
                ready.remove();
                lane.announcedTo(null);
                if (head != null && head.publication() == publication) {
                    rejectStillborn(lane);
                }
                serve(lane);
            }
        }
        return request;
    }

    private void load(Request request, KeyQueue lane) {
        lane.inFlight(request);
        EventInWork next;
        do {
            request.add(lane.remove());
            next = lane.head();
        } while (limits.severalPerKey()
                && next != null
                && next.publication() == request.publication()
                && next.stillborn() == null
                && request.fits(next));
    }

    private static void rejectStillborn(KeyQueue lane) {
        EventInWork item = lane.remove();
        lane.rejected(item, Objects.requireNonNull(item.stillborn()));
    }

    /** Announces the queue if it may send, and forgets it if it is idle. */
    void serve(KeyQueue lane) {
        announce(lane);
        if (lane.idle() && lane.key().isPresent()) {
            byKey.remove(lane.key().get(), lane);
        }
    }

    void announce(KeyQueue lane) {
        EventInWork head = lane.head();
        if (head != null && lane.inFlight() == null && lane.announcedTo() != head.publication()) {
            lane.announcedTo(head.publication());
            head.publication().ready().add(lane);
            takeTurn(head.publication());
        }
    }

    void takeTurn(Publication publication) {
        if (!publication.inTurn()) {
            publication.inTurn(true);
            turns.add(publication);
        }
    }
}
