package io.triskel.store;

import java.util.function.Function;

/** What became of an append. */
public sealed interface AppendResult {
    /** {@return the result of the one function that fits} */
    <R> R fold(Function<Committed, R> committed, Function<Repeated, R> repeated, Function<Conflict, R> conflict);

    /**
     * The events are stored, all of them.
     *
     * @param first revision of the first event
     * @param last revision of the last event
     */
    record Committed(long first, long last) implements AppendResult {
        @Override
        public <R> R fold(
                Function<Committed, R> committed, Function<Repeated, R> repeated, Function<Conflict, R> conflict) {
            return committed.apply(this);
        }
    }

    /**
     * The same command was committed at this very place before; nothing was stored now.
     *
     * @param first revision of the first event stored then
     * @param last revision of the last event stored then
     */
    record Repeated(long first, long last) implements AppendResult {
        @Override
        public <R> R fold(
                Function<Committed, R> committed, Function<Repeated, R> repeated, Function<Conflict, R> conflict) {
            return repeated.apply(this);
        }
    }

    /**
     * The stream does not end where it was expected to; nothing was stored.
     *
     * @param actualRevision the stream's last revision as the store found it, 0 if there is no such stream
     */
    record Conflict(long actualRevision) implements AppendResult {
        @Override
        public <R> R fold(
                Function<Committed, R> committed, Function<Repeated, R> repeated, Function<Conflict, R> conflict) {
            return conflict.apply(this);
        }
    }
}
