package io.triskel.projection;

import java.util.List;
import java.util.Optional;

/**
 * Some rows.
 *
 * @param rows at most as many as asked for
 * @param next where the next page begins; empty after the last one
 */
public record RowPage(List<Row> rows, Optional<String> next) {
    public RowPage {
        rows = List.copyOf(rows);
    }
}
