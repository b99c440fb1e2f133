package io.triskel.memory;

import io.triskel.event.Page;
import io.triskel.projection.ReadModel;
import io.triskel.projection.ReadModel.Row;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** A read model in memory. Thread-safe. A table's index is exact after every write. */
final class InMemoryReadModel implements ReadModel {
    private final Map<String, Table> tables = new ConcurrentHashMap<>();

    @Override
    public Optional<Row> get(String table, String rowId) {
        return table(table).get(rowId);
    }

    @Override
    public boolean put(String table, Row row, long expectedVersion) {
        return table(table).put(row, expectedVersion);
    }

    @Override
    public Page<Row> query(String table, String index, String key, Optional<String> after, int limit) {
        return table(table).query(new IndexKey(index, key), after, limit);
    }

    @Override
    public Page<Row> page(String table, Optional<String> after, int limit) {
        return table(table).page(after, limit);
    }

    @Override
    public int drop(String table, int limit) {
        return table(table).drop(limit);
    }

    private Table table(String name) {
        return tables.computeIfAbsent(name, absent -> new Table());
    }

    private record IndexKey(String index, String key) {}

    private static final class Table {
        private final NavigableMap<String, Row> rows = new TreeMap<>();
        private final Map<IndexKey, NavigableMap<String, Row>> indexes = new ConcurrentHashMap<>();

        synchronized Optional<Row> get(String rowId) {
            return Optional.ofNullable(rows.get(rowId));
        }

        synchronized boolean put(Row row, long expectedVersion) {
            Row old = rows.get(row.id());
            if ((old == null ? 0 : old.version()) != expectedVersion) {
                return false;
            }
            // In an index that keeps the row, the new row replaces the old one.
            if (old != null && !old.indexKeys().equals(row.indexKeys())) {
                leaveIndexes(old);
            }
            rows.put(row.id(), row);
            row.indexKeys()
                    .forEach(
                            (index, key) -> indexes.computeIfAbsent(new IndexKey(index, key), absent -> new TreeMap<>())
                                    .put(row.id(), row));
            return true;
        }

        synchronized Page<Row> query(IndexKey key, Optional<String> after, int limit) {
            return pageOf(indexes.getOrDefault(key, new TreeMap<>()), after, limit);
        }

        synchronized Page<Row> page(Optional<String> after, int limit) {
            return pageOf(rows, after, limit);
        }

        synchronized int drop(int limit) {
            int dropped = 0;
            while (dropped < limit && !rows.isEmpty()) {
                leaveIndexes(rows.pollFirstEntry().getValue());
                dropped++;
            }
            return dropped;
        }

        private void leaveIndexes(Row row) {
            row.indexKeys()
                    .forEach((index, key) -> indexes.computeIfPresent(new IndexKey(index, key), (same, found) -> {
                        found.remove(row.id());
                        return found.isEmpty() ? null : found;
                    }));
        }

        private static Page<Row> pageOf(NavigableMap<String, Row> all, Optional<String> after, int limit) {
            List<Row> page = Pages.first(
                    after.map(id -> all.tailMap(id, false)).orElse(all).values(), limit);
            return new Page<>(page, Pages.next(page, limit, Row::id));
        }
    }
}
