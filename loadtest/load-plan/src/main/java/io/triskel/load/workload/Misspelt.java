package io.triskel.load.workload;

import io.triskel.load.yaml.Nearest;
import java.util.Collection;
import java.util.List;

/** Guesses what a mistyped command or option meant; picocli's own guess does not see two letters that swapped places. */
public final class Misspelt {
    private Misspelt() {}

    /** {@return the known words that the fewest slips turn into the written word, with at most one slip per three letters} */
    public static List<String> meant(String written, Collection<String> known) {
        int most = Math.max(1, written.replace("-", "").length() / 3);
        int fewest = known.stream()
                .mapToInt(word -> Nearest.distance(written, word))
                .min()
                .orElse(Integer.MAX_VALUE);
        return fewest > most
                ? List.of()
                : known.stream()
                        .filter(word -> Nearest.distance(written, word) == fewest)
                        .sorted()
                        .toList();
    }
}
