package io.triskel.consume;

import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import org.jspecify.annotations.Nullable;

/**
 * One delivery while its batch is settled, and the only owner of its verdict. Other classes report to the methods below;
 * each method, here and in {@link DeliveryClaim}, is one arrow of the package page's drawing. Written only by the thread
 * that runs its lane, one at a time.
 */
final class DeliveryInWork {
    private final Delivery delivery;
    private final EventId id;
    private final LaneState lane;
    private final int place;

    private @Nullable Envelope<?> envelope;
    private EventConsumer.@Nullable Registered handler;
    private @Nullable String unreadable;
    private boolean undecoded;
    private @Nullable DeliveryInWork first;

    private final DeliveryClaim claiming = new DeliveryClaim();
    private boolean running;
    private boolean tried;
    private boolean handled;
    private Decisions.@Nullable Park parking;
    private boolean aside;
    private boolean inLot;
    private String lastFailure = "";
    private long nanos;

    private @Nullable Verdict verdict;

    DeliveryInWork(Delivery delivery, EventId id, LaneState lane, int place) {
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

    /** The delivery's index in the batch. */
    int place() {
        return place;
    }

    /** The handler's event; null if the delivery is undecodable. */
    @Nullable
    Envelope<?> envelope() {
        return envelope;
    }

    EventConsumer.@Nullable Registered handler() {
        return handler;
    }

    /** Why no handler can take the event, which is then parked; null if one can. */
    @Nullable
    String unreadable() {
        return unreadable;
    }

    /** Whether decoding failed when the event was read; it is tried again before the handler is called. */
    boolean isUndecoded() {
        return undecoded;
    }

    /** An earlier delivery of the same event in this batch, whose verdict applies to this one too. */
    @Nullable
    DeliveryInWork first() {
        return first;
    }

    DeliveryClaim claiming() {
        return claiming;
    }

    boolean isToClaim() {
        return claiming.isWanted() && verdict == null;
    }

    boolean isRunning() {
        return running;
    }

    /** Whether the handler was called without success. */
    boolean isTried() {
        return tried;
    }

    /** Whether the event needs nothing but its handler's first call. */
    boolean isPlain() {
        return isToSettle()
                && !running
                && !tried
                && !undecoded
                && unreadable == null
                && parking == null
                && claiming.claim() == null
                && claiming.blocked() == null
                && claiming.counted() == 0;
    }

    /** Whether the handler is done with the event; its completion may still have to be recorded. */
    boolean isHandled() {
        return handled;
    }

    /** The decision to park the event, which the lot has not taken yet. */
    Decisions.@Nullable Park parking() {
        return parking;
    }

    /** Whether the event is parked alone, while its lane continues. */
    boolean isAside() {
        return aside;
    }

    /** Whether the lot took the event from this batch. */
    boolean isInLot() {
        return inLot;
    }

    String lastFailure() {
        return lastFailure;
    }

    /** How long the handler took, over all attempts of this batch. */
    long nanos() {
        return nanos;
    }

    @Nullable
    Verdict verdict() {
        return verdict;
    }

    /** Whether the delivery still needs its own verdict: a duplicate takes the first delivery's. */
    boolean isOpen() {
        return verdict == null && first == null;
    }

    /** Whether there is work to do: a handled event only waits for its completion to be recorded. */
    boolean isToSettle() {
        return isOpen() && !handled;
    }

    /** The consumer does not subscribe to the event's type. */
    void ignored(Envelope<?> as) {
        envelope = as;
        decided(Verdict.ignored());
    }

    /** Nobody handles it; it has no envelope here, so that nobody observes it. */
    void heartbeat() {
        decided(Verdict.ignored());
    }

    /** The event goes to this handler; null if no handler takes its version. */
    void received(Envelope<?> as, EventConsumer.@Nullable Registered by) {
        envelope = as;
        handler = by;
    }

    /** No handler can take the event. */
    void unreadable(String why) {
        unreadable = why;
    }

    /** The data is decoded later: the key store of personal data failed, or a class was missing. */
    void readLater() {
        undecoded = true;
    }

    /** The second decoding succeeded. */
    void decoded(Envelope<?> as) {
        envelope = as;
        undecoded = false;
    }

    /** The batch has an earlier delivery of the same event; if it has none (null), this delivery is to be claimed. */
    void repeats(@Nullable DeliveryInWork earlier) {
        first = earlier;
        claiming.wanted(earlier == null);
    }

    /** The event was handled before, and its completion is recorded already. */
    void completedElsewhere() {
        decided(Verdict.duplicate());
    }

    /** The inbox says that the lot has the event from an earlier batch, so its lane is parked. */
    void inLotAlready() {
        decided(new Verdict.Parked("it is in the parking lot already"));
        lane.held = lane.lane != null;
        lane.toAsk = false;
    }

    /** The handler is being called. */
    void called() {
        running = true;
    }

    /** The handler has returned or thrown, after {@code took} nanoseconds. */
    void returned(long took) {
        running = false;
        nanos += took;
    }

    /** The handler is done with the event; under a claim, the completion is still to be recorded. */
    void handled() {
        handled = true;
        lane.uncompleted += claiming.claim() == null ? 0 : 1;
    }

    /** The handler threw "not yet", or a port that it called failed: no attempt counts. */
    void triedForNothing() {
        tried = true;
    }

    /** The handler failed, and the attempt counts. */
    void failed() {
        tried = true;
        claiming.count();
    }

    /** The handler was given up, or an error that the host may not survive ended it: the attempt counts. */
    void cutOff() {
        tried = true;
        claiming.countCutOff();
    }

    /** The event is to be tried again after this failure. */
    void retried(Throwable failure) {
        lastFailure = Place.of(failure);
    }

    /** The completion is recorded, or there is no inbox to record it in. */
    void completed() {
        if (claiming.claim() != null) {
            lane.uncompleted--;
        }
        decided(Verdict.handled());
    }

    /** The completion could not be recorded and will not be: the event counts as not handled. */
    void notCompleted() {
        handled = false;
        lane.uncompleted--;
    }

    /** The event is to be parked. */
    void parking(Decisions.Park as) {
        parking = as;
    }

    /** The handler lets the event wait while its lane continues. */
    void setAside() {
        aside = true;
    }

    /** The lot has the event, so its lane is parked, unless the event is set aside. */
    void parked(String reason) {
        inLot = true;
        lane.held = lane.lane != null && !aside;
        decided(new Verdict.Parked(reason));
    }

    /** The delivery is left to the source, and no later one of its lane is attempted. */
    void unsettled(Verdict.Unsettled as) {
        lane.stopped = true;
        decided(as);
    }

    private void decided(Verdict as) {
        if (verdict != null) {
            throw new IllegalStateException(id + " has its verdict, " + verdict + ", and cannot get another: " + as);
        }
        verdict = as;
    }
}
