package io.triskel.publish;

import io.triskel.event.Deadline;
import io.triskel.event.EventId;
import io.triskel.event.OrderingKey;
import io.triskel.publish.EventBus.BusLimits;
import io.triskel.publish.EventBus.BusResult;
import io.triskel.publish.PublishReport.Entry;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides which events go into which request and when, without any I/O; every method is called under the publisher's lock.
 *
 * <p>A lane holds the waiting events of one key. A lane that may send is announced to the publication of its first event, and
 * publications take turns, so that a large one does not starve a small one.
 *
 * <p>A request whose answer is no longer expected, because its publication is over or the bus's call time-out has passed, is
 * abandoned: it frees its place in flight, but its lanes stay closed. The number of abandoned requests is bounded; beyond
 * that, further ones keep their places until one is answered.
 */
final class RequestSchedule {
    /** How many requests may be abandoned for each one that may be in flight. */
    private static final int ABANDONED_PER_PLACE = 4;

    private final BusLimits limits;
    private final int maxInFlight;
    private final Map<OrderingKey, KeyQueue> lanes = new HashMap<>();
    private final Deque<Publication> turns = new ArrayDeque<>();
    private final TreeSet<Publication> byDeadline = new TreeSet<>(Comparator.comparing(
                    (Publication publication) -> publication.deadline().at())
            .thenComparing(Publication::number));
    private final List<Publication> finished = new ArrayList<>();

    /** In the order in which they were sent, which is also the order of their time-outs. */
    private final Set<Request> inFlight = new LinkedHashSet<>();

    private int abandoned;
    private long entered;

    RequestSchedule(BusLimits limits, int maxInFlight) {
        this.limits = limits;
        this.maxInFlight = maxInFlight;
    }

    /**
     * {@return a publication that is going to have this number of events}
     *
     * @param owner the withheld keys of the view that publishes
     */
    Publication open(Withholding owner, Deadline deadline, Instant started, int events) {
        Publication publication = new Publication(owner, deadline, started, ++entered, events, this::finish);
        if (events == 0) {
            finish(publication);
        }
        return publication;
    }

    /** Adds events to an open publication, after its earlier ones. */
    void enter(Publication publication, List<EventInWork> more) {
        if (!more.isEmpty()) {
            byDeadline.add(publication);
        }
        for (EventInWork item : more) {
            publication.add(item);
            enter(publication, item);
        }
    }

    private void enter(Publication publication, EventInWork item) {
        Optional<OrderingKey> key = item.event().key();
        EventId withheldBehind = key.isPresent() ? withheldBehind(publication, key.get()) : null;
        if (withheldBehind != null) {
            item.withhold(withheldBehind);
        } else {
            KeyQueue lane = key.isPresent() ? lane(key) : new KeyQueue(key);
            item.enter(lane);
            lane.add(item);
            announce(lane);
        }
    }

    private static @Nullable EventId withheldBehind(Publication publication, OrderingKey key) {
        EventId behind = publication.owner().behind(key);
        return behind != null ? behind : publication.brokenBehind(key);
    }

    private KeyQueue lane(Optional<OrderingKey> key) {
        KeyQueue known = lanes.get(key.get());
        if (known != null) {
            return known;
        }
        KeyQueue lane = new KeyQueue(key);
        lanes.put(key.get(), lane);
        return lane;
    }

    /** Tells that the publication has all its events, so that ready lanes no longer wait for a full request. */
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

    /** {@return the next request to send, if one is ready and may be in flight; overdue publications are given up first} */
    @Nullable
    Request next(Instant now) {
        giveUpOverdue(now);
        while (!turns.isEmpty() && hasPlace(now)) {
            Publication publication = turns.remove();
            publication.inTurn(false);
            if (publication.open() && publication.ready().size() < limits.maxEvents()) {
                continue; // more events are about to be added, and make a fuller request
            }
            Request request = fill(publication, now);
            if (!publication.ready().isEmpty()) {
                takeTurn(publication);
            }
            if (!request.items().isEmpty()) {
                inFlight.add(request);
                return request;
            }
        }
        return null;
    }

    private boolean hasPlace(Instant now) {
        if (inFlight.size() < maxInFlight) {
            return true;
        }
        Request oldest = inFlight.iterator().next();
        return !now.isBefore(oldest.expectedBy()) && abandon(oldest);
    }

    /** {@return whether the request's place in flight is free now} */
    private boolean abandon(Request request) {
        if (abandoned == ABANDONED_PER_PLACE * maxInFlight || !inFlight.remove(request)) {
            return false;
        }
        request.state(Request.State.ABANDONED);
        abandoned++;
        return true;
    }

    /**
     * {@return when there is something to do even if nobody calls: at the earliest deadline, or when the oldest request's answer
     * is overdue and events wait for its place; {@code null} if neither comes}
     *
     * @param known a publication whose deadline the caller watches, so that it alone needs no wake-up
     */
    @Nullable
    Instant wakeUpBy(@Nullable Publication known) {
        if (byDeadline.isEmpty() || (byDeadline.size() == 1 && byDeadline.first() == known)) {
            return null;
        }
        Instant deadline = byDeadline.first().deadline().at();
        if (turns.isEmpty() || inFlight.size() < maxInFlight || abandoned == ABANDONED_PER_PLACE * maxInFlight) {
            return deadline;
        }
        Instant place = inFlight.iterator().next().expectedBy();
        return place.isBefore(deadline) ? place : deadline;
    }

    private Request fill(Publication publication, Instant now) {
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
                announce(lane);
                tidy(lane);
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

    /** Takes in an answer. A late answer to a request that was given up changes no entry; it only frees the lanes. */
    void answered(Request request, List<BusResult> results) {
        if (!inFlight.remove(request) && request.state() == Request.State.ABANDONED) {
            abandoned--;
        }
        request.state(Request.State.ANSWERED);
        KeyQueue withheld = null;
        for (int i = 0; i < results.size(); i++) {
            EventInWork item = request.items().get(i);
            BusResult result = results.get(i);
            if (item.settled()) {
                continue;
            }
            if (result instanceof BusResult.Failed failed) {
                withheld = reject(item, new Entry.Rejected(item.event(), failed.cause(), failed.message()), withheld);
            } else if (result instanceof BusResult.Ok ok) {
                item.settle(new Entry.Accepted(item.event(), ok.position()));
            }
        }
        for (KeyQueue lane : request.lanes()) {
            if (lane.inFlight() == request) {
                lane.inFlight(null);
            }
            announce(lane);
            tidy(lane);
        }
    }

    /**
     * {@return the lane that has withheld its waiting events last} Events of one lane follow each other in a request, so that
     * only the first rejection that withholds needs to do so.
     *
     * @param withheld the lane that has withheld its waiting events before
     */
    private static @Nullable KeyQueue reject(EventInWork item, Entry.Rejected entry, @Nullable KeyQueue withheld) {
        if (item.lane() == withheld) {
            item.settle(entry);
            return withheld;
        }
        item.lane().rejected(item, entry);
        return item.holdsUpItsKey() ? item.lane() : withheld;
    }

    /** Gives up all events of a publication that have no entry yet, sent or not. */
    void giveUp(Publication publication, String why) {
        for (EventInWork item = publication.firstUnsettled(); item != null; item = publication.firstUnsettled()) {
            Request request = item.request();
            if (request == null) {
                KeyQueue lane = item.lane();
                lane.giveUp(
                        item,
                        new Entry.Rejected(
                                item.event(), RejectionCause.TRANSIENT, why + " before this event was sent"));
                announce(lane);
                tidy(lane);
            } else {
                giveUp(request, why);
            }
        }
    }

    private void giveUp(Request request, String why) {
        request.giveUp();
        abandon(request);
        KeyQueue withheld = null;
        for (EventInWork item : request.items()) {
            if (!item.settled()) {
                withheld = reject(item, unknown(item, why), withheld);
            }
        }
    }

    private static Entry.Rejected unknown(EventInWork item, String why) {
        return new Entry.Rejected(
                item.event(), RejectionCause.UNKNOWN, why + " while the bus had not answered: it may have this event");
    }

    void giveUpAll(String why) {
        for (Publication open : List.copyOf(byDeadline)) {
            giveUp(open, why);
        }
    }

    private void giveUpOverdue(Instant now) {
        while (!byDeadline.isEmpty()) {
            Publication earliest = byDeadline.first();
            if (now.isBefore(earliest.deadline().at())) {
                return;
            }
            byDeadline.remove(earliest);
            giveUp(earliest, "The deadline passed");
        }
    }

    /** Opens a key for its owner. A request of the owner that was given up no longer holds the key; it can only add repeats. */
    void resume(Withholding owner, OrderingKey key) {
        owner.end(key);
        KeyQueue lane = lanes.get(key);
        if (lane != null) {
            Request request = lane.inFlight();
            if (request != null && request.givenUp() && request.publication().owner() == owner) {
                lane.inFlight(null);
            }
            announce(lane);
            tidy(lane);
        }
    }

    /** {@return the publications whose last event was settled since the last call} */
    List<Publication> takeFinished() {
        if (finished.isEmpty()) {
            return List.of();
        }
        List<Publication> taken = List.copyOf(finished);
        finished.clear();
        return taken;
    }

    /** {@return how many keys have events under way} */
    int keysUnderWay() {
        return lanes.size();
    }

    private void announce(KeyQueue lane) {
        EventInWork head = lane.head();
        if (head != null && lane.inFlight() == null && lane.announcedTo() != head.publication()) {
            lane.announcedTo(head.publication());
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

    private void tidy(KeyQueue lane) {
        if (lane.idle() && lane.key().isPresent()) {
            lanes.remove(lane.key().get(), lane);
        }
    }
}
