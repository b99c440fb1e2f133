package io.triskel.load.result;

import java.util.OptionalLong;

/**
 * The events that accumulated while consumers were paused.
 *
 * @param atMost events at its highest
 * @param drainMs from the end of the phase until consumers caught up; empty if they never did
 */
public record Backlog(long atMost, OptionalLong drainMs) {
    /** {@return both together: events add up, the slower drain counts} */
    public Backlog plus(Backlog other) {
        return new Backlog(
                atMost + other.atMost,
                drainMs.isPresent() && other.drainMs.isPresent()
                        ? OptionalLong.of(Math.max(drainMs.getAsLong(), other.drainMs.getAsLong()))
                        : OptionalLong.empty());
    }
}
