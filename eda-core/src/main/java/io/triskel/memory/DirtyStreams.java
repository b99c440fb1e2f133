package io.triskel.memory;

import io.triskel.event.StreamId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * One bucket of unpublished streams, sorted so that listing some costs only what is listed. Takes no stream's monitor, so a
 * caller may hold one.
 */
final class DirtyStreams {
    private final Map<StreamId, Turn> appended = new LinkedHashMap<>();
    private final Map<StreamId, Turn> released = new HashMap<>();
    private final TreeSet<Turn> releasedByTime =
            new TreeSet<>(Comparator.comparing(Turn::from).thenComparing(Turn::number));
    private long turns;

    /** When a stream may be listed, and its number in the queue. */
    private record Turn(StreamId stream, Instant from, long number) {}

    /** Adds a newly unpublished stream at the end. */
    synchronized void add(StreamId stream) {
        appended.put(stream, new Turn(stream, Instant.MIN, turns++));
    }

    /** Moves a stream to the end, to be listed from this moment on. */
    synchronized void putBack(StreamId stream, Instant from) {
        remove(stream);
        Turn turn = new Turn(stream, from, turns++);
        released.put(stream, turn);
        releasedByTime.add(turn);
    }

    synchronized void remove(StreamId stream) {
        appended.remove(stream);
        Turn turn = released.remove(stream);
        if (turn != null) {
            releasedByTime.remove(turn);
        }
    }

    /** The streams that may be listed, in queue order. */
    synchronized List<StreamId> upTo(Instant now, int limit) {
        List<Turn> due = new ArrayList<>(Pages.first(appended.values(), limit));
        Iterator<Turn> soonest = releasedByTime.iterator();
        for (int i = 0; i < limit && soonest.hasNext(); i++) {
            Turn turn = soonest.next();
            if (turn.from().isAfter(now)) {
                break;
            }
            due.add(turn);
        }
        return due.stream()
                .sorted(Comparator.comparing(Turn::number))
                .limit(limit)
                .map(Turn::stream)
                .toList();
    }
}
