package io.triskel.memory;

import io.triskel.event.StreamId;
import io.triskel.outbox.Outbox.DispatchLease;
import io.triskel.outbox.Outbox.Finish;
import io.triskel.spi.Change;
import io.triskel.spi.CommitMark;
import io.triskel.spi.CommitMark.Turn;
import io.triskel.spi.DispatchEntry;
import io.triskel.spi.NewCommit;
import io.triskel.store.EventReader.Commit;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** One stream: its events and commits in order, and how far it is published. Guarded by its own monitor. */
final class MemoryStream {
    private final StreamId id;
    private Object[] events = new Object[4];
    private int last;
    private Commit[] commits = new Commit[4];
    private int commitCount;

    private DispatchEntry entry = DispatchEntry.none();

    /** The commits that are not recorded as published, by their first revision. */
    private final TreeMap<Long, CommitMark> open = new TreeMap<>();

    /** When the open commits were appended, as far as their appenders said so. */
    private final Map<Long, Instant> times = new HashMap<>();

    private boolean dirty;

    MemoryStream(StreamId id) {
        this.id = id;
    }

    int last() {
        return last;
    }

    /** Appends in amortised constant time, however long the stream is. */
    void append(NewCommit commit, List<?> kept, Optional<Instant> at, Optional<Instant> claimedUntil) {
        int count = kept.size();
        if (last + count > events.length) {
            events = Arrays.copyOf(events, Math.max(events.length * 2, last + count));
        }
        for (Object one : kept) {
            events[last++] = one;
        }
        if (commitCount == commits.length) {
            commits = Arrays.copyOf(commits, commits.length * 2);
        }
        commits[commitCount++] = commit.commit();
        open.put(commit.commit().first(), CommitMark.unpublished(claimedUntil));
        at.ifPresent(time -> times.put(commit.commit().first(), time));
    }

    Optional<Commit> commitFrom(long first) {
        int index = commitAt(first);
        return index < commitCount && commits[index].first() == first ? Optional.of(commits[index]) : Optional.empty();
    }

    Object[] events(int after, int count) {
        return Arrays.copyOfRange(events, after, after + count);
    }

    /** The commits that contain these revisions. */
    Commit[] commits(long from, long to) {
        return Arrays.copyOfRange(commits, commitAt(from), commitAt(to) + 1);
    }

    /** The index of the commit that contains the revision; one after the last if none does. */
    private int commitAt(long revision) {
        int low = 0;
        int high = commitCount;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (commits[middle].last() < revision) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Marks the stream as unpublished; returns whether it was published before. */
    boolean becomesDirty() {
        boolean became = !dirty;
        dirty = true;
        return became;
    }

    Optional<DispatchLease> lease(Instant now, Duration duration) {
        if (last == 0) {
            return Optional.empty();
        }
        entry = entry.reached(open.isEmpty() ? last : open.firstKey() - 1);
        long first = commits[commitAt(Math.min(entry.dispatchedTo() + 1, last))].first();
        return written(first, mark -> mark.want(now)) == Turn.PUBLISHERS
                ? Optional.empty()
                : written(entry.lease(id, now, duration));
    }

    /** The right to publish a claimed commit. */
    Optional<DispatchLease> lease(Commit claimed, Instant until, Instant now, Duration duration) {
        long before = claimed.first() - 1;
        Turn turn = before == 0 ? Turn.APPENDERS : written(commits[commitAt(before)].first(), mark -> mark.want(now));
        return turn == Turn.APPENDERS
                ? Optional.of(DispatchLease.claim(id, before, until))
                : turn == Turn.PUBLISHERS ? Optional.empty() : lease(now, duration);
    }

    boolean advance(DispatchLease lease, long to) {
        return lease.isClaim() || (to <= last && written(entry.advance(lease, to)));
    }

    Finish finish(DispatchLease lease, long to) {
        if (lease.isClaim()) {
            Finish finish = published(to) ? Finish.MORE : Finish.RELEASED;
            dirty = !open.isEmpty();
            return finish;
        }
        if (entry.heldBy(lease) && published(Math.max(to, entry.dispatchedTo()))) {
            entry = entry.marked();
        }
        Finish finish = written(entry.finish(lease, to));
        dirty = finish == Finish.RELEASED ? !open.isEmpty() : dirty;
        return finish;
    }

    boolean putOff(DispatchLease lease, long to) {
        boolean held = lease.isClaim() || written(entry.putOff(lease, to));
        if (held) {
            published(Math.max(to, entry.dispatchedTo()));
            if (lease.isClaim() && !open.isEmpty()) {
                written(open.firstKey(), CommitMark::giveUp);
            }
            dirty = entry.dispatchedTo() < last && !open.isEmpty();
        }
        return held;
    }

    /** Records all commits up to a revision as published; returns whether a successor of the last one waits. */
    private boolean published(long to) {
        boolean wanted = false;
        while (!open.isEmpty() && commits[commitAt(open.firstKey())].last() <= to) {
            wanted = written(open.firstKey(), CommitMark::publish);
        }
        return wanted;
    }

    /** Takes a step of a commit's mark; a published commit needs none any more. */
    private <T> T written(long first, Function<CommitMark, Change<CommitMark, T>> step) {
        CommitMark mark = open.getOrDefault(first, new CommitMark(Optional.empty(), false, true));
        Change<CommitMark, T> change = step.apply(mark);
        change.next().ifPresent(next -> {
            if (next.published()) {
                open.remove(first);
                times.remove(first);
            } else {
                open.put(first, next);
            }
        });
        return change.answer();
    }

    private <T> T written(Change<DispatchEntry, T> step) {
        entry = step.next().orElse(entry);
        return step.answer();
    }

    boolean dirty() {
        return dirty;
    }

    /** When the first open commit was appended, if that is known. */
    Optional<Instant> dirtySince() {
        return open.isEmpty() ? Optional.empty() : Optional.ofNullable(times.get(open.firstKey()));
    }
}
