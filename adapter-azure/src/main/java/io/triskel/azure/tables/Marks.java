package io.triskel.azure.tables;

import com.azure.data.tables.models.TableEntity;
import io.triskel.store.KeyForm;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * An index, which Table Storage does not offer. A mark is a row in a partition for its kind, under a key that is never
 * used again. The mark's owner, an entity elsewhere, names the mark in a property.
 *
 * <p>Only {@link #exchange} changes the marks of an owner, in three steps. First it puts the new marks. Then it writes
 * the owner, which names the new marks, if the owner's ETag is still the one read. Last it deletes the marks that the
 * owner no longer names, if need be by a later put ({@link SpentMarks}); if the condition did not hold, it deletes the new marks that the owner does not name. So an
 * owner can always be found, at whatever point its writer crashes.
 *
 * <p>If an owner does not name a mark, the mark's writer crashed or is between two steps. {@link #named} deletes such a
 * mark only after it gave the owner another ETag, so that a stalled writer fails and starts again.
 */
final class Marks {
    private static final int LEAST_PAGE = 16;

    private final EntityTable table;
    private final Optional<InstantSource> clock;
    private final SpentMarks spent = new SpentMarks();

    /** Marks that are deleted as soon as no owner names them. */
    Marks(EntityTable table) {
        this(table, Optional.empty());
    }

    /** Marks that are read only once their moment has come, by this clock: see {@link SpentMarks}. */
    Marks(EntityTable table, InstantSource clock) {
        this(table, Optional.of(clock));
    }

    private Marks(EntityTable table, Optional<InstantSource> clock) {
        this.table = table;
        this.clock = clock;
    }

    /**
     * A mark as its owner names it.
     *
     * @param partition the mark's partition, which follows from its owner
     * @param row the mark's row key
     * @param at the moment of the mark
     */
    record Mark(String partition, String row, Instant at) {
        /** The mark that a property of its owner names, if there is one. */
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

        /** Whether an owner that names these marks names this one. */
        private boolean isAmong(Map<String, Mark> named) {
            return named.values().stream().anyMatch(mark -> mark.row.equals(row));
        }

        private Key key() {
            return new Key(partition, row);
        }
    }

    /**
     * A mark to put for an owner.
     *
     * @param partition the partition to put the mark in
     * @param order the marks' sort key in the partition; empty to sort by their owners' names
     * @param at the moment of the mark
     * @param of the owner's name as a key
     * @param properties identify the owner
     */
    record Wanted(String partition, String order, Instant at, String of, Consumer<TableEntity> properties) {
        /** A mark in a partition sorted by time. */
        static Wanted from(Instant at, String partition, String of, Consumer<TableEntity> properties) {
            return new Wanted(partition, KeyForm.time(at), at, of, properties);
        }

        /** A mark in a partition sorted by the owners' names. */
        static Wanted always(String partition, String of, Consumer<TableEntity> properties) {
            return new Wanted(partition, "", Instant.EPOCH, of, properties);
        }

        private boolean isMetBy(Mark mark) {
            return mark.partition().equals(partition) && mark.at().equals(at);
        }
    }

    /**
     * The result of looking at a mark's owner.
     *
     * @param found the owner's value, if the owner names the mark
     * @param stale whether no writer can name the mark any more
     */
    record Look<T>(Optional<T> found, boolean stale) {
        static <T> Look<T> found(T what) {
            return new Look<>(Optional.of(what), false);
        }

        static <T> Look<T> stale(boolean permanent) {
            return new Look<>(Optional.empty(), permanent);
        }

        /** Neither a result nor stale: the mark is skipped and kept. */
        static <T> Look<T> passed() {
            return new Look<>(Optional.empty(), false);
        }
    }

    static String stamp() {
        return UUID.randomUUID().toString();
    }

    /**
     * Writes an owner that names these marks and no others.
     *
     * @param before the marks that the owner names now, by the property that names each
     * @param wanted the marks that the owner must name, in the same form
     * @param write writes the owner with these marks; returns empty if the condition did not hold
     * @param standing reads which of these marks the stored owner names; called once if the condition did not hold and
     *     marks were put: an attempt without an answer may have written the owner, and another writer may have built on
     *     that
     * @return the result of {@code write}
     */
    <T> Optional<T> exchange(
            Map<String, Mark> before,
            Map<String, Wanted> wanted,
            Function<Map<String, Mark>, Optional<T>> write,
            UnaryOperator<Map<String, Mark>> standing) {
        Map<String, Mark> after = new HashMap<>();
        wanted.forEach((name, what) -> after.put(
                name,
                Optional.ofNullable(before.get(name)).filter(what::isMetBy).orElseGet(() -> put(what))));
        Optional<T> written = write.apply(after);
        if (written.isPresent()) {
            without(before, after).forEach(this::leave);
        } else if (!before.values().containsAll(after.values())) {
            Map<String, Mark> stands = standing.apply(after);
            without(after, before).filter(mark -> !mark.isAmong(stands)).forEach(this::delete);
        }
        return written;
    }

    private static Stream<Mark> without(Map<String, Mark> some, Map<String, Mark> others) {
        return some.values().stream().filter(mark -> !others.containsValue(mark));
    }

    /** Deletes a mark that no owner names or can name later. */
    void delete(Mark mark) {
        table.delete(mark.key());
    }

    private Mark put(Wanted what) {
        String order = what.order().isEmpty() ? "" : what.order() + "~";
        Mark mark = new Mark(what.partition(), order + what.of() + "~" + stamp(), what.at());
        TableEntity entity = mark.key().entity();
        what.properties().accept(entity);
        List<Mark> leaving = clock.map(at -> spent.takeForPut(what.partition(), at.instant()))
                .orElse(List.of());
        Stream<Write> writes =
                Stream.concat(Stream.of(Write.create(entity)), leaving.stream().map(left -> Write.delete(left.key())));
        if (table.commit(writes.toList()).isEmpty() && !leaving.isEmpty()) {
            // A reader of the index has deleted one of them, and will meet the others.
            table.write(Write.create(entity));
        }
        return mark;
    }

    /** Deletes a mark that no owner names any more, now or with a later put. */
    private void leave(Mark mark) {
        if (clock.filter(at -> spent.keep(mark, at.instant())).isEmpty()) {
            delete(mark);
        }
    }

    /** The existing marks that an owner names. */
    Map<String, Mark> there(Map<String, Mark> named) {
        Map<String, Mark> there = new HashMap<>(named);
        there.values().removeIf(mark -> table.get(mark.key()).isEmpty());
        return there;
    }

    /** Deletes a mark whose owner is gone for good. */
    void delete(TableEntity mark) {
        table.delete(Key.of(mark));
    }

    /** The values of the marks in a range of keys, in order; at most {@code limit} results. */
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

    /** The marks of at most one answer. */
    EntityTable.Page page(String partition) {
        return table.page("PartitionKey eq '" + partition + "'", EntityTable.MOST_ROWS, Optional.empty());
    }

    Iterator<TableEntity> range(String partition, String from, String to, int page) {
        return table.range(partition, from, to, page);
    }
}
