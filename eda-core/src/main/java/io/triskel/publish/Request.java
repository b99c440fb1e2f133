package io.triskel.publish;

import io.triskel.event.Deadline;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One request to the bus, filled up to the bus's limits with events of one publication. */
final class Request {
    private final Publication publication;
    private final BusLimits limits;
    private final List<Item> items = new ArrayList<>();
    private final List<Lane> lanes = new ArrayList<>();
    private long bytes;
    private boolean over;
    private volatile @Nullable Thread sender;

    Request(Publication publication, BusLimits limits) {
        this.publication = publication;
        this.limits = limits;
    }

    boolean fits(Item item) {
        return items.size() < limits.maxEvents() && bytes + item.outgoing().bytes() <= limits.maxRequestBytes();
    }

    boolean takes(Lane lane, Item head) {
        return items.isEmpty() || (fits(head) && (limits.severalKeys() || bothWithoutKey(lane)));
    }

    private boolean bothWithoutKey(Lane lane) {
        return lane.key().isEmpty() && lanes.get(0).key().isEmpty();
    }

    /** Those of one lane follow each other. */
    void add(Item item) {
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

    List<Item> items() {
        return items;
    }

    List<Lane> lanes() {
        return lanes;
    }

    Deadline deadline() {
        return publication.deadline();
    }

    List<Outgoing> outgoing() {
        return items.stream().map(Item::outgoing).toList();
    }

    /** {@return whether this is the first time: answered or given up, whichever came first, frees its place in flight} */
    boolean end() {
        boolean first = !over;
        over = true;
        return first;
    }

    boolean over() {
        return over;
    }

    void sentBy(@Nullable Thread thread) {
        sender = thread;
    }

    boolean isSentBy(Thread thread) {
        return sender == thread;
    }

    /** {@return one result per event: what the bus did not answer has an unknown outcome} */
    List<BusResult> completed(@Nullable List<BusResult> results, @Nullable Throwable failure) {
        List<BusResult> complete = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            BusResult result = failure == null && results != null && i < results.size() ? results.get(i) : null;
            complete.add(result != null ? result : BusResult.failed(Cause.UNKNOWN, unanswered(failure)));
        }
        return complete;
    }

    private static String unanswered(@Nullable Throwable failure) {
        return failure == null
                ? "The bus did not say what became of this event"
                : "The bus failed, and nobody knows whether it has this event: " + failure;
    }
}
