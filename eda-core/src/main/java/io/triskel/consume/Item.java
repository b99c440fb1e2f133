package io.triskel.consume;

import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.inbox.Claim;
import io.triskel.inbox.Fence;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One delivery while its batch is settled, and the one owner of its verdict: others say what has happened to the delivery, by the
 * methods below, and each is one arrow of the drawing in the package's page. Written by one thread at a time: its lane's.
 */
final class Item {
    private final Delivery delivery;
    private final EventId id;
    private final LaneState lane;
    private final int place;

    private @Nullable Envelope<?> envelope;
    private Consumer.@Nullable Registered handler;
    private @Nullable String unreadable;
    private boolean undecoded;
    private @Nullable Item first;

    private boolean toClaim;
    private @Nullable Claim claim;
    private Verdict.@Nullable Unsettled blocked;
    private int counted;
    private @Nullable Instant since;

    private boolean running;
    private boolean tried;
    private boolean handled;
    private Decision.@Nullable Park parking;
    private boolean inLot;
    private String lastFailure = "";
    private long nanos;

    private @Nullable Verdict verdict;

    Item(Delivery delivery, EventId id, LaneState lane, int place) {
        this.delivery = delivery;
        this.id = id;
        this.lane = lane;
        this.place = place;
    }

    Delivery delivery() {
        return delivery;
    }

    EventId id() {
        return id;
    }

    LaneState lane() {
        return lane;
    }

    /** Its place in the batch. */
    int place() {
        return place;
    }

    /** What the handler gets; absent if the delivery is undecodable. */
    @Nullable
    Envelope<?> envelope() {
        return envelope;
    }

    Consumer.@Nullable Registered handler() {
        return handler;
    }

    /** Why no handler can take it, if none can; it is parked. */
    @Nullable
    String unreadable() {
        return unreadable;
    }

    /** Whether its data could not be decoded when it was read; that is tried again before the handler is called. */
    boolean isUndecoded() {
        return undecoded;
    }

    /** The earlier delivery of the same event in this batch, whose verdict decides about this one too. */
    @Nullable
    Item first() {
        return first;
    }

    boolean isToClaim() {
        return toClaim && verdict == null;
    }

    @Nullable
    Claim claim() {
        return claim;
    }

    Fence fence() {
        return claim == null ? Fence.none() : claim.fence();
    }

    /** Why it could not be claimed, if it could not. */
    Verdict.@Nullable Unsettled blocked() {
        return blocked;
    }

    /** How many attempts count so far. */
    int counted() {
        return counted;
    }

    /** Since when it may have held up its source. */
    @Nullable
    Instant since() {
        return since;
    }

    boolean isRunning() {
        return running;
    }

    /** Whether the handler was called and the event failed, or was not yet possible. */
    boolean isTried() {
        return tried;
    }

    /** Whether the handler is done with it; its completion may still have to be recorded. */
    boolean isHandled() {
        return handled;
    }

    /** The decision to park it, while the lot has not taken it yet. */
    Decision.@Nullable Park parking() {
        return parking;
    }

    /** Whether the lot took it from this batch. */
    boolean isInLot() {
        return inLot;
    }

    String lastFailure() {
        return lastFailure;
    }

    /** How long its handler took. */
    long nanos() {
        return nanos;
    }

    @Nullable
    Verdict verdict() {
        return verdict;
    }

    /** Whether it has no verdict yet, and none of another delivery's either. */
    boolean isOpen() {
        return verdict == null && first == null;
    }

    /** Whether the lane's turn may come to it: a handled one only waits for its completion to be recorded. */
    boolean isToSettle() {
        return isOpen() && !handled;
    }

    /** It is outside of the subscription. */
    void ignored(Envelope<?> as) {
        envelope = as;
        decided(Verdict.ignored());
    }

    /** It is for this handler, if any takes its version. */
    void received(Envelope<?> as, Consumer.@Nullable Registered by) {
        envelope = as;
        handler = by;
    }

    /** No handler can take it. */
    void unreadable(String why) {
        unreadable = why;
    }

    /** Its data is decoded later: the key store of personal data failed. */
    void readLater() {
        undecoded = true;
    }

    /** Its data was decoded after all. */
    void decoded(Envelope<?> as) {
        envelope = as;
        undecoded = false;
    }

    /** The batch has the same event before it, or has not: then it is to be claimed. */
    void repeats(@Nullable Item earlier) {
        first = earlier;
        toClaim = earlier == null;
    }

    /** It has failed before, as far as this process remembers. */
    void remembered(int attempts, @Nullable Instant heldSince) {
        counted = attempts;
        since = heldSince;
    }

    /** The inbox gave it to this batch. */
    void claimed(Claim by) {
        claim = by;
        counted = by.attempt() - 1;
        since = by.since();
        toClaim = false;
        blocked = null;
    }

    /** The inbox could not give it: it stays to be claimed. */
    void blocked(Verdict.Unsettled why) {
        blocked = why;
    }

    /** Somebody else has claimed it. */
    void inProgressElsewhere(Instant heldSince, Instant leaseEnd) {
        since = heldSince;
        blocked = new Verdict.Unsettled(Why.IN_PROGRESS_ELSEWHERE, "somebody else has claimed it until " + leaseEnd);
    }

    /** Its completion is recorded already, by whoever handled it before. */
    void completedElsewhere() {
        decided(Verdict.duplicate());
    }

    /** The inbox says that the lot has it, from an earlier batch; so its lane is parked. */
    void inLotAlready() {
        decided(new Verdict.Parked("it is in the parking lot already"));
        lane.held = lane.lane != null;
        lane.toAsk = false;
    }

    /** Its claim is somebody else's by now. */
    void lostClaim() {
        claim = null;
    }

    /** The inbox gave it once more, after its claim was lost. */
    void reclaimed(Claim by) {
        claim = by;
    }

    /** Its handler is called. */
    void called() {
        running = true;
    }

    /** Its handler has returned or thrown, after so long. */
    void returned(long took) {
        running = false;
        nanos += took;
    }

    /** Its handler is done with it; under a claim, the completion is still to be recorded. */
    void handled() {
        handled = true;
        lane.uncompleted += claim == null ? 0 : 1;
    }

    /** It was not yet possible; that counts as no attempt. */
    void notYet() {
        tried = true;
    }

    /** Its handler failed, and the attempt counts. */
    void failed() {
        tried = true;
        counted++;
    }

    /** It shall be tried again. */
    void retried(Throwable failure) {
        lastFailure = failure.toString();
    }

    /** Its completion is recorded, or there is nothing to record it in. */
    void completed() {
        if (claim != null) {
            lane.uncompleted--;
        }
        decided(Verdict.handled());
    }

    /** Its completion could not be recorded and will not be: it counts as not handled. */
    void notCompleted() {
        handled = false;
        lane.uncompleted--;
    }

    /** It is to be parked. */
    void parking(Decision.Park as) {
        parking = as;
    }

    /** The lot has it, so its lane is parked. */
    void parked(String reason) {
        inLot = true;
        lane.held = lane.lane != null;
        decided(new Verdict.Parked(reason));
    }

    /** It is left to the source, and nothing after it in its lane is attempted. */
    void unsettled(Verdict.Unsettled as) {
        lane.stopped = true;
        decided(as);
    }

    private void decided(Verdict as) {
        if (verdict != null) {
            throw new IllegalStateException(id + " has its verdict, " + verdict + ", and gets no other: " + as);
        }
        verdict = as;
    }
}
