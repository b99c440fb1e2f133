package io.triskel.memory;

import io.triskel.event.EventId;
import io.triskel.inbox.Fence;
import io.triskel.inbox.Inbox;
import io.triskel.inbox.Inbox.Claim;
import io.triskel.inbox.Inbox.ClaimResult;
import io.triskel.inbox.Inbox.Release;
import io.triskel.inbox.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An inbox in memory, for embedded use and tests: rows per consumer, in order of their first claim. */
public final class InMemoryInbox implements Inbox {
    private final Map<String, Map<EventId, InboxRow>> consumers = new LinkedHashMap<>();

    @Override
    public synchronized List<ClaimResult> claimAll(
            String consumer, List<EventId> events, Instant now, Duration lease, String claimant) {
        Map<EventId, InboxRow> rows = rowsOf(consumer);
        Instant leaseEnd = now.plus(lease);
        List<ClaimResult> results = new ArrayList<>(events.size());
        for (EventId event : events) {
            results.add(claim(rows, consumer, event, now, leaseEnd, false, claimant));
        }
        return results;
    }

    @Override
    public synchronized ClaimResult claimParked(
            String consumer, EventId event, Instant now, Duration lease, String claimant) {
        return claim(rowsOf(consumer), consumer, event, now, now.plus(lease), true, claimant);
    }

    private static ClaimResult claim(
            Map<EventId, InboxRow> rows,
            String consumer,
            EventId event,
            Instant now,
            Instant leaseEnd,
            boolean forTheLot,
            String claimant) {
        InboxRow row = rows.get(event);
        if (row == null) {
            row = new InboxRow(now);
            rows.put(event, row);
        } else if (row.completed) {
            return ClaimResult.completed();
        } else if (row.parked && !forTheLot) {
            return ClaimResult.parked();
        } else if (row.claimedBy(claimant)) {
            row.extend(leaseEnd, now);
            return claimed(row, consumer, event, now);
        } else if (row.leased(now)) {
            return new ClaimResult.InProgress(row.since(now), row.leaseEnd(now));
        }
        row.claim(now, leaseEnd, claimant);
        row.parked |= forTheLot;
        return claimed(row, consumer, event, now);
    }

    private static ClaimResult claimed(InboxRow row, String consumer, EventId event, Instant now) {
        return new ClaimResult.Claimed(new Claim(
                consumer, event, new Fence(row.fence), row.attempts, row.since(now), row.cutOff, row.leaseEnd(now)));
    }

    @Override
    public synchronized List<Outcome> completeAll(List<Claim> claims, Instant now) {
        List<Outcome> outcomes = new ArrayList<>(claims.size());
        for (Claim claim : claims) {
            InboxRow row = rowOf(claim);
            outcomes.add(row != null && row.complete(now) ? Outcome.recorded() : Outcome.lost());
        }
        return outcomes;
    }

    @Override
    public synchronized List<Outcome> releaseAll(List<Release> releases, Instant now) {
        List<Outcome> outcomes = new ArrayList<>(releases.size());
        for (Release release : releases) {
            InboxRow row = rowOf(release.claim());
            outcomes.add(row != null && row.release(release, now) ? Outcome.recorded() : Outcome.lost());
        }
        return outcomes;
    }

    @Override
    public synchronized List<Outcome> parkAll(List<Release> releases, Instant now) {
        List<Outcome> outcomes = new ArrayList<>(releases.size());
        for (Release release : releases) {
            InboxRow row = rowOf(release.claim());
            boolean parked = row != null && row.release(release, now);
            if (row != null && parked) {
                row.parked = true;
            }
            outcomes.add(parked ? Outcome.recorded() : Outcome.lost());
        }
        return outcomes;
    }

    @Override
    public synchronized Outcome completeParked(String consumer, EventId event, Instant now) {
        InboxRow row = rowsOf(consumer).computeIfAbsent(event, absent -> new InboxRow(now));
        return row.completeUnclaimed(now) ? Outcome.recorded() : Outcome.lost();
    }

    @Override
    public synchronized int forgetBefore(Instant moment, Instant now, int limit) {
        int gone = 0;
        int left = limit;
        for (String consumer : List.copyOf(consumers.keySet())) {
            if (left <= 0) {
                break;
            }
            // A visited consumer or row goes to the end, so that it never hides the rest from the next limited call.
            Map<EventId, InboxRow> rows = rowsOf(consumer);
            consumers.remove(consumer);
            consumers.put(consumer, rows);
            Map<EventId, InboxRow> kept = new LinkedHashMap<>();
            Iterator<Map.Entry<EventId, InboxRow>> oldest = rows.entrySet().iterator();
            while (left > 0 && oldest.hasNext()) {
                Map.Entry<EventId, InboxRow> entry = oldest.next();
                InboxRow row = entry.getValue();
                if (!row.made.isBefore(moment) && !row.made.isAfter(now)) {
                    break;
                }
                left--;
                oldest.remove();
                if (row.mayGo(moment, now)) {
                    gone++;
                } else {
                    kept.put(entry.getKey(), row);
                }
            }
            rows.putAll(kept);
        }
        return gone;
    }

    /** {@return how many rows there are, of all consumers} */
    public synchronized int size() {
        return consumers.values().stream().mapToInt(Map::size).sum();
    }

    private @Nullable InboxRow rowOf(Claim claim) {
        InboxRow row = rowsOf(claim.consumer()).get(claim.event());
        return row != null && row.fence == claim.fence().token() ? row : null;
    }

    private Map<EventId, InboxRow> rowsOf(String consumer) {
        return consumers.computeIfAbsent(consumer, first -> new LinkedHashMap<>());
    }
}
