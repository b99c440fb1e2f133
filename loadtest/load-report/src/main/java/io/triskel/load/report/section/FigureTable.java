package io.triskel.load.report.section;

import java.util.List;

/**
 * Figures in rows. The first cell of a row is its heading.
 *
 * @param lede a text about all rows, or about why there are none; may be empty
 * @param big whether readers compare the figures and do not only look them up
 */
public record FigureTable(String caption, String lede, boolean big, List<Cell> head, List<List<Cell>> rows) {
    public FigureTable {
        head = List.copyOf(head);
        rows = List.copyOf(rows);
    }

    static FigureTable of(String caption, List<Cell> head, List<List<Cell>> rows) {
        return new FigureTable(caption, "", false, head, rows);
    }

    /** {@return a table of figures that a reader compares} */
    static FigureTable big(String caption, List<Cell> head, List<List<Cell>> rows) {
        return new FigureTable(caption, "", true, head, rows);
    }

    FigureTable under(String text) {
        return new FigureTable(caption, text, big, head, rows);
    }
}
