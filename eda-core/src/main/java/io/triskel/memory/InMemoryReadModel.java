package io.triskel.memory;

import io.triskel.event.Page;
import io.triskel.projection.ReadModel;
import io.triskel.projection.ReadModel.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

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

    private record IndexKey(String index, String key) {
        @Override
        public boolean equals(Object other) {
            return other instanceof IndexKey same && key.equals(same.key) && index.equals(same.index);
        }

        @Override
        public int hashCode() {
            return 31 * index.hashCode() + key.hashCode();
        }
    }

    /** A row's place in the table and in its indexes: an index whose key a row keeps need not change with the row. */
    private static final class Place {
        private Row row;

        Place(Row row) {
            this.row = row;
        }
    }

    /**
     * Places by their rows' ids. They are sorted from the first page on: most are never paged through, and comparing ids costs more than
     * the row.
     */
    private static final class Places {
        private final Map<String, Place> byId = new HashMap<>();
        private @Nullable NavigableMap<String, Place> sorted;

        @Nullable
        Place get(String rowId) {
            return byId.get(rowId);
        }

        void put(Place place) {
            byId.put(place.row.id(), place);
            if (sorted != null) {
                sorted.put(place.row.id(), place);
            }
        }

        void remove(String rowId) {
            byId.remove(rowId);
            if (sorted != null) {
                sorted.remove(rowId);
            }
        }

        boolean isEmpty() {
            return byId.isEmpty();
        }

        /** Removes some, and returns them. Not one by one: a map that has become empty in parts is slow to find its first. */
        List<Place> removeSome(int limit) {
            List<Place> some = new ArrayList<>();
            Iterator<Place> all = byId.values().iterator();
            while (some.size() < limit && all.hasNext()) {
                some.add(all.next());
                all.remove();
            }
            if (sorted != null) {
                some.forEach(place -> sorted.remove(place.row.id()));
            }
            return some;
        }

        Page<Row> page(Optional<String> after, int limit) {
            NavigableMap<String, Place> all = sorted == null ? new TreeMap<>(byId) : sorted;
            sorted = all;
            List<Row> page = Pages.first(
                            after.map(id -> all.tailMap(id, false)).orElse(all).values(), limit)
                    .stream()
                    .map(place -> place.row)
                    .toList();
            return new Page<>(page, Pages.next(page, limit, Row::id));
        }
    }

    private static final class Table {
        private final Places rows = new Places();
        private final Map<IndexKey, Places> indexes = new HashMap<>();

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
                rows.put(place);
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
                    indexes.computeIfAbsent(new IndexKey(index, key), absent -> new Places())
                            .put(place);
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
            return indexes.getOrDefault(key, new Places()).page(after, limit);
        }

        synchronized Page<Row> page(Optional<String> after, int limit) {
            return rows.page(after, limit);
        }

        synchronized int drop(int limit) {
            List<Place> dropped = rows.removeSome(limit);
            dropped.forEach(place -> move(place, place.row.indexKeys(), Map.of()));
            return dropped.size();
        }
    }
}
