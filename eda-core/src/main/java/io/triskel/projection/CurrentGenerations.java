package io.triskel.projection;

import io.triskel.event.Deadline.Validity;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Caches a projection's generations, loaded once per cache age. A cache age longer than the usual one is stored before
 * anything is cached.
 */
final class CurrentGenerations {
    private final GenerationStore store;
    private final InstantSource clock;
    private final Duration age;
    private volatile @Nullable Known known;

    CurrentGenerations(GenerationStore store, InstantSource clock, Duration age) {
        this.store = store;
        this.clock = clock;
        this.age = age;
    }

    private record Known(Generations generations, Validity valid) {}

    /** {@return the generations, at most a cache age old} */
    Generations now() {
        Known last = known;
        return last != null && last.valid().at(clock.instant()) ? last.generations() : ask();
    }

    /** {@return the generations as stored now} */
    Generations ask() {
        Validity valid = Validity.of(clock.instant(), age);
        Generations loaded = store.load();
        if (loaded.longest().compareTo(age) < 0) {
            loaded = store.change(there -> there.cachedFor(age));
        }
        known = new Known(loaded, valid);
        return loaded;
    }

    /** Whether a read of a generation that just ended saw all of its rows; asks the store only if in doubt. */
    boolean stillKept(int generation) {
        return now().active() == generation || ask().keeps(generation);
    }
}
