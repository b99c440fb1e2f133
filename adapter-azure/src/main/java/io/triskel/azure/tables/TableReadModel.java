package io.triskel.azure.tables;

import com.azure.data.tables.TableServiceClient;
import com.azure.data.tables.models.TableEntity;
import io.triskel.azure.tables.Marks.Mark;
import io.triskel.azure.tables.Marks.Wanted;
import io.triskel.event.Page;
import io.triskel.projection.ReadModel;
import io.triskel.projection.ReadModel.Row;
import io.triskel.store.KeyForm;
import io.triskel.store.Remembered;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stores rows of read models, one entity each, in 16 partitions per table; an index key is a partition of {@link
 * Marks}. A mark stays while its row has the index key, so a reader finds the row once.
 */
public final class TableReadModel implements ReadModel {
    private final EntityTable items;
    private final Marks entries;
    private final Remembered<Key, Stored> seen = new Remembered<>();

    /** A row without its content, and its marks by index. */
    private record Stored(long version, Optional<String> tag, Map<String, Mark> marks) {
        static final Stored ABSENT = new Stored(0, Optional.empty(), Map.of());

        static Stored of(TableEntity entity) {
            String table = Cells.text(entity, "table");
            Map<String, String> keys = Cells.texts(entity, "indexKeys");
            Map<String, Mark> marks = new HashMap<>();
            Cells.texts(entity, "marks")
                    .forEach((index, row) -> marks.put(
                            index,
                            new Mark(partition(table, index, keys.getOrDefault(index, "")), row, Instant.EPOCH)));
            return new Stored(Cells.number(entity, "version"), Optional.of(entity.getETag()), marks);
        }
    }

    /**
     * Makes no request yet.
     *
     * @param service any client; that of {@code AzureClients} avoids rereading what a transaction has just written
     * @param tables gives the tables' names, {@link AzureTables#rows()} and {@link AzureTables#entries()}
     */
    public TableReadModel(TableServiceClient service, AzureTables tables) {
        this.items = new EntityTable(service, tables.rows());
        this.entries = new Marks(new EntityTable(service, tables.entries()));
    }

    @Override
    public Optional<Row> get(String table, String rowId) {
        return read(key(table, rowId)).map(TableReadModel::row);
    }

    private Optional<TableEntity> read(Key key) {
        Optional<TableEntity> entity = items.get(key);
        entity.ifPresentOrElse(there -> seen.put(key, Stored.of(there)), () -> seen.forget(key));
        return entity;
    }

    private Stored stored(Key key) {
        return read(key).map(Stored::of).orElse(Stored.ABSENT);
    }

    @Override
    public boolean put(String table, Row row, long expectedVersion) {
        Key key = key(table, row.id());
        Optional<Stored> remembered = expectedVersion == 0
                ? Optional.of(Stored.ABSENT)
                : seen.get(key).filter(stored -> stored.version() == expectedVersion);
        Stored there = remembered.isPresent() ? remembered.get() : stored(key);
        // Only this store writes rows, each time with another version: the ETag changes exactly when the version does.
        if (there.version() != expectedVersion) {
            return false;
        }
        Map<String, Wanted> wanted = new HashMap<>();
        row.indexKeys().forEach((index, value) -> wanted.put(index, wanted(table, row.id(), index, value)));
        seen.forget(key);
        Optional<String> tag = entries.exchange(
                there.marks(),
                wanted,
                named -> {
                    Optional<String> written = items.write(Write.of(entity(key, table, row, named), there.tag()));
                    written.ifPresent(now -> seen.put(key, new Stored(row.version(), written, named)));
                    return written;
                },
                any -> stored(key).marks());
        return tag.isPresent();
    }

    private static Wanted wanted(String table, String id, String index, String value) {
        return Wanted.always(
                partition(table, index, value),
                TableKeys.of(id),
                entry -> entry.addProperty("table", table)
                        .addProperty("index", index)
                        .addProperty("id", id));
    }

    @Override
    public Page<Row> query(String table, String index, String key, Optional<String> after, int limit) {
        List<Row> rows = new ArrayList<>();
        String last = "";
        Iterator<TableEntity> marks = entries.range(
                partition(table, index, key),
                after.map(id -> TableKeys.of(id) + KeyForm.END).orElse(""),
                KeyForm.END,
                Math.min(EntityTable.MOST_ROWS, Math.max(16, limit)));
        while (marks.hasNext()) {
            String id = Cells.text(marks.next(), "id");
            // The marks of a row are adjacent; a row has more than one only while it changes.
            if (!id.equals(last)) {
                last = id;
                get(table, id)
                        .filter(row -> key.equals(row.indexKeys().get(index)))
                        .ifPresent(rows::add);
                if (rows.size() == limit) {
                    return new Page<>(rows, Optional.of(id));
                }
            }
        }
        return new Page<>(rows, Optional.empty());
    }

    @Override
    public Page<Row> page(String table, Optional<String> after, int limit) {
        Parts.Page page = new Parts(items).page(part -> partition(table, part), after, limit);
        return new Page<>(page.rows().stream().map(TableReadModel::row).toList(), page.next());
    }

    @Override
    public int drop(String table, int limit) {
        List<TableEntity> rows = new Parts(items)
                .page(part -> partition(table, part), Optional.empty(), limit)
                .rows();
        for (TableEntity row : rows) {
            seen.forget(Key.of(row));
            items.delete(Key.of(row));
            Stored.of(row).marks().values().forEach(entries::delete);
        }
        return rows.size();
    }

    /** Whether the mark's row does not name the mark. */
    boolean isStale(TableEntity mark) {
        return items.get(key(Cells.text(mark, "table"), Cells.text(mark, "id")))
                .filter(row -> Stored.of(row).marks().values().stream().anyMatch(named -> named.is(mark)))
                .isEmpty();
    }

    private static Key key(String table, String id) {
        return new Key(partition(table, KeyForm.part(id)), TableKeys.of(id));
    }

    private static String partition(String table, int part) {
        return part + "~" + TableKeys.of(table);
    }

    private static String partition(String table, String index, String key) {
        return TableKeys.of(table, index, key);
    }

    private static TableEntity entity(Key key, String table, Row row, Map<String, Mark> marks) {
        Map<String, String> rows = new HashMap<>();
        marks.forEach((index, mark) -> rows.put(index, mark.row()));
        TableEntity entity = key.entity()
                .addProperty("table", table)
                .addProperty("id", row.id())
                .addProperty("revision", row.revision())
                .addProperty("version", row.version());
        Cells.texts(entity, "indexKeys", row.indexKeys());
        Cells.texts(entity, "marks", rows);
        Cells.bytes(entity, "state", row.state());
        return entity;
    }

    private static Row row(TableEntity entity) {
        return new Row(
                Cells.text(entity, "id"),
                Cells.number(entity, "revision"),
                Cells.number(entity, "version"),
                Cells.texts(entity, "indexKeys"),
                Cells.bytes(entity, "state"));
    }
}
