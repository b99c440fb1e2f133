package io.triskel.load.soak;

import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import java.util.HashSet;
import java.util.Set;

/** Makes a handler fail at its first try of every so many events; a new JVM has forgotten what it failed already. */
public final class Failing {
    private static final int MOST_REMEMBERED = 100_000;

    private final int every;
    private final Set<EventId> failed = new HashSet<>();

    /** Creates it; 0 is never. */
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
