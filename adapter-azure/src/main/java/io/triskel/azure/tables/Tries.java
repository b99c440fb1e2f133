package io.triskel.azure.tables;

import io.triskel.event.PortException;
import io.triskel.spi.Change;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The one loop of conditional writes: applies a step to the stored state, again and again until no other writer is faster. */
final class Tries {
    private static final int MOST = 256;

    private Tries() {}

    /**
     * Reads the stored state and applies a step to it, until no other writer is faster.
     *
     * @param what the state's name in messages for people
     * @param write writes the next state; returns whether the condition held
     */
    static <S, N, T> T until(String what, Supplier<S> read, Function<S, Change<N, T>> step, Predicate<N> write) {
        for (int tries = 0; tries < MOST; tries++) {
            Change<N, T> next = step.apply(read.get());
            if (next.next().filter(write.negate()).isEmpty()) {
                return next.answer();
            }
        }
        throw new PortException(
                what + " was changed by others at each of " + MOST + " tries; try again when it is quieter");
    }

    /**
     * As {@link #until}, but applies the step first to a guess of the stored state, which saves reading it. If the step writes
     * nothing, no condition proves the guess, so the step is applied again to the state as read.
     */
    static <S, N, T> T guessing(
            String what, Optional<S> thought, Supplier<S> read, Function<S, Change<N, T>> step, Predicate<N> write) {
        Optional<Change<N, T>> guessed =
                thought.map(step).filter(first -> first.next().filter(write).isPresent());
        return guessed.isPresent() ? guessed.get().answer() : until(what, read, step, write);
    }
}
