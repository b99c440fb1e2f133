package io.triskel.azure.tables;

import java.util.Optional;

/**
 * What is to become of what is stored.
 *
 * @param next what to write; empty to leave it as it is
 * @param answer what to say once that is written
 */
record Step<N, T>(Optional<N> next, T answer) {
    static <N, T> Step<N, T> nothing(T answer) {
        return new Step<>(Optional.empty(), answer);
    }

    static <N, T> Step<N, T> write(N next, T answer) {
        return new Step<>(Optional.of(next), answer);
    }
}
