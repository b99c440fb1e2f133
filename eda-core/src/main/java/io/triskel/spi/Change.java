package io.triskel.spi;

import io.triskel.event.ForAdapters;
import java.util.Optional;
import java.util.function.Function;

/**
 * The result of a step on a stored state.
 *
 * @param next the state to write if the step's input is still stored; empty to write nothing
 * @param answer the answer to the caller once {@code next} is written
 */
@ForAdapters
public record Change<N, T>(Optional<N> next, T answer) {
    /** {@return an answer without a write} */
    public static <N, T> Change<N, T> nothing(T answer) {
        return new Change<>(Optional.empty(), answer);
    }

    /** {@return a write, and the answer once it is done} */
    public static <N, T> Change<N, T> write(N next, T answer) {
        return new Change<>(Optional.of(next), answer);
    }

    /** {@return the same change, with the state in its stored form} */
    public <M> Change<M, T> map(Function<N, M> form) {
        return new Change<>(next.map(form), answer);
    }
}
