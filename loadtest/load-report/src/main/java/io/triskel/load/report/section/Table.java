package io.triskel.load.report.section;

import java.util.List;

/**
 * Figures in rows. The first cell of a row is its heading.
 *
 * @param big figures that a reader compares, and not only looks up
 */
public record Table(String caption, boolean big, List<Cell> head, List<List<Cell>> rows) {
    public Table {
        head = List.copyOf(head);
        rows = List.copyOf(rows);
    }

    static Table of(String caption, List<Cell> head, List<List<Cell>> rows) {
        return new Table(caption, false, head, rows);
    }
}
