package io.triskel.memory;

import io.triskel.saga.SagaRef;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;

/** Saga instances by saga, bucket and moment; kept sorted, so that looking for work costs what is found. */
final class WakeIndex {
    private static final Comparator<Entry> ORDER =
            Comparator.comparing(Entry::at).thenComparing(entry -> entry.ref.instance());

    private final Map<Place, NavigableSet<Entry>> places = new ConcurrentHashMap<>();

    private record Place(String saga, int bucket) {}

    private record Entry(Instant at, SagaRef ref) {}

    void move(SagaRef ref, Optional<Instant> from, Optional<Instant> to) {
        if (from.equals(to)) {
            return;
        }
        NavigableSet<Entry> place =
                places.computeIfAbsent(new Place(ref.saga(), ref.bucket()), any -> new ConcurrentSkipListSet<>(ORDER));
        to.ifPresent(at -> place.add(new Entry(at, ref)));
        from.ifPresent(at -> place.remove(new Entry(at, ref)));
    }

    List<SagaRef> upTo(String saga, int bucket, Instant now, int limit) {
        NavigableSet<Entry> place = places.get(new Place(saga, bucket));
        return place == null
                ? List.of()
                : place.stream()
                        .takeWhile(entry -> !entry.at.isAfter(now))
                        .limit(limit)
                        .map(Entry::ref)
                        .toList();
    }

    /** Instances of an index in which all have the moment {@link Instant#EPOCH}. */
    List<SagaRef> after(String saga, int bucket, Optional<SagaRef> last, int limit) {
        NavigableSet<Entry> place = places.getOrDefault(new Place(saga, bucket), new ConcurrentSkipListSet<>(ORDER));
        return Pages.first(
                        last.map(ref -> place.tailSet(new Entry(Instant.EPOCH, ref), false))
                                .orElse(place),
                        limit)
                .stream()
                .map(Entry::ref)
                .toList();
    }
}
