package io.triskel.memory;

import io.triskel.event.Page;
import io.triskel.projection.ReadModel;
import io.triskel.projection.ReadModel.Row;
import java.util.HashMap;
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
        private final NavigableMap<String, Place> rows = new TreeMap<>();
        private final Map<IndexKey, NavigableMap<String, Place>> indexes = new HashMap<>();

        /** A row's place in the table and in its indexes: an index whose key a row keeps need not change with the row. */
        private static final class Place {
            private Row row;

            Place(Row row) {
                this.row = row;
            }
        }

        synchronized Optional<Row> get(String rowId) {
            return Optional.ofNullable(rows.get(rowId)).map(place -> place.row);
        }

        synchronized boolean put(Row row, long expectedVersion) {
            Place there = rows.get(row.id());
            if ((there == null ? 0 : there.row.version()) != expectedVersion) {
                return false;
            }
            Map<String, String> before = there == null ? Map.of() : there.row.indexKeys();
            Place place = there == null ? new Place(row) : there;
            place.row = row;
            if (there == null) {
                rows.put(row.id(), place);
            }
            if (!before.equals(row.indexKeys())) {
                move(place, before, row.indexKeys());
            }
            return true;
        }

        private void move(Place place, Map<String, String> before, Map<String, String> after) {
            before.forEach((index, key) -> {
                if (!key.equals(after.get(index))) {
                    leave(new IndexKey(index, key), place.row.id());
                }
            });
            after.forEach((index, key) -> {
                if (!key.equals(before.get(index))) {
                    indexes.computeIfAbsent(new IndexKey(index, key), absent -> new TreeMap<>())
                            .put(place.row.id(), place);
                }
            });
        }

        private void leave(IndexKey key, String rowId) {
            indexes.computeIfPresent(key, (same, found) -> {
                found.remove(rowId);
                return found.isEmpty() ? null : found;
            });
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
                Place place = rows.pollFirstEntry().getValue();
                move(place, place.row.indexKeys(), Map.of());
                dropped++;
            }
            return dropped;
        }

        private static Page<Row> pageOf(NavigableMap<String, Place> all, Optional<String> after, int limit) {
            List<Row> page = Pages.first(
                            after.map(id -> all.tailMap(id, false)).orElse(all).values(), limit)
                    .stream()
                    .map(place -> place.row)
                    .toList();
            return new Page<>(page, Pages.next(page, limit, Row::id));
        }
    }
}
