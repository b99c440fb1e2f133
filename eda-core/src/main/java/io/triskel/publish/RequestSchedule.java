package io.triskel.publish;

import io.triskel.event.Deadline;
import io.triskel.event.EventId;
import io.triskel.event.OrderingKey;
import io.triskel.publish.EventBus.BusLimits;
import io.triskel.publish.EventBus.BusResult;
import io.triskel.publish.PublishReport.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides which events go into which request and when, without I/O; every method is called under the publisher's lock.
 *
 * <p>{@link KeyQueues} holds the waiting events and the turns, {@link RequestsInFlight} the sent requests; this class
 * settles events by answers, deadlines and withholdings.
 */
final class RequestSchedule {
    private final BusLimits limits;
    private final KeyQueues queues;
    private final RequestsInFlight requests;
    private final TreeSet<Publication> byDeadline = new TreeSet<>(Comparator.comparing(
                    (Publication publication) -> publication.deadline().at())
            .thenComparing(Publication::number));
    private final List<Publication> finished = new ArrayList<>();

    private long entered;

    RequestSchedule(BusLimits limits, int maxInFlight) {
        this.limits = limits;
        this.queues = new KeyQueues(limits);
        this.requests = new RequestsInFlight(maxInFlight);
    }

    /**
     * {@return a publication for this number of events}
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
            KeyQueue lane = queues.of(key);
            item.enter(lane);
            lane.add(item);
            queues.announce(lane);
        }
    }

    private static @Nullable EventId withheldBehind(Publication publication, OrderingKey key) {
        EventId behind = publication.owner().behind(key);
        return behind != null ? behind : publication.brokenBehind(key);
    }

    /** Marks the publication as complete, so that ready lanes no longer wait for a full request. */
    void close(Publication publication) {
        publication.close();
        if (!publication.ready().isEmpty()) {
            queues.takeTurn(publication);
        }
    }

    private void finish(Publication publication) {
        byDeadline.remove(publication);
        finished.add(publication);
    }

    /** {@return the next request to send, if one is ready and has a slot; gives up overdue publications first} */
    @Nullable
    Request next(Instant now) {
        giveUpOverdue(now);
        while (queues.hasTurn() && requests.hasPlace(now)) {
            Publication publication = queues.nextTurn();
            if (publication.open() && publication.ready().size() < limits.maxEvents()) {
                continue; // more events follow, and fill the request
            }
            Request request = queues.fill(publication, now);
            if (!publication.ready().isEmpty()) {
                queues.takeTurn(publication);
            }
            if (!request.items().isEmpty()) {
                requests.add(request);
                return request;
            }
        }
        return null;
    }

    /**
     * {@return when to act without a call: at the earliest deadline, or when the oldest request is overdue and events wait
     * for its slot; {@code null} if neither applies}
     *
     * @param known a publication whose deadline the caller watches itself
     */
    @Nullable
    Instant wakeUpBy(@Nullable Publication known) {
        if (byDeadline.isEmpty() || (byDeadline.size() == 1 && byDeadline.first() == known)) {
            return null;
        }
        Instant deadline = byDeadline.first().deadline().at();
        Instant place = queues.hasTurn() ? requests.placeBy() : null;
        return place != null && place.isBefore(deadline) ? place : deadline;
    }

    /** Applies an answer. A late answer to a request that was given up changes no entry; it only frees the lanes. */
    void answered(Request request, List<BusResult> results) {
        requests.answered(request);
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
            queues.serve(lane);
        }
    }

    /**
     * {@return the lane that last withheld its waiting events} Events of one lane are adjacent in a request, so only the
     * first rejection needs to withhold them.
     *
     * @param withheld the lane that withheld its waiting events before
     */
    private static @Nullable KeyQueue reject(EventInWork item, Entry.Rejected entry, @Nullable KeyQueue withheld) {
        if (item.lane() == withheld) {
            item.settle(entry);
            return withheld;
        }
        item.lane().rejected(item, entry);
        return item.holdsUpItsKey() ? item.lane() : withheld;
    }

    /** Gives up all events of a publication without an entry, sent or not. */
    void giveUp(Publication publication, String why) {
        for (EventInWork item = publication.firstUnsettled(); item != null; item = publication.firstUnsettled()) {
            Request request = item.request();
            if (request == null) {
                KeyQueue lane = item.lane();
                lane.giveUp(
                        item,
                        new Entry.Rejected(
                                item.event(), RejectionCause.TRANSIENT, why + " before this event was sent"));
                queues.serve(lane);
            } else {
                giveUp(request, why);
            }
        }
    }

    private void giveUp(Request request, String why) {
        request.giveUp();
        requests.abandon(request);
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

    /**
     * Opens a key for its owner. A request of the owner that was given up no longer holds the key; it can only add
     * duplicates.
     *
     * @return whether events of the key are under way, so that some may be ready now
     */
    boolean resume(Withholding owner, OrderingKey key) {
        owner.end(key);
        KeyQueue lane = queues.known(key);
        if (lane == null) {
            return false;
        }
        Request request = lane.inFlight();
        if (request != null && request.givenUp() && request.publication().owner() == owner) {
            lane.inFlight(null);
        }
        queues.serve(lane);
        return true;
    }

    /** {@return the publications that were completed since the last call} */
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
        return queues.size();
    }
}
