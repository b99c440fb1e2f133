package io.triskel.saga;

import io.triskel.event.DerivedId;
import io.triskel.event.Envelope;
import io.triskel.event.EventKind;
import io.triskel.event.ForAdapters;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Records which events an instance has seen, so that a duplicate does nothing.
 *
 * <p>The last {@value #MAX_REVISIONS} revisions of an event-sourced stream are kept, and a revision below all of them
 * counts as a duplicate. The highest revision alone is not enough: the consumer's lane delivers events in revision order,
 * but an undecodable event was in no lane, and must still count once it can be read. Gaps are normal, because a saga does
 * not want every event. For all other events, at most {@value #MAX_IDS} ids are kept.
 *
 * <p>The record is bounded, so that an instance may live for ever: beyond {@value #MAX_STREAMS} streams, or
 * {@value #MAX_REVISIONS_IN_ALL} revisions of all streams, the longest quiet stream is forgotten as a whole, and beyond
 * {@value #MAX_IDS} ids the oldest. A duplicate of a forgotten event counts again; a new event never looks like a duplicate. An
 * instance fed by more streams than that between an event and its duplicate needs an inbox on its consumer.
 *
 * @param revisions the last seen revisions, ascending, by source and stream (as one derived id), longest quiet stream first
 * @param ids when an event was seen, in whole milliseconds, by source and id (as one derived id), oldest first
 */
@ForAdapters
public record SeenEvents(Map<String, List<Long>> revisions, Map<String, Instant> ids) {
    // Rejected: stopping the source at an undecodable record (one consumer would block all instances); only ids,
    // also for streams (a busy instance would count a stream's duplicates); forgetting by time (a busy instance
    // meets thousands of streams in a day); a separate row for seen events (state and record would no longer be one
    // conditional write); 256 streams, like the ids (a batch of 500 events redelivered after a crash would count
    // again). Without a bound, a row was full at some 6,000 streams.

    /** How many ids of events without a stream are kept. */
    public static final int MAX_IDS = 256;

    /** How many revisions of each stream are kept. */
    public static final int MAX_REVISIONS = 64;

    /** How many streams are kept: with their revisions, at most a fifth to a third of a row. */
    public static final int MAX_STREAMS = 1_024;

    /** How many revisions are kept of all streams together. */
    public static final int MAX_REVISIONS_IN_ALL = 4_096;

    private static final SeenEvents NOTHING = new SeenEvents(Map.of(), Map.of());

    public SeenEvents {
        Map<String, List<Long>> copies = new LinkedHashMap<>();
        revisions.forEach((stream, seen) -> copies.put(stream, List.copyOf(seen)));
        revisions = Collections.unmodifiableMap(copies);
        ids = Collections.unmodifiableMap(new LinkedHashMap<>(ids));
    }

    static SeenEvents nothing() {
        return NOTHING;
    }

    boolean has(Envelope<?> event) {
        return sourced(event)
                .map(fact -> has(revisions.getOrDefault(streamOf(event, fact), List.of()), fact.revision()))
                .orElseGet(() -> ids.containsKey(idOf(event)));
    }

    private static boolean has(List<Long> seen, long revision) {
        return seen.contains(revision) || (seen.size() >= MAX_REVISIONS && revision < seen.get(0));
    }

    SeenEvents plus(Envelope<?> event, Instant now) {
        Optional<EventKind.Sourced> fact = sourced(event);
        if (fact.isPresent()) {
            return new SeenEvents(
                    bounded(with(streamOf(event, fact.get()), fact.get().revision())), ids);
        }
        Map<String, Instant> more = new LinkedHashMap<>(ids);
        more.putIfAbsent(idOf(event), now.truncatedTo(ChronoUnit.MILLIS));
        Iterator<String> oldest = more.keySet().iterator();
        while (more.size() > MAX_IDS) {
            oldest.next();
            oldest.remove();
        }
        return new SeenEvents(revisions, more);
    }

    /** The stream moves to the end: it is no longer quiet. */
    private Map<String, List<Long>> with(String stream, long revision) {
        Map<String, List<Long>> more = new LinkedHashMap<>(revisions);
        List<Long> before = more.remove(stream);
        more.put(stream, before == null ? List.of(revision) : last(before, revision));
        return more;
    }

    private static Map<String, List<Long>> bounded(Map<String, List<Long>> streams) {
        int kept = 0;
        for (List<Long> seen : streams.values()) {
            kept += seen.size();
        }
        Iterator<List<Long>> quietFirst = streams.values().iterator();
        while (streams.size() > MAX_STREAMS || kept > MAX_REVISIONS_IN_ALL) {
            kept -= quietFirst.next().size();
            quietFirst.remove();
        }
        return streams;
    }

    private static List<Long> last(List<Long> seen, long more) {
        int place = Collections.binarySearch(seen, more);
        if (place >= 0) {
            return seen;
        }
        List<Long> all = new ArrayList<>(seen);
        all.add(-place - 1, more);
        return all.subList(Math.max(0, all.size() - MAX_REVISIONS), all.size());
    }

    private static Optional<EventKind.Sourced> sourced(Envelope<?> event) {
        return event.pattern() instanceof EventKind.Sourced fact ? Optional.of(fact) : Optional.empty();
    }

    private static String streamOf(Envelope<?> event, EventKind.Sourced fact) {
        return DerivedId.of("stream", event.id().source(), fact.stream().value());
    }

    private static String idOf(Envelope<?> event) {
        return DerivedId.of("event", event.id().source(), event.id().id());
    }
}
