package io.triskel.outbox;

import io.triskel.event.Deadline;
import io.triskel.event.StreamId;
import io.triskel.observe.Observer;
import io.triskel.outbox.DispatchReport.Ending;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/** One drain: the buckets and streams it visits, and its results so far. */
final class DrainRound {
    /** The endings that leave a stream unpublished while no other process publishes it. */
    private static final Set<Ending> STAYS_DIRTY =
            Set.of(Ending.CUT_SHORT, Ending.NOT_ACCEPTED, Ending.UNREADABLE, Ending.PORT_FAILED);

    private final Outbox outbox;
    private final InstantSource clock;
    private final Observer observer;
    private final BiFunction<StreamId, Patience, DispatchReport> dispatch;
    private final int limit;
    private final Deadline deadline;
    final List<DispatchReport> reports = new ArrayList<>();
    final List<String> unread = new ArrayList<>();
    /** Shared by all streams: while the bus is down, a drain does not pause for each of them. */
    private final Patience patience;
    /** The streams visited so far, by bucket; a bucket without further streams is removed. */
    private final Map<Integer, Set<StreamId>> visited = new LinkedHashMap<>();
    /** How many listed streams of each bucket were not visited; a bucket that could not be read is missing. */
    private final Map<Integer, Integer> unvisited = new HashMap<>();

    DrainRound(
            StreamDispatch.Ports ports,
            int limit,
            Deadline deadline,
            int start,
            Patience patience,
            BiFunction<StreamId, Patience, DispatchReport> dispatch) {
        this.outbox = ports.outbox();
        this.clock = ports.clock();
        this.observer = ports.observer();
        this.patience = patience;
        this.dispatch = dispatch;
        this.limit = limit;
        this.deadline = deadline;
        for (int i = 0; i < Outbox.BUCKETS; i++) {
            visited.put(Math.floorMod(start + i, Outbox.BUCKETS), new HashSet<>());
        }
    }

    boolean goesOn() {
        return reports.size() < limit && !visited.isEmpty() && !deadline.passed(clock);
    }

    /** Divides the remaining limit among the buckets that may have more streams, so that few rounds use it up. */
    void visitAllBuckets() {
        int share = Math.max(1, (limit - reports.size()) / visited.size());
        visited.entrySet().removeIf(bucket -> goesOn() && !mayHaveMore(bucket.getKey(), bucket.getValue(), share));
    }

    /**
     * Asks for more streams by the number visited before: those still unpublished are listed again and must not hide the
     * others.
     */
    private boolean mayHaveMore(int bucket, Set<StreamId> before, int share) {
        List<StreamId> dirty;
        try {
            dirty = outbox.dirty(bucket, clock.instant(), share + before.size());
        } catch (RuntimeException failed) {
            observer.portFailed("outbox", failed);
            unread.add("bucket " + bucket + ": " + failed);
            return false;
        }
        int some = 0;
        int left = 0;
        for (StreamId stream : dirty) {
            if (before.contains(stream)) {
                continue;
            }
            if (some < share && goesOn()) {
                before.add(stream);
                reports.add(dispatch.apply(stream, patience));
                some++;
            } else {
                left++;
            }
        }
        unvisited.put(bucket, left);
        return some > 0;
    }

    /** Reports zero only if every bucket was read: an unread bucket may have unpublished streams. */
    void tellWhatStaysDirty() {
        long dirty = unvisited.values().stream().mapToLong(Integer::longValue).sum()
                + reports.stream()
                        .filter(report -> STAYS_DIRTY.contains(report.ending()))
                        .count();
        if (dirty > 0 || unvisited.size() == Outbox.BUCKETS) {
            observer.dirtyStreams(dirty);
        }
    }
}
