package io.triskel.memory;

import io.triskel.event.EventId;
import io.triskel.inbox.Inbox.ClaimResult;
import io.triskel.spi.InboxEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The rows of one consumer, guarded by their inbox. Most are completed events, which have short rows. The event completed
 * or redelivered longest ago is first, and is dropped first.
 */
final class InboxRows {
    private final Map<EventId, Open> open = new LinkedHashMap<>();
    /** In order of last access: after a failing event, the bus redelivers completed ones again and again. */
    private final Map<EventId, Completed> completed = new LinkedHashMap<>(16, 0.75f, true);
    /** No completed row counts as older than the one before it: the clock may have gone back. */
    private Instant latestGone = Instant.MIN;

    private boolean completedFirst;

    /**
     * A completed event.
     *
     * @param fence of the claim that completed it; 0 if there was none
     */
    private record Completed(long fence, Instant written) {}

    /** @param made when the event was first claimed */
    private record Open(Instant made, InboxEntry entry) {}

    /** {@return the entry of an event, absent at first} */
    InboxEntry entry(EventId event, Instant now) {
        Completed done = completed.get(event);
        if (done != null) {
            return InboxEntry.completed(done.fence(), done.written());
        }
        Open row = open.get(event);
        return row == null ? InboxEntry.absent(now) : row.entry();
    }

    /** As {@link InboxEntry#seen}; unlike {@link #entry}, it does not make a completed event the newest. */
    Optional<ClaimResult> seen(EventId event, Instant now) {
        if (completed.containsKey(event)) {
            return Optional.of(ClaimResult.completed());
        }
        return Optional.ofNullable(open.get(event)).flatMap(row -> row.entry().seen(now));
    }

    void write(EventId event, InboxEntry next) {
        if (next.completed()) {
            open.remove(event);
            completed.put(event, new Completed(next.fence(), next.written()));
        } else {
            open.merge(event, new Open(next.written(), next), (before, now) -> new Open(before.made(), now.entry()));
        }
    }

    /** Drops the events completed first, while they are too many or too old. */
    void trim(Duration retention, int most, Instant now) {
        Iterator<Completed> first = completed.values().iterator();
        while (first.hasNext()) {
            Instant written = later(latestGone, first.next().written);
            if (completed.size() <= most && Duration.between(written, now).compareTo(retention) <= 0) {
                return;
            }
            latestGone = written;
            first.remove();
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    int size() {
        return open.size() + completed.size();
    }

    /**
     * As {@link io.triskel.inbox.Inbox#forgetBefore}. Calls begin with either kind of row in turn, so that kept rows of one
     * kind never hide the other kind from limited calls.
     */
    Forgotten forgetBefore(Instant moment, Instant now, int limit) {
        completedFirst = !completedFirst;
        Forgotten first = completedFirst ? ofCompleted(moment, now, limit) : ofOpen(moment, now, limit);
        int left = limit - first.seen;
        Forgotten second = completedFirst ? ofOpen(moment, now, left) : ofCompleted(moment, now, left);
        return new Forgotten(first.seen + second.seen, first.gone + second.gone);
    }

    /** How many rows were checked, and how many of them were deleted. */
    record Forgotten(int seen, int gone) {}

    private Forgotten ofCompleted(Instant moment, Instant now, int limit) {
        return forget(completed, moment, now, limit, Completed::written, row -> row.written.isBefore(moment));
    }

    private Forgotten ofOpen(Instant moment, Instant now, int limit) {
        return forget(open, moment, now, limit, Open::made, row -> row.entry().mayGo(moment, now));
    }

    private static <R> Forgotten forget(
            Map<EventId, R> rows,
            Instant moment,
            Instant now,
            int limit,
            Function<R, Instant> made,
            Predicate<R> mayGo) {
        int seen = 0;
        int gone = 0;
        // A kept row moves to the end, so that it never hides the rest from the next limited call.
        Map<EventId, R> kept = new LinkedHashMap<>();
        Iterator<Map.Entry<EventId, R>> oldest = rows.entrySet().iterator();
        while (seen < limit && oldest.hasNext()) {
            Map.Entry<EventId, R> entry = oldest.next();
            R row = entry.getValue();
            Instant since = made.apply(row);
            if (!since.isBefore(moment) && !since.isAfter(now)) {
                break;
            }
            seen++;
            oldest.remove();
            if (mayGo.test(row)) {
                gone++;
            } else {
                kept.put(entry.getKey(), row);
            }
        }
        rows.putAll(kept);
        return new Forgotten(seen, gone);
    }
}
