package io.triskel.load.size;

import java.util.List;

/** Text of at most 98 columns: paragraphs that are wrapped, and tables. */
final class WrappedText {
    private static final int WIDTH = 98;

    private final StringBuilder text = new StringBuilder();

    WrappedText line(String line) {
        text.append(line.stripTrailing()).append('\n');
        return this;
    }

    WrappedText blank() {
        return line("");
    }

    /** Wraps at blanks; further lines are indented by as many blanks as the first begins with, or by {@code hanging}. */
    WrappedText wrapped(String first, String rest, int hanging) {
        StringBuilder line = new StringBuilder(first);
        boolean empty = true;
        for (String word : rest.split(" ", -1)) {
            if (!empty && line.length() + 1 + word.length() > WIDTH) {
                line(line.toString());
                line = new StringBuilder(" ".repeat(hanging));
                empty = true;
            }
            line.append(empty ? "" : " ").append(word);
            empty = false;
        }
        return line(line.toString());
    }

    /** Columns from {@code right} on are right-aligned; the last one, if it is text, is truncated to the page. */
    WrappedText table(List<List<String>> rows, int right, int rightEnd) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String cell = row.get(i);
                String pad = " ".repeat(widths[i] - cell.length());
                line.append(i == 0 ? "" : "  ").append(i >= right && i < rightEnd ? pad + cell : cell + pad);
            }
            String whole = line.toString().stripTrailing();
            line(whole.length() > WIDTH ? whole.substring(0, WIDTH - 3) + "..." : whole);
        }
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
