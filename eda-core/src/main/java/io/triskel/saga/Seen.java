package io.triskel.saga;

import io.triskel.event.DerivedId;
import io.triskel.event.Envelope;
import io.triskel.event.Pattern;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which events an instance has had, so that a repeat does nothing.
 *
 * <p>Of an event-sourced stream the last {@value #MAX_REVISIONS} revisions are kept, and only a revision below all of them is
 * taken for a repeat unseen. The highest alone would not do: its consumer's lane hands events over in revision order, but one
 * that could not be decoded stood in no lane, and must still count when it can be read at last. Gaps are normal, since a saga
 * does not want every event. Of all other events the ids are kept, at most {@value #MAX_IDS}: beyond that the one seen longest
 * ago is forgotten, and a repeat of it would count again.
 *
 * @param revisions the last revisions seen, ascending, by source and stream (as one derived id)
 * @param ids when an event was seen, by source and id (as one derived id), oldest first
 */
public record Seen(Map<String, List<Long>> revisions, Map<String, Instant> ids) {
    /** How many ids of events that belong to no stream are kept. */
    public static final int MAX_IDS = 256;

    /** How many revisions of each stream are kept. */
    public static final int MAX_REVISIONS = 64;

    private static final Seen NOTHING = new Seen(Map.of(), Map.of());

    public Seen {
        Map<String, List<Long>> copies = new LinkedHashMap<>();
        revisions.forEach((stream, seen) -> copies.put(stream, List.copyOf(seen)));
        revisions = Collections.unmodifiableMap(copies);
        ids = Collections.unmodifiableMap(new LinkedHashMap<>(ids));
    }

    static Seen nothing() {
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

    Seen plus(Envelope<?> event, Instant now) {
        Optional<Pattern.Sourced> fact = sourced(event);
        if (fact.isPresent()) {
            Map<String, List<Long>> more = new LinkedHashMap<>(revisions);
            more.merge(streamOf(event, fact.get()), List.of(fact.get().revision()), Seen::last);
            return new Seen(more, ids);
        }
        Map<String, Instant> more = new LinkedHashMap<>(ids);
        more.putIfAbsent(idOf(event), now);
        while (more.size() > MAX_IDS) {
            more.remove(oldest(more));
        }
        return new Seen(revisions, more);
    }

    private static List<Long> last(List<Long> seen, List<Long> more) {
        List<Long> all =
                Stream.concat(seen.stream(), more.stream()).distinct().sorted().toList();
        return all.subList(Math.max(0, all.size() - MAX_REVISIONS), all.size());
    }

    private static String oldest(Map<String, Instant> ids) {
        return ids.keySet().iterator().next();
    }

    private static Optional<Pattern.Sourced> sourced(Envelope<?> event) {
        return event.pattern() instanceof Pattern.Sourced fact ? Optional.of(fact) : Optional.empty();
    }

    private static String streamOf(Envelope<?> event, Pattern.Sourced fact) {
        return DerivedId.of("stream", event.id().source(), fact.stream().value());
    }

    private static String idOf(Envelope<?> event) {
        return DerivedId.of("event", event.id().source(), event.id().id());
    }
}
