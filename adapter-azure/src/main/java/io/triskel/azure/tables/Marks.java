package io.triskel.azure.tables;

import com.azure.data.tables.models.TableEntity;
import io.triskel.store.KeyForm;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * An index that Table Storage does not have: rows in partitions of their own, each under a key that is never used again.
 *
 * <p>A mark is put first; then its owner, an entity elsewhere, is written to name it, on condition that the owner's ETag is
 * the one read before. Once the owner names another mark, or none, the old one is removed. So every owner that should be
 * found is found. A mark whose owner does not name it is of somebody who died, or who is between the two steps:
 * {@link #named} removes it only after the owner was given another ETag, so that one who was stalled fails and starts again.
 */
final class Marks {
    private static final int LEAST_PAGE = 16;

    private final Table table;

    Marks(Table table) {
        this.table = table;
    }

    /**
     * A mark as its owner names it.
     *
     * @param row its row key
     * @param at the moment that it is sorted by
     */
    record Mark(String row, Instant at) {
        static Optional<Mark> of(TableEntity owner, String name) {
            return Cells.optionalText(owner, name)
                    .map(row -> new Mark(row, Cells.instant(owner, name + "At").orElse(Instant.EPOCH)));
        }

        void on(TableEntity owner, String name) {
            owner.addProperty(name, row);
            Cells.instant(owner, name + "At", Optional.of(at));
        }
    }

    /**
     * What a mark's owner has to say to it.
     *
     * @param found what the mark stands for, if its owner names it
     * @param stale whether nobody can come to name it any more
     */
    record Look<T>(Optional<T> found, boolean stale) {
        static <T> Look<T> found(T what) {
            return new Look<>(Optional.of(what), false);
        }

        static <T> Look<T> stale(boolean permanent) {
            return new Look<>(Optional.empty(), permanent);
        }

        /** Named, but not what is looked for. */
        static <T> Look<T> passed() {
            return new Look<>(Optional.empty(), false);
        }
    }

    static String stamp() {
        return UUID.randomUUID().toString();
    }

    /** Puts a mark sorted by time. */
    Mark put(String partition, Instant at, String of, Consumer<TableEntity> properties) {
        return put(partition, KeyForm.time(at), at, of, properties);
    }

    /** Puts a mark sorted by any text. */
    Mark put(String partition, String order, Instant at, String of, Consumer<TableEntity> properties) {
        Key key = new Key(partition, (order.isEmpty() ? "" : order + "~") + of + "~" + stamp());
        TableEntity entity = key.entity();
        properties.accept(entity);
        table.write(Write.create(entity));
        return new Mark(key.row(), at);
    }

    void remove(String partition, Mark mark) {
        table.delete(new Key(partition, mark.row()));
    }

    boolean has(String partition, Mark mark) {
        return table.get(new Key(partition, mark.row())).isPresent();
    }

    /** Of the marks from one key on to before another, as many as are found at most, in order. */
    <T> List<T> named(String partition, String from, String to, int limit, Function<TableEntity, Look<T>> owner) {
        List<T> found = new ArrayList<>();
        Iterator<TableEntity> marks = range(partition, from, to, Math.max(LEAST_PAGE, limit));
        while (found.size() < limit && marks.hasNext()) {
            TableEntity mark = marks.next();
            Look<T> look = owner.apply(mark);
            look.found().ifPresent(found::add);
            if (look.stale()) {
                table.delete(Key.of(mark));
            }
        }
        return found;
    }

    /** At most one answer's marks. */
    Table.Page page(String partition) {
        return table.page("PartitionKey eq '" + partition + "'", Table.MOST_ROWS, Optional.empty());
    }

    Iterator<TableEntity> range(String partition, String from, String to, int page) {
        return table.range(partition, from, to, page);
    }
}
