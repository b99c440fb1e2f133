package io.triskel.publish;

import io.triskel.event.Deadline;
import io.triskel.publish.EventBus.BusLimits;
import io.triskel.publish.EventBus.BusResult;
import io.triskel.publish.EventBus.Outgoing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One request to the bus, filled to its limits with events of one publication. */
final class Request {
    private final Publication publication;
    private final BusLimits limits;
    private final List<EventInWork> items = new ArrayList<>();
    private final List<KeyQueue> lanes = new ArrayList<>();
    private final Instant expectedBy;
    private long bytes;
    private State state = State.IN_FLIGHT;
    private boolean givenUp;
    private volatile @Nullable Thread sender;

    /** Whether the request occupies a slot in flight or is abandoned. */
    enum State {
        IN_FLIGHT,
        /** The answer is no longer expected, and the slot in flight is free. */
        ABANDONED,
        ANSWERED
    }

    /** @param now when the request is sent */
    Request(Publication publication, BusLimits limits, Instant now) {
        this.publication = publication;
        this.limits = limits;
        this.expectedBy = now.plus(limits.callTimeout());
    }

    boolean fits(EventInWork item) {
        return items.size() < limits.maxEvents() && bytes + item.outgoing().bytes() <= limits.maxRequestBytes();
    }

    boolean takes(KeyQueue lane, EventInWork head) {
        return items.isEmpty() || (fits(head) && (limits.severalKeys() || bothWithoutKey(lane)));
    }

    private boolean bothWithoutKey(KeyQueue lane) {
        return lane.key().isEmpty() && lanes.get(0).key().isEmpty();
    }

    /** Adds an event; the events of one lane must be added one after another. */
    void add(EventInWork item) {
        item.sentIn(this);
        if (lanes.isEmpty() || lanes.get(lanes.size() - 1) != item.lane()) {
            lanes.add(item.lane());
        }
        items.add(item);
        bytes += item.outgoing().bytes();
    }

    Publication publication() {
        return publication;
    }

    List<EventInWork> items() {
        return items;
    }

    List<KeyQueue> lanes() {
        return lanes;
    }

    Deadline deadline() {
        return publication.deadline();
    }

    List<Outgoing> outgoing() {
        return items.stream().map(EventInWork::outgoing).toList();
    }

    /** {@return when the bus's client has given up waiting for an answer} */
    Instant expectedBy() {
        return expectedBy;
    }

    State state() {
        return state;
    }

    void state(State next) {
        state = next;
    }

    /**
     * {@return whether its events were settled without an answer: if the request still arrives, it only adds duplicates}
     */
    boolean givenUp() {
        return givenUp;
    }

    void giveUp() {
        givenUp = true;
    }

    void sentBy(@Nullable Thread thread) {
        sender = thread;
    }

    boolean isSentBy(Thread thread) {
        return sender == thread;
    }

    /** {@return one result per event; an event without an answer of the bus has an unknown outcome} */
    List<BusResult> completed(@Nullable List<BusResult> results, @Nullable Throwable failure) {
        List<BusResult> complete = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            BusResult result = failure == null && results != null && i < results.size() ? results.get(i) : null;
            complete.add(result != null ? result : BusResult.failed(RejectionCause.UNKNOWN, unanswered(failure)));
        }
        return complete;
    }

    private static String unanswered(@Nullable Throwable failure) {
        return failure == null
                ? "The bus did not report the outcome of this event"
                : "The bus failed, so it is unknown whether it has this event: " + failure;
    }
}
