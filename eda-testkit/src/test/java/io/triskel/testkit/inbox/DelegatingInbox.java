package io.triskel.testkit.inbox;

import io.triskel.event.EventId;
import io.triskel.inbox.Inbox;
import io.triskel.inbox.Inbox.Claim;
import io.triskel.inbox.Inbox.ClaimResult;
import io.triskel.inbox.Inbox.Release;
import io.triskel.inbox.WriteOutcome;
import io.triskel.memory.InMemoryInbox;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An inbox that is right, for a mutant to spoil. */
class DelegatingInbox implements Inbox {
    final Inbox right;

    DelegatingInbox() {
        this(new InMemoryInbox());
    }

    DelegatingInbox(Inbox right) {
        this.right = right;
    }

    @Override
    public List<ClaimResult> claimAll(
            String consumer, List<EventId> events, Instant now, Duration lease, String claimant) {
        return right.claimAll(consumer, events, now, lease, claimant);
    }

    @Override
    public ClaimResult claimParked(String consumer, EventId event, Instant now, Duration lease, String claimant) {
        return right.claimParked(consumer, event, now, lease, claimant);
    }

    @Override
    public List<Optional<ClaimResult>> seeAll(String consumer, List<EventId> events, Instant now) {
        return right.seeAll(consumer, events, now);
    }

    @Override
    public List<WriteOutcome> completeAll(List<Claim> claims, Instant now) {
        return right.completeAll(claims, now);
    }

    @Override
    public List<WriteOutcome> releaseAll(List<Release> releases, Instant now) {
        return right.releaseAll(releases, now);
    }

    @Override
    public List<WriteOutcome> parkAll(List<Release> releases, Instant now) {
        return right.parkAll(releases, now);
    }

    @Override
    public WriteOutcome completeParked(String consumer, EventId event, Instant now) {
        return right.completeParked(consumer, event, now);
    }

    @Override
    public int forgetBefore(Instant moment, Instant now, int limit) {
        return right.forgetBefore(moment, now, limit);
    }
}
