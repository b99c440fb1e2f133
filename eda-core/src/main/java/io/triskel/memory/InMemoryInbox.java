package io.triskel.memory;

import io.triskel.event.EventId;
import io.triskel.inbox.Inbox;
import io.triskel.inbox.Inbox.Claim;
import io.triskel.inbox.Inbox.ClaimResult;
import io.triskel.inbox.Inbox.Release;
import io.triskel.inbox.WriteOutcome;
import io.triskel.spi.Change;
import io.triskel.spi.InboxEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * An inbox in memory, for embedded use and tests, with bounded memory: each completion drops the consumer's oldest
 * completed events beyond a number or a retention. A redelivered completed event counts as the newest. Claimed and parked
 * events are never dropped; other uncompleted events only by {@link #forgetBefore}.
 *
 * <p>A clock that goes back keeps completed events longer, but never more of them.
 */
public final class InMemoryInbox implements Inbox {
    private static final Duration RETENTION = Duration.ofDays(30);
    /** More than 15 full partitions of the in-memory bus hold: no duplicate is older. */
    private static final int MOST_COMPLETED = 1_000_000;

    private final Map<String, InboxRows> consumers = new LinkedHashMap<>();
    private final Duration retention;
    private final int mostCompleted;

    /** Makes an inbox that remembers the last 1,000,000 completed events per consumer, for 30 days. */
    public InMemoryInbox() {
        this(RETENTION, MOST_COMPLETED);
    }

    /**
     * Makes an inbox with these limits.
     *
     * @param retention how long a completed event is remembered: as long as a duplicate may arrive
     * @param mostCompleted how many completed events are remembered per consumer, at least 1; about 100 bytes each
     * @throws IllegalArgumentException if nothing would be remembered
     */
    public InMemoryInbox(Duration retention, int mostCompleted) {
        if (retention.isNegative() || retention.isZero() || mostCompleted < 1) {
            throw new IllegalArgumentException("An inbox keeps completed events for some time and at least one of a"
                    + " consumer, these are " + retention + " and " + mostCompleted);
        }
        this.retention = retention;
        this.mostCompleted = mostCompleted;
    }

    @Override
    public synchronized List<ClaimResult> claimAll(
            String consumer, List<EventId> events, Instant now, Duration lease, String claimant) {
        return events.stream()
                .map(event -> claim(consumer, event, now, now.plus(lease), false, claimant))
                .toList();
    }

    @Override
    public synchronized ClaimResult claimParked(
            String consumer, EventId event, Instant now, Duration lease, String claimant) {
        return claim(consumer, event, now, now.plus(lease), true, claimant);
    }

    private ClaimResult claim(
            String consumer, EventId event, Instant now, Instant end, boolean forTheLot, String claimant) {
        return step(consumer, event, now, entry -> entry.claim(consumer, event, now, end, forTheLot, claimant));
    }

    @Override
    public synchronized List<Optional<ClaimResult>> seeAll(String consumer, List<EventId> events, Instant now) {
        InboxRows rows = consumers.getOrDefault(consumer, new InboxRows());
        return events.stream().map(event -> rows.seen(event, now)).toList();
    }

    @Override
    public synchronized List<WriteOutcome> completeAll(List<Claim> claims, Instant now) {
        return claims.stream()
                .map(claim -> {
                    WriteOutcome outcome =
                            step(claim.consumer(), claim.event(), now, entry -> entry.complete(claim, now));
                    rowsOf(claim.consumer()).trim(retention, mostCompleted, now);
                    return outcome;
                })
                .toList();
    }

    @Override
    public synchronized List<WriteOutcome> releaseAll(List<Release> releases, Instant now) {
        return releases.stream().map(release -> release(release, now, false)).toList();
    }

    @Override
    public synchronized List<WriteOutcome> parkAll(List<Release> releases, Instant now) {
        return releases.stream().map(release -> release(release, now, true)).toList();
    }

    private WriteOutcome release(Release release, Instant now, boolean toTheLot) {
        Claim claim = release.claim();
        return step(claim.consumer(), claim.event(), now, entry -> entry.release(release, now, toTheLot));
    }

    @Override
    public synchronized WriteOutcome completeParked(String consumer, EventId event, Instant now) {
        WriteOutcome outcome = step(consumer, event, now, entry -> entry.completeParked(now));
        rowsOf(consumer).trim(retention, mostCompleted, now);
        return outcome;
    }

    private <T> T step(String consumer, EventId event, Instant now, Function<InboxEntry, Change<InboxEntry, T>> rule) {
        InboxRows rows = rowsOf(consumer);
        Change<InboxEntry, T> change = rule.apply(rows.entry(event, now));
        change.next().ifPresent(next -> rows.write(event, next));
        return change.answer();
    }

    @Override
    public synchronized int forgetBefore(Instant moment, Instant now, int limit) {
        int gone = 0;
        int left = limit;
        for (String consumer : List.copyOf(consumers.keySet())) {
            if (left <= 0) {
                break;
            }
            // A visited consumer goes to the end, so that it never hides the rest from the next limited call.
            InboxRows rows = rowsOf(consumer);
            consumers.remove(consumer);
            consumers.put(consumer, rows);
            InboxRows.Forgotten forgotten = rows.forgetBefore(moment, now, left);
            left -= forgotten.seen();
            gone += forgotten.gone();
        }
        return gone;
    }

    /** {@return the number of rows of all consumers} */
    public synchronized int size() {
        return consumers.values().stream().mapToInt(InboxRows::size).sum();
    }

    private InboxRows rowsOf(String consumer) {
        return consumers.computeIfAbsent(consumer, first -> new InboxRows());
    }
}
