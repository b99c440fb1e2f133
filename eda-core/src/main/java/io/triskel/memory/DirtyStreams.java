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
 * One bucket of dirty streams, so sorted that naming some costs what is named, however many there are or are put off. It takes
 * no stream's monitor, so it may be called under one.
 */
final class DirtyStreams {
    private final Map<StreamId, Turn> appended = new LinkedHashMap<>();
    private final Map<StreamId, Turn> released = new HashMap<>();
    private final TreeSet<Turn> releasedByTime =
            new TreeSet<>(Comparator.comparing(Turn::from).thenComparing(Turn::number));
    private long turns;

    /** When a stream may be named, and after which others. */
    private record Turn(StreamId stream, Instant from, long number) {}

    /** A stream was clean and is not any more; it stands behind the others. */
    synchronized void add(StreamId stream) {
        appended.put(stream, new Turn(stream, Instant.MIN, turns++));
    }

    /** A stream stays dirty; it stands behind the others, from a moment on. */
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

    /** Those that may be named, in the order in which they came. */
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
