package io.triskel.projection;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** What is known of a projection's generations: asked once per cache age, which a longer one than usual has stated before. */
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

    private record Known(Generations generations, Instant until) {}

    /** {@return what was true at most a cache age ago} */
    Generations now() {
        Known last = known;
        return last != null && clock.instant().isBefore(last.until()) ? last.generations() : ask();
    }

    /** {@return what is true now} */
    Generations ask() {
        Instant until = clock.instant().plus(age);
        Generations loaded = store.load();
        if (loaded.longest().compareTo(age) < 0) {
            loaded = store.change(there -> there.cachedFor(age));
        }
        known = new Known(loaded, until);
        return loaded;
    }

    /** Whether what was just read of a generation was read while it had all of its rows; asks only if in doubt. */
    boolean stillKept(int generation) {
        return now().active() == generation || ask().keeps(generation);
    }
}
