package io.triskel.consume;

import io.triskel.consume.Verdict.Why;
import io.triskel.inbox.Fence;
import io.triskel.inbox.Inbox.Claim;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the inbox, or without one this process's memory, knows about a delivery's event: the claim or its obstacle, and how
 * many attempts count. Belongs to one {@link DeliveryInWork}.
 */
final class DeliveryClaim {
    private boolean wanted;
    private @Nullable Claim claim;
    private Verdict.@Nullable Unsettled blocked;
    private int counted;
    private int cutOff;
    private @Nullable Instant since;

    /** Whether the event is still to be claimed. */
    boolean isWanted() {
        return wanted;
    }

    @Nullable
    Claim claim() {
        return claim;
    }

    Fence fence() {
        return claim == null ? Fence.none() : claim.fence();
    }

    /** Why the event could not be claimed; null if it could. */
    Verdict.@Nullable Unsettled blocked() {
        return blocked;
    }

    /** How many attempts count so far. */
    int counted() {
        return counted;
    }

    /** How many attempts were cut off so far: the handler did not return in time, or its host failed. */
    int cutOff() {
        return cutOff;
    }

    /** Since when the event may have blocked its source. */
    @Nullable
    Instant since() {
        return since;
    }

    void wanted(boolean whether) {
        wanted = whether;
    }

    /** The event has failed before in this process. */
    void remembered(int attempts, int cutOffSoFar, @Nullable Instant heldSince) {
        counted = attempts;
        cutOff = cutOffSoFar;
        since = heldSince;
    }

    /** The inbox granted this batch a claim of the event. */
    void claimed(Claim by) {
        claim = by;
        counted = by.attempt() - 1;
        cutOff = by.cutOff();
        since = by.since();
        wanted = false;
        blocked = null;
    }

    /** The inbox could not grant a claim: the event is still to be claimed. */
    void blocked(Verdict.Unsettled why) {
        blocked = why;
    }

    /** Another claimant has the event. */
    void inProgressElsewhere(Instant heldSince, Instant leaseEnd) {
        since = heldSince;
        blocked = new Verdict.Unsettled(Why.IN_PROGRESS_ELSEWHERE, "it is claimed elsewhere until " + leaseEnd);
    }

    /** The claim's lease has expired, and another claimant may have taken the event over. */
    void lostClaim() {
        claim = null;
    }

    /** The inbox granted a new claim after the first one was lost. */
    void reclaimed(Claim by) {
        claim = by;
    }

    /** The handler failed, and the attempt counts. */
    void count() {
        counted++;
    }

    /** The handler was cut off, and the attempt counts. */
    void countCutOff() {
        counted++;
        cutOff++;
    }
}
