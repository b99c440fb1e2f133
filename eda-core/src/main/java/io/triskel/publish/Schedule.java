package io.triskel.publish;

import io.triskel.event.Deadline;
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

    /** {@return a publication that is going to have so many events} */
    Publication open(Deadline deadline, Instant started, int events) {
        Publication publication = new Publication(deadline, started, ++entered, events, this::finish);
        if (events == 0) {
            finish(publication);
        }
        return publication;
    }

    /** More events of an open publication, after those that it has. */
    void enter(Publication publication, List<Item> more) {
        if (!more.isEmpty()) {
            byDeadline.add(publication);
        }
        for (Item item : more) {
            publication.add(item);
            enter(publication, item);
        }
    }

    private void enter(Publication publication, Item item) {
        Optional<OrderingKey> key = item.event().key();
        Lane lane = key.isPresent() ? lane(key) : new Lane(key);
        item.enter(lane);
        EventId withheldBehind = lane.withheldBehind();
        if (withheldBehind == null && key.isPresent()) {
            withheldBehind = publication.brokenBehind(key.get());
        }
        if (withheldBehind != null) {
            item.withhold(withheldBehind);
            tidy(lane);
        } else {
            lane.add(item);
            announce(lane);
        }
    }

    private Lane lane(Optional<OrderingKey> key) {
        Lane known = lanes.get(key.get());
        if (known != null) {
            return known;
        }
        Lane lane = new Lane(key);
        lanes.put(key.get(), lane);
        return lane;
    }

    /** It has all its events: what is ready no longer waits for a full request. */
    void close(Publication publication) {
        publication.close();
        if (!publication.ready().isEmpty()) {
            takeTurn(publication);
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
            if (publication.open() && publication.ready().size() < limits.maxEvents()) {
                continue; // more is on its way, and a fuller request with it
            }
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
            Item head = lane.head();
            if (head != null && head.publication() == publication && head.stillborn() == null) {
                if (!request.takes(lane, head)) {
                    return request;
                }
                ready.remove();
                lane.announced(false);
                load(request, lane);
            } else {
                ready.remove();
                lane.announced(false);
                if (head != null && head.stillborn() != null) {
                    rejectStillborn(lane);
                } else {
                    announce(lane);
                }
            }
        }
        return request;
    }

    private void load(Request request, Lane lane) {
        lane.inFlight(request);
        Item next;
        do {
            request.add(lane.remove());
            next = lane.head();
        } while (limits.severalPerKey()
                && next != null
                && next.publication() == request.publication()
                && next.stillborn() == null
                && request.fits(next));
    }

    private void rejectStillborn(Lane lane) {
        Item item = lane.remove();
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
        Item head = lane.head();
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
