package io.triskel.azure.tables;

import com.azure.data.tables.models.TableEntity;
import io.triskel.store.KeyForm;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/** Reads 16 partitions page by page, one partition after another. */
final class Parts {
    static final int COUNT = KeyForm.PARTS;

    private final EntityTable table;

    Parts(EntityTable table) {
        this.table = table;
    }

    /**
     * A page of rows.
     *
     * @param next where the next page begins; empty after the last page
     */
    record Page(List<TableEntity> rows, Optional<String> next) {}

    /**
     * Reads the next page.
     *
     * @param partition gives the partition key for a number from 0 to 15
     * @param after {@link Page#next} of the page before
     */
    Page page(IntFunction<String> partition, Optional<String> after, int limit) {
        List<TableEntity> rows = new ArrayList<>();
        int first = after.map(token -> Integer.parseInt(token.substring(0, token.indexOf(':'))))
                .orElse(0);
        // The least possible row key after the last one read is that key and a space.
        String from = after.map(token -> token.substring(token.indexOf(':') + 1) + " ")
                .orElse("");
        for (int part = first; part < COUNT; part++) {
            Iterator<TableEntity> range = table.range(partition.apply(part), from, KeyForm.END, limit - rows.size());
            while (range.hasNext()) {
                TableEntity row = range.next();
                rows.add(row);
                if (rows.size() == limit) {
                    return new Page(rows, Optional.of(part + ":" + row.getRowKey()));
                }
            }
            from = "";
        }
        return new Page(rows, Optional.empty());
    }
}
