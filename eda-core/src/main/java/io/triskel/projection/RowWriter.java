package io.triskel.projection;

import io.triskel.codec.StoredState;
import io.triskel.event.PortException;
import io.triskel.projection.ReadModel.Row;
import java.util.Map;
import java.util.Optional;

/**
 * Changes one row: reads it, writes it conditionally, and retries if another writer was faster.
 *
 * @param <C> the row's content
 */
final class RowWriter<C> {
    private static final int MOST_TRIES = 32;

    private final ReadModel readModel;
    private final StoredState<C> contents;

    RowWriter(ReadModel readModel, StoredState<C> contents) {
        this.readModel = readModel;
        this.contents = contents;
    }

    /** The row to write in place of the stored one; empty to leave it. */
    @FunctionalInterface
    interface Change<X extends Exception> {
        Optional<Row> of(Optional<Row> there) throws X;
    }

    /**
     * The outcome of writing a row.
     *
     * @param before the row that was stored
     * @param after the row that was written; empty if none was
     */
    record Changed(Optional<Row> before, Optional<Row> after) {
        boolean written() {
            return after.isPresent();
        }
    }

    <X extends Exception> Changed change(String table, String id, Change<X> change) throws X {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            Optional<Row> old = readModel.get(table, id);
            Optional<Row> changed = change.of(old);
            if (changed.isEmpty() || readModel.put(table, changed.get(), version(old))) {
                return new Changed(old, changed);
            }
        }
        throw new PortException("Row '" + id + "' of table " + table + " changed concurrently on each of " + MOST_TRIES
                + " tries; retry under less contention");
    }

    /**
     * As {@link #change}, but first on a guess of the stored row, which saves reading it. If the guess is wrong, nothing is
     * written; if it leads to no change, nothing confirms it. In both cases the change is applied again to the row as read.
     */
    <X extends Exception> Changed guess(String table, String id, Optional<Row> guess, Change<X> change) throws X {
        Optional<Row> changed = change.of(guess);
        return changed.isPresent() && readModel.put(table, changed.get(), version(guess))
                ? new Changed(guess, changed)
                : change(table, id, change);
    }

    private static long version(Optional<Row> row) {
        return row.map(Row::version).orElse(0L);
    }

    Optional<C> decode(Optional<Row> row) {
        return decode(row, contents);
    }

    static <C> Optional<C> decode(Optional<Row> row, StoredState<C> contents) {
        return row.filter(there -> !there.gone()).map(there -> contents.read(there.state()));
    }

    /** {@return the row that follows {@code old}: with this content, or gone} */
    Row next(Optional<Row> old, String id, long revision, Optional<C> content, Map<String, String> indexKeys) {
        long version = version(old) + 1;
        return content.isPresent()
                ? new Row(id, revision, version, indexKeys, contents.write(content.get()))
                : new Row(id, revision, version, Map.of(), new byte[0]);
    }
}
