package io.triskel.memory;

import io.triskel.event.StreamId;
import io.triskel.outbox.Outbox.DispatchLease;
import io.triskel.outbox.Outbox.Finish;
import io.triskel.spi.Change;
import io.triskel.spi.DispatchEntry;
import io.triskel.spi.NewCommit;
import io.triskel.store.EventReader.Commit;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One stream: its events and commits in order, and how far it is published. Guarded by its own monitor. */
final class MemoryStream {
    private final StreamId id;
    private Object[] events = new Object[4];
    private int last;
    private Commit[] commits = new Commit[4];
    private int commitCount;

    private DispatchEntry entry = DispatchEntry.none();
    private boolean dirty;

    MemoryStream(StreamId id) {
        this.id = id;
    }

    int last() {
        return last;
    }

    /** Appends in amortised constant time, however long the stream is. */
    void append(NewCommit commit, List<?> kept) {
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
        return last == 0 ? Optional.empty() : written(entry.lease(id, now, duration));
    }

    boolean advance(DispatchLease lease, long to) {
        return to <= last && written(entry.advance(lease, to));
    }

    Finish finish(DispatchLease lease, long to) {
        Finish finish = written(entry.finish(lease, to));
        dirty = finish == Finish.RELEASED ? entry.dispatchedTo() < last : dirty;
        return finish;
    }

    boolean putOff(DispatchLease lease, long to) {
        boolean held = written(entry.putOff(lease, to));
        dirty = held ? entry.dispatchedTo() < last : dirty;
        return held;
    }

    private <T> T written(Change<DispatchEntry, T> step) {
        entry = step.next().orElse(entry);
        return step.answer();
    }

    boolean dirty() {
        return dirty;
    }
}
