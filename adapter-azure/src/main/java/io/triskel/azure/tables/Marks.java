package io.triskel.azure.tables;

import com.azure.data.tables.models.TableEntity;
import io.triskel.store.KeyForm;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * An index that Table Storage does not have: rows in partitions of their own, each under a key that is never used again. The
 * owner of a mark, an entity elsewhere, names it in a property.
 *
 * <p>Only {@link #exchange} writes an owner that is to be found by other marks than before, in three steps. A mark is put
 * first; then the owner is written to name it, on condition that the owner's ETag is the one read before; then the marks go
 * that the owner names no more, or those just put if the condition did not hold. So every owner that should be found is
 * found, whenever its writer dies.
 *
 * <p>A mark whose owner does not name it is of somebody who died, or who is between two of the steps: {@link #named} removes
 * it only after the owner was given another ETag, so that one who was stalled fails and starts again.
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
     * @param partition where it is, which its owner knows
     * @param row its row key
     * @param at the moment that it stands for
     */
    record Mark(String partition, String row, Instant at) {
        /** The mark that this property of its owner names, if there is one. */
        static Optional<Mark> of(TableEntity owner, String name, String partition) {
            return Cells.optionalText(owner, name)
                    .map(row -> new Mark(
                            partition, row, Cells.instant(owner, name + "At").orElse(Instant.EPOCH)));
        }

        void on(TableEntity owner, String name) {
            owner.addProperty(name, row);
            Cells.instant(owner, name + "At", Optional.of(at));
        }

        boolean is(TableEntity mark) {
            return row.equals(mark.getRowKey());
        }

        private Key key() {
            return new Key(partition, row);
        }
    }

    /**
     * What an owner is to be found by.
     *
     * @param partition where its mark is
     * @param order what the marks there are sorted by; empty for their owners' names
     * @param at the moment that the mark stands for
     * @param of the owner's name as a key
     * @param properties tell the owner from its mark
     */
    record Wanted(String partition, String order, Instant at, String of, Consumer<TableEntity> properties) {
        /** To be found among others sorted by time. */
        static Wanted from(Instant at, String partition, String of, Consumer<TableEntity> properties) {
            return new Wanted(partition, KeyForm.time(at), at, of, properties);
        }

        /** To be found among others sorted by their names. */
        static Wanted always(String partition, String of, Consumer<TableEntity> properties) {
            return new Wanted(partition, "", Instant.EPOCH, of, properties);
        }

        private boolean isMetBy(Mark mark) {
            return mark.partition().equals(partition) && mark.at().equals(at);
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

    /**
     * Writes an owner that is to be found by these marks and no others.
     *
     * @param before the marks that the owner names, each under the property that names it
     * @param wanted what the owner is to be found by, likewise
     * @param write writes the owner, which names these marks then; empty if the condition did not hold
     * @return what {@code write} gave
     */
    <T> Optional<T> exchange(
            Map<String, Mark> before, Map<String, Wanted> wanted, Function<Map<String, Mark>, Optional<T>> write) {
        Map<String, Mark> after = new HashMap<>();
        wanted.forEach((name, what) -> after.put(
                name,
                Optional.ofNullable(before.get(name)).filter(what::isMetBy).orElseGet(() -> put(what))));
        Optional<T> written = write.apply(after);
        Map<String, Mark> named = written.isPresent() ? after : before;
        Map<String, Mark> obsolete = written.isPresent() ? before : after;
        obsolete.values().stream().filter(mark -> !named.containsValue(mark)).forEach(mark -> table.delete(mark.key()));
        return written;
    }

    private Mark put(Wanted what) {
        String order = what.order().isEmpty() ? "" : what.order() + "~";
        Mark mark = new Mark(what.partition(), order + what.of() + "~" + stamp(), what.at());
        TableEntity entity = mark.key().entity();
        what.properties().accept(entity);
        table.write(Write.create(entity));
        return mark;
    }

    /** Of the marks that an owner names, those that are there. */
    Map<String, Mark> there(Map<String, Mark> named) {
        Map<String, Mark> there = new HashMap<>(named);
        there.values().removeIf(mark -> table.get(mark.key()).isEmpty());
        return there;
    }

    /** Deletes a mark whose owner is gone for good. */
    void delete(TableEntity mark) {
        table.delete(Key.of(mark));
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
                delete(mark);
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
