package io.triskel.load.report.section;

import java.util.List;

/**
 * Figures in rows. The first cell of a row is its heading.
 *
 * @param big figures that a reader compares, and not only looks up
 */
public record FigureTable(String caption, boolean big, List<Cell> head, List<List<Cell>> rows) {
    public FigureTable {
        head = List.copyOf(head);
        rows = List.copyOf(rows);
    }

    static FigureTable of(String caption, List<Cell> head, List<List<Cell>> rows) {
        return new FigureTable(caption, false, head, rows);
    }
}
