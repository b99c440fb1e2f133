package io.triskel.consume;

import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.inbox.Claim;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is known of one delivery while its batch is settled. Written by one thread at a time: its lane's. */
final class Item {
    final Delivery delivery;

    /** Its place in the batch. */
    int place;

    final EventId id;
    final LaneState lane;

    /** What the handler gets; absent if undecodable. */
    @Nullable
    Envelope<?> envelope;

    Consumer.@Nullable Registered handler;

    /** Why no handler can take it; it is parked. */
    @Nullable
    String unreadable;

    /** Its data could not be decoded when it was read; it is tried again before the handler is called. */
    boolean decodeLater;

    /** The earlier delivery of the same event in this batch, whose verdict decides about this one. */
    @Nullable
    Item first;

    boolean toClaim;

    @Nullable
    Claim claim;

    /** Why it could not be claimed. */
    Verdict.@Nullable Unsettled blocked;

    /** How many attempts count so far. */
    int counted;

    /** Since when it may have held up its source. */
    @Nullable
    Instant since;

    /** Whether the handler was called and the event failed, or was not yet possible. */
    boolean tried;

    boolean running;
    boolean handled;

    /** Decided, but the lot did not take it yet. */
    Decision.@Nullable Park parking;

    boolean inLot;
    String lastFailure = "";

    @Nullable
    Verdict verdict;

    long nanos;

    Item(Delivery delivery, EventId id, LaneState lane) {
        this.delivery = delivery;
        this.id = id;
        this.lane = lane;
    }

    boolean open() {
        return verdict == null && first == null;
    }

    /** Whether the lane's turn may come to it: a handled one only waits for its completion to be recorded. */
    boolean toSettle() {
        return verdict == null && first == null && !handled;
    }

    /** Nothing after it in its lane is attempted. */
    void unsettle(Verdict.Unsettled as) {
        verdict = as;
        lane.stopped = true;
    }
}
