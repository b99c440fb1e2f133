package io.triskel.saga;

import io.triskel.event.TraceContext;
import java.time.Instant;
import java.util.Optional;

/**
 * A timer of a saga instance. Name and due time together say which setting it is: a timeout counts only if both match.
 *
 * @param name 1 to 64 characters, unique within the instance
 * @param due when it goes off, in whole milliseconds
 * @param wake when a runner looks at it (due, or later after a failure); empty while it waits for an operator
 * @param failures how often the saga failed on it
 * @param trace the trace of the input that set it, for the commands it will lead to
 */
public record Timer(String name, Instant due, Optional<Instant> wake, int failures, Optional<TraceContext> trace) {
    /** The longest name, in characters. */
    public static final int MAX_NAME = 64;

    public Timer {
        Texts.require("A timer's name", name, MAX_NAME);
    }

    static Timer of(String name, Instant due, Optional<TraceContext> trace) {
        return new Timer(name, due, Optional.of(due), 0, trace);
    }

    Timer failed(Optional<Instant> next) {
        return new Timer(name, due, next, failures + 1, trace);
    }

    Timer armed() {
        return new Timer(name, due, Optional.of(due), 0, trace);
    }

    boolean matches(Input.Timeout timeout) {
        return name.equals(timeout.name()) && due.equals(timeout.due());
    }
}
