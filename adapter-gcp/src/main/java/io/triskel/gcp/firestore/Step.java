package io.triskel.gcp.firestore;

import com.google.cloud.firestore.WriteBatch;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The outcome of a rule applied to a document.
 *
 * @param next all fields of the document; empty to write nothing
 * @param along adds further writes to the same commit
 * @param answer the answer once the commit is written
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

    <A> Step<A> answering(A other) {
        return new Step<>(next, along, other);
    }
}
