package io.triskel.decide;

import io.triskel.event.StreamId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The states of the most recently used streams; the handler that uses one reads newer events from its revision. */
final class RememberedStates<S> {
    /** The most commands since the last snapshot of a stream that is kept, so that none grows for ever. */
    static final int MOST_COMMANDS = 10_000;

    private final int most;
    private final Map<StreamId, History.Read<S>> states = new LinkedHashMap<>(16, 0.75f, true);

    RememberedStates(int most) {
        this.most = most;
    }

    /** Whether nothing is ever remembered. */
    boolean none() {
        return most == 0;
    }

    synchronized Optional<History.Read<S>> of(StreamId stream) {
        return Optional.ofNullable(states.get(stream));
    }

    /** Keeps the state, unless a later one is known. */
    synchronized void keep(StreamId stream, History.Read<S> read) {
        if (none()) {
            return;
        }
        if (read.known().since().size() > MOST_COMMANDS) {
            states.remove(stream);
            return;
        }
        states.merge(stream, read, (kept, other) -> kept.revision() > other.revision() ? kept : other);
        if (states.size() > most) {
            states.remove(states.keySet().iterator().next());
        }
    }

    synchronized void forget(StreamId stream) {
        states.remove(stream);
    }
}
