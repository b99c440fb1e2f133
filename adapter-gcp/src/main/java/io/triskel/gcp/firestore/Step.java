package io.triskel.gcp.firestore;

import com.google.cloud.firestore.WriteBatch;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What is to become of a document.
 *
 * @param next all its fields; empty to leave it as it is
 * @param along what is written with it or not at all
 * @param answer what to say once that is done
 */
record Step<T>(Optional<Fields> next, Consumer<WriteBatch> along, T answer) {
    static <T> Step<T> nothing(T answer) {
        return new Step<>(Optional.empty(), batch -> {}, answer);
    }

    static <T> Step<T> write(Fields next, T answer) {
        return new Step<>(Optional.of(next), batch -> {}, answer);
    }

    Step<T> along(Consumer<WriteBatch> writes) {
        return new Step<>(next, writes, answer);
    }
}
