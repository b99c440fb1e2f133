package io.triskel.benchmarks.soak;

import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import java.util.HashSet;
import java.util.Set;

/** Makes a handler fail at the first try of one event in so many; a new JVM does not know which events failed before. */
public final class Failing {
    private static final int MOST_REMEMBERED = 100_000;

    private final int every;
    private final Set<EventId> failed = new HashSet<>();

    /** Fails one event in so many; none for 0. */
    public Failing(int every) {
        this.every = every;
    }

    synchronized void maybe(Envelope<?> event) {
        boolean chosen = every > 0 && Math.floorMod(event.id().hashCode(), every) == 0;
        if (chosen && failed.size() < MOST_REMEMBERED && failed.add(event.id())) {
            throw new IllegalStateException("told to fail at " + event.id());
        }
    }
}
