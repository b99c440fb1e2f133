package io.triskel.projection;

import io.triskel.event.ForAdapters;
import io.triskel.event.Page;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** Stores the rows of projections (port); one conditional write per change is enough. */
public interface ReadModel {
    /** {@return the row, even if removed} */
    Optional<Row> get(String table, String rowId);

    /**
     * Writes a row with its index keys if the stored version is the expected one, by one conditional write.
     *
     * @param expectedVersion the version of the replaced row, 0 if there is none
     * @return whether it was written
     */
    boolean put(String table, Row row, long expectedVersion);

    /**
     * Finds rows by an index key, page by page; a row that has the key throughout is returned exactly once, in any order.
     *
     * @param after {@link Page#next()} of the previous page; empty for the first page
     * @param limit at least 1
     */
    Page<Row> query(String table, String index, String key, Optional<String> after, int limit);

    /**
     * Reads a table page by page, with removed rows; a row that exists throughout is returned exactly once, in any order.
     *
     * @param after {@link Page#next()} of the previous page; empty for the first page
     * @param limit at least 1
     */
    Page<Row> page(String table, Optional<String> after, int limit);

    /**
     * Deletes rows of a table, at most {@code limit}.
     *
     * @return how many; 0 when the table is empty
     */
    int drop(String table, int limit);

    /**
     * A row of a read model; it belongs to one stream.
     *
     * @param id 1 to 256 characters
     * @param revision the stream's last revision that the row has seen
     * @param version grows by one with every write of the row, also without an event (erasure), so that a concurrent write
     *     is always detected
     * @param indexKeys the row's keys, by name of the index
     * @param state the encoded row; empty if the row was removed and only its revision is kept
     */
    @ForAdapters
    record Row(String id, long revision, long version, Map<String, String> indexKeys, byte[] state) {
        public Row {
            if (id.isBlank() || id.length() > 256) {
                throw new IllegalArgumentException(
                        "A row's id must have 1 to 256 characters, this one has " + id.length());
            }
            if (revision < 0 || version < 1) {
                throw new IllegalArgumentException("A row's revision must be at least 0 and its version at least 1, "
                        + "these are "
                        + revision + " and " + version);
            }
            indexKeys = Map.copyOf(indexKeys);
        }

        /**
         * {@return whether the row was removed; it stays, without state and index keys, so that a duplicate cannot restore
         * it}
         */
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
