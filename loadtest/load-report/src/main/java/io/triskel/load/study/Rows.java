package io.triskel.load.study;

import java.util.List;
import java.util.stream.Stream;

/** A table in Markdown. */
final class Rows {
    private final StringBuilder table = new StringBuilder();

    /** @param right how many of the last columns are aligned to the right */
    Rows(int right, List<String> heads) {
        add(heads);
        table.append("|---".repeat(heads.size() - right))
                .append("|---:".repeat(right))
                .append("|\n");
    }

    void add(List<String> cells) {
        cells.forEach(cell -> table.append("| ")
                .append(cell.replace("|", "\\|").replace('\n', ' '))
                .append(' '));
        table.append("|\n");
    }

    /** {@return the table, with an empty line after it} */
    @Override
    public String toString() {
        return table + "\n";
    }

    static List<String> join(List<String> one, List<String> other) {
        return Stream.of(one, other).flatMap(List::stream).toList();
    }
}
