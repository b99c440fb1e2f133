package io.triskel.publish;

import io.triskel.event.Deadline;
import io.triskel.event.EventId;
import io.triskel.event.OrderingKey;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One call of {@code publish}: its events, its report and its lanes ready to send. It is open until its last event is
 * encoded.
 */
final class Publication {
    private final Withholding owner;
    private final Deadline deadline;
    private final Instant started;
    private final List<EventInWork> items;
    private final CompletableFuture<PublishReport> report = new CompletableFuture<>();
    private final Deque<KeyQueue> ready = new ArrayDeque<>();
    private final Map<OrderingKey, EventId> broken = new HashMap<>(0);
    private final Consumer<Publication> whenSettled;
    private final long number;
    private int unsettled;
    private int settledBefore;
    private boolean open = true;
    private boolean inTurn;

    /**
     * @param owner the withheld keys of the view that publishes
     * @param number the publication's number among all calls of its publisher
     * @param events how many events the publication will have
     * @param whenSettled called with the publication once its last event is settled
     */
    Publication(
            Withholding owner,
            Deadline deadline,
            Instant started,
            long number,
            int events,
            Consumer<Publication> whenSettled) {
        this.owner = owner;
        this.deadline = deadline;
        this.started = started;
        this.number = number;
        this.items = new ArrayList<>(events);
        this.unsettled = events;
        this.whenSettled = whenSettled;
    }

    void add(EventInWork item) {
        item.belongTo(this);
        items.add(item);
    }

    boolean open() {
        return open;
    }

    void close() {
        open = false;
        broken.clear();
    }

    /** Later events of this key in this call stay withheld, even if the key is resumed meanwhile. */
    void breakKey(OrderingKey key, EventId behind) {
        if (open) {
            broken.putIfAbsent(key, behind);
        }
    }

    @Nullable
    EventId brokenBehind(OrderingKey key) {
        return broken.isEmpty() ? null : broken.get(key);
    }

    List<EventInWork> items() {
        return items;
    }

    /** {@return the first unsettled event, {@code null} if all are settled} Continues from the last call's result. */
    @Nullable
    EventInWork firstUnsettled() {
        while (settledBefore < items.size() && items.get(settledBefore).settled()) {
            settledBefore++;
        }
        return settledBefore < items.size() ? items.get(settledBefore) : null;
    }

    Withholding owner() {
        return owner;
    }

    Deadline deadline() {
        return deadline;
    }

    Instant started() {
        return started;
    }

    CompletableFuture<PublishReport> report() {
        return report;
    }

    /** Lanes whose next event belongs to this publication and which have nothing in flight. */
    Deque<KeyQueue> ready() {
        return ready;
    }

    /** {@return the publication's number among all calls of its publisher} */
    long number() {
        return number;
    }

    void oneLess() {
        unsettled--;
        if (unsettled == 0) {
            whenSettled.accept(this);
        }
    }

    boolean inTurn() {
        return inTurn;
    }

    void inTurn(boolean whether) {
        inTurn = whether;
    }
}
