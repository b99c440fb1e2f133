package io.triskel.azure.tables;

import io.triskel.event.PortException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The one loop of conditional writes: a step on what is there is done again until nobody else is faster. */
final class Tries {
    private static final int MOST = 256;

    private Tries() {}

    /**
     * Reads what is there and does a step on it, until nobody else is faster.
     *
     * @param what its name for people
     * @param write whether the condition held, and the next one is written
     */
    static <S, N, T> T until(String what, Supplier<S> read, Function<S, Step<N, T>> step, Predicate<N> write) {
        for (int tries = 0; tries < MOST; tries++) {
            Step<N, T> next = step.apply(read.get());
            if (next.next().filter(write.negate()).isEmpty()) {
                return next.answer();
            }
        }
        throw new PortException(
                what + " was changed by others at each of " + MOST + " tries; try again when it is quieter");
    }

    /**
     * As {@link #until}, but first on what is thought to be there, which saves reading it. A step that writes nothing proves
     * nothing, so it is done again on what is read.
     */
    static <S, N, T> T guessing(
            String what, Optional<S> thought, Supplier<S> read, Function<S, Step<N, T>> step, Predicate<N> write) {
        Optional<Step<N, T>> guessed =
                thought.map(step).filter(first -> first.next().filter(write).isPresent());
        return guessed.isPresent() ? guessed.get().answer() : until(what, read, step, write);
    }
}
