package io.triskel.load.evaluate.write;

import java.util.List;
import java.util.Optional;

/**
 * What a criterion's scores say.
 *
 * @param title its name, and what it is scored by
 * @param question that it asks
 * @param note what all clouds have in common, or what is missing
 */
record Why(String title, String question, String note, List<Line> lines) {
    /**
     * One cloud's.
     *
     * @param source empty for what was measured or computed
     */
    record Line(String cloud, String score, String why, String source, Optional<String> url) {}

    Why {
        lines = List.copyOf(lines);
    }
}
