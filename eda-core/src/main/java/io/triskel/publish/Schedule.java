package io.triskel.publish;

import io.triskel.event.EventId;
import io.triskel.event.OrderingKey;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides which events go into which request and when, without any I/O; every method is called under the publisher's lock.
 *
 * <p>A lane holds what waits for one key. A lane that may send is announced to the publication of its first event, and
 * publications take turns, so that a large one does not starve a small one.
 */
final class Schedule {
    private final BusLimits limits;
    private final int maxInFlight;
    private final Map<OrderingKey, Lane> lanes = new HashMap<>();
    private final Deque<Publication> turns = new ArrayDeque<>();
    private final TreeSet<Publication> byDeadline = new TreeSet<>(Comparator.comparing(
                    (Publication publication) -> publication.deadline().at())
            .thenComparing(Publication::number));
    private final List<Publication> finished = new ArrayList<>();
    private int inFlight;
    private long entered;

    Schedule(BusLimits limits, int maxInFlight) {
        this.limits = limits;
        this.maxInFlight = maxInFlight;
    }

    void enter(Publication publication) {
        publication.enter(++entered, this::finish);
        if (!publication.settled()) {
            byDeadline.add(publication);
        }
        for (Item item : publication.items()) {
            Optional<OrderingKey> key = item.event().key();
            Lane lane = key.map(of -> lanes.computeIfAbsent(of, absent -> new Lane(key)))
                    .orElseGet(() -> new Lane(key));
            item.enter(lane);
            EventId withheldBehind = lane.withheldBehind();
            if (withheldBehind != null) {
                item.withhold(withheldBehind);
            } else {
                lane.waiting().add(item);
                announce(lane);
            }
        }
    }

    private void finish(Publication publication) {
        byDeadline.remove(publication);
        finished.add(publication);
    }

    /** {@return the next request to send, if one is ready and may be in flight; what is overdue is given up first} */
    @Nullable
    Request next(Instant now) {
        giveUpOverdue(now);
        while (inFlight < maxInFlight && !turns.isEmpty()) {
            Publication publication = turns.remove();
            publication.inTurn(false);
            Request request = fill(publication);
            if (!publication.ready().isEmpty()) {
                takeTurn(publication);
            }
            if (!request.items().isEmpty()) {
                inFlight++;
                return request;
            }
        }
        return null;
    }

    private Request fill(Publication publication) {
        Request request = new Request(publication, limits);
        Deque<Lane> ready = publication.ready();
        while (!ready.isEmpty()) {
            Lane lane = ready.element();
            Item head = lane.waiting().peek();
            boolean sends = head != null && head.publication() == publication && head.stillborn() == null;
            if (sends && !request.takes(lane, head)) {
                return request;
            }
            ready.remove();
            lane.announced(false);
            if (sends) {
                load(request, lane);
            } else if (head != null && head.stillborn() != null) {
                rejectStillborn(lane);
            } else {
                announce(lane);
            }
        }
        return request;
    }

    private void load(Request request, Lane lane) {
        lane.inFlight(request);
        Item next;
        do {
            request.add(lane.waiting().remove());
            next = lane.waiting().peek();
        } while (limits.severalPerKey()
                && next != null
                && next.publication() == request.publication()
                && next.stillborn() == null
                && request.fits(next));
    }

    private void rejectStillborn(Lane lane) {
        Item item = lane.waiting().remove();
        settle(item, Objects.requireNonNull(item.stillborn()));
        tidy(lane);
    }

    /** A late answer of a request that was given up changes no entry; it only frees the lane. */
    void answered(Request request, List<BusResult> results) {
        if (request.end()) {
            inFlight--;
        }
        for (int i = 0; i < results.size(); i++) {
            Item item = request.items().get(i);
            if (!item.settled()) {
                settle(item, entry(item, results.get(i)));
            }
        }
        for (Lane lane : request.lanes()) {
            if (lane.inFlight() == request) {
                lane.inFlight(null);
            }
            announce(lane);
            tidy(lane);
        }
    }

    private static Entry entry(Item item, BusResult result) {
        return result.fold(
                ok -> new Entry.Accepted(item.event(), ok.position()),
                failed -> new Entry.Rejected(item.event(), failed.cause(), failed.message()));
    }

    private static void settle(Item item, Entry entry) {
        item.settle(entry);
        if (entry instanceof Entry.Rejected) {
            item.lane().withholdBehind(item.id());
        }
    }

    /** Gives up whatever of a publication has no entry yet, sent or not. */
    void giveUp(Publication publication, String why) {
        for (Item item : publication.items()) {
            if (!item.settled() && item.request() != null) {
                Request request = item.request();
                if (request.end()) {
                    inFlight--;
                }
                settle(item, unknown(item, why));
            }
        }
        giveUpUnsent(publication, why);
    }

    private static Entry unknown(Item item, String why) {
        return new Entry.Rejected(
                item.event(), Cause.UNKNOWN, why + " while the bus had not answered: it may have this event");
    }

    private void giveUpOverdue(Instant now) {
        while (!byDeadline.isEmpty()) {
            Publication earliest = byDeadline.first();
            if (now.isBefore(earliest.deadline().at())) {
                return;
            }
            byDeadline.remove(earliest);
            giveUpUnsent(earliest, "The deadline passed");
        }
    }

    private void giveUpUnsent(Publication publication, String why) {
        for (Item item : publication.items()) {
            if (!item.settled() && item.request() == null) {
                item.lane().giveUp(item, why + " before this event was sent");
                announce(item.lane());
                tidy(item.lane());
            }
        }
    }

    /** Opens a key. A request that was given up and never answered no longer holds it; it can only add a repeat. */
    void resume(OrderingKey key) {
        Lane lane = lanes.get(key);
        if (lane != null) {
            lane.openAgain();
            Request request = lane.inFlight();
            if (request != null && request.over()) {
                lane.inFlight(null);
            }
            announce(lane);
            tidy(lane);
        }
    }

    /** {@return the publications whose last event was settled since this was last asked} */
    List<Publication> takeFinished() {
        if (finished.isEmpty()) {
            return List.of();
        }
        List<Publication> taken = List.copyOf(finished);
        finished.clear();
        return taken;
    }

    int rememberedKeys() {
        return lanes.size();
    }

    private void announce(Lane lane) {
        Item head = lane.waiting().peek();
        if (head != null && lane.inFlight() == null && !lane.announced()) {
            lane.announced(true);
            head.publication().ready().add(lane);
            takeTurn(head.publication());
        }
    }

    private void takeTurn(Publication publication) {
        if (!publication.inTurn()) {
            publication.inTurn(true);
            turns.add(publication);
        }
    }

    private void tidy(Lane lane) {
        if (lane.idle()) {
            lane.key().ifPresent(lanes::remove);
        }
    }
}
