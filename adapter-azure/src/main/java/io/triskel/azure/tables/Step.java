package io.triskel.azure.tables;

import java.util.Optional;

/**
 * The outcome of a rule applied to stored state.
 *
 * @param next the state to write; empty to write nothing
 * @param answer the answer once {@code next} is written
 */
record Step<N, T>(Optional<N> next, T answer) {
    static <N, T> Step<N, T> nothing(T answer) {
        return new Step<>(Optional.empty(), answer);
    }

    static <N, T> Step<N, T> write(N next, T answer) {
        return new Step<>(Optional.of(next), answer);
    }
}
