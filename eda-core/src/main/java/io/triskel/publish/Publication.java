package io.triskel.publish;

import io.triskel.event.Deadline;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** One call of {@code publish}: its events, its report, and its lanes that are ready to send. */
final class Publication {
    private final Deadline deadline;
    private final Instant started;
    private final List<Item> items = new ArrayList<>();
    private final CompletableFuture<PublishReport> report = new CompletableFuture<>();
    private final Deque<Lane> ready = new ArrayDeque<>();
    private Consumer<Publication> whenSettled = publication -> {};
    private int unsettled;
    private long number;
    private boolean inTurn;

    Publication(Deadline deadline, Instant started) {
        this.deadline = deadline;
        this.started = started;
    }

    void add(Item item) {
        item.belongTo(this);
        items.add(item);
        unsettled++;
    }

    List<Item> items() {
        return items;
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

    /** Lanes whose next event is this publication's and which have nothing in flight. */
    Deque<Lane> ready() {
        return ready;
    }

    /** From now on, whoever settles the last event hands the publication over to {@code settled}. */
    void enter(long place, Consumer<Publication> settled) {
        number = place;
        whenSettled = settled;
        if (unsettled == 0) {
            settled.accept(this);
        }
    }

    /** {@return its place among all calls of its publisher} */
    long number() {
        return number;
    }

    void oneLess() {
        unsettled--;
        if (unsettled == 0) {
            whenSettled.accept(this);
        }
    }

    boolean settled() {
        return unsettled == 0;
    }

    boolean inTurn() {
        return inTurn;
    }

    void inTurn(boolean whether) {
        inTurn = whether;
    }
}
