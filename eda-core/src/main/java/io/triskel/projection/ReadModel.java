package io.triskel.projection;

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
     * @param after {@link RowPage#next()} of the page before; empty for the first page
     * @param limit 1 or more
     */
    RowPage query(String table, String index, String key, Optional<String> after, int limit);

    /**
     * Reads a table page by page, gone rows included; a row that is there throughout is seen exactly once, in any order.
     *
     * @param after {@link RowPage#next()} of the page before; empty for the first page
     * @param limit 1 or more
     */
    RowPage page(String table, Optional<String> after, int limit);

    /**
     * Removes rows of a table for good, at most {@code limit} of them.
     *
     * @return how many; 0 when the table is empty
     */
    int drop(String table, int limit);
}
