package io.triskel.projection;

import io.triskel.event.ForAdapters;
import io.triskel.event.Page;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** Where rows are kept; one conditional write per change is all it needs. */
public interface ReadModel {
    /** {@return the row, gone ones included} */
    Optional<Row> get(String table, String rowId);

    /**
     * Writes a row if nobody else has meanwhile: one conditional write, index keys included.
     *
     * @param expectedVersion the version of the row it replaces, 0 if there is none
     * @return whether it was written
     */
    boolean put(String table, Row row, long expectedVersion);

    /**
     * Finds rows by an index key, page by page; a row that has the key throughout is seen exactly once, in any order.
     *
     * @param after {@link Page#next()} of the page before; empty for the first page
     * @param limit 1 or more
     */
    Page<Row> query(String table, String index, String key, Optional<String> after, int limit);

    /**
     * Reads a table page by page, gone rows included; a row that is there throughout is seen exactly once, in any order.
     *
     * @param after {@link Page#next()} of the page before; empty for the first page
     * @param limit 1 or more
     */
    Page<Row> page(String table, Optional<String> after, int limit);

    /**
     * Removes rows of a table for good, at most {@code limit} of them.
     *
     * @return how many; 0 when the table is empty
     */
    int drop(String table, int limit);

    /**
     * A row of a read model; it belongs to one stream.
     *
     * @param id 1 to 256 characters
     * @param revision the stream's last revision that the row has seen
     * @param version grows by one with every write of the row, also with those that no event caused (erasure), so that a
     *     concurrent write is always noticed
     * @param indexKeys by name of the index, the value under which the row is found
     * @param state the encoded row; empty if the row is gone and only its revision is kept
     */
    @ForAdapters
    record Row(String id, long revision, long version, Map<String, String> indexKeys, byte[] state) {
        public Row {
            if (id.isBlank() || id.length() > 256) {
                throw new IllegalArgumentException("A row's id has 1 to 256 characters, this one has " + id.length());
            }
            if (revision < 0 || version < 1) {
                throw new IllegalArgumentException("A row's revision is 0 or more and its version 1 or more, these are "
                        + revision + " and " + version);
            }
            indexKeys = Map.copyOf(indexKeys);
        }

        /** {@return whether the row was deleted; it stays, without state and index keys, so that a repeat cannot bring it back} */
        public boolean gone() {
            return state.length == 0;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Row row
                    && id.equals(row.id)
                    && revision == row.revision
                    && version == row.version
                    && indexKeys.equals(row.indexKeys)
                    && Arrays.equals(state, row.state);
        }

        @Override
        public int hashCode() {
            return id.hashCode() * 31 + Long.hashCode(version);
        }

        @Override
        public String toString() {
            return id + "@" + revision + " version " + version + " " + indexKeys + (gone() ? " gone" : "");
        }
    }
}
