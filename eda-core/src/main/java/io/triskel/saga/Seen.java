package io.triskel.saga;

import io.triskel.event.DerivedId;
import io.triskel.event.Envelope;
import io.triskel.event.Pattern;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which events an instance has had, so that a repeat does nothing.
 *
 * <p>Of an event-sourced stream only the highest revision is kept, and a lower one is taken for a repeat. That is right
 * because a stream's events share their ordering key and their instance, so its consumer's lane hands them over in
 * revision order, or again, or (parked) holds those behind back; gaps are normal, since a saga does not want every event.
 * Of all other events the ids are kept, at most {@value #MAX_IDS}: beyond that the one seen longest ago is forgotten, and a
 * repeat of it would count again.
 *
 * @param revisions the highest revision by source and stream (as one derived id)
 * @param ids when an event was seen, by source and id (as one derived id), oldest first
 */
public record Seen(Map<String, Long> revisions, Map<String, Instant> ids) {
    /** How many ids of events that belong to no stream are kept. */
    public static final int MAX_IDS = 256;

    private static final Seen NOTHING = new Seen(Map.of(), Map.of());

    public Seen {
        revisions = Collections.unmodifiableMap(new LinkedHashMap<>(revisions));
        ids = Collections.unmodifiableMap(new LinkedHashMap<>(ids));
    }

    static Seen nothing() {
        return NOTHING;
    }

    boolean has(Envelope<?> event) {
        return sourced(event)
                .map(fact -> revisions.getOrDefault(streamOf(event, fact), 0L) >= fact.revision())
                .orElseGet(() -> ids.containsKey(idOf(event)));
    }

    Seen plus(Envelope<?> event, Instant now) {
        Optional<Pattern.Sourced> fact = sourced(event);
        if (fact.isPresent()) {
            Map<String, Long> higher = new LinkedHashMap<>(revisions);
            higher.merge(streamOf(event, fact.get()), fact.get().revision(), Math::max);
            return new Seen(higher, ids);
        }
        Map<String, Instant> more = new LinkedHashMap<>(ids);
        more.putIfAbsent(idOf(event), now);
        while (more.size() > MAX_IDS) {
            more.remove(oldest(more));
        }
        return new Seen(revisions, more);
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
