package io.triskel.load.evaluate.write;

import java.util.List;

/**
 * A table for people.
 *
 * @param words how many columns at the left hold words; the others hold figures
 */
record EvaluationTable(List<String> head, List<List<String>> rows, int words) {
    EvaluationTable {
        head = List.copyOf(head);
        rows = List.copyOf(rows);
    }
}
