package io.triskel.cli;

import java.util.Collection;
import java.util.List;

/** Guesses what a mistyped command or option meant; picocli's own guess does not see two letters that swapped places. */
final class Misspelt {
    private Misspelt() {}

    /** {@return the known words that the fewest slips turn into the written word, with at most one slip per three letters} */
    static List<String> meant(String written, Collection<String> known) {
        int most = Math.max(1, written.replace("-", "").length() / 3);
        int fewest = known.stream().mapToInt(word -> slips(written, word)).min().orElse(Integer.MAX_VALUE);
        return fewest > most
                ? List.of()
                : known.stream()
                        .filter(word -> slips(written, word) == fewest)
                        .sorted()
                        .toList();
    }

    /**
     * Counts letters that are missing, added, replaced or swapped with their neighbour: the optimal string alignment distance.
     */
    private static int slips(String written, String word) {
        int[][] least = new int[written.length() + 1][word.length() + 1];
        for (int i = 0; i <= written.length(); i++) {
            for (int j = 0; j <= word.length(); j++) {
                if (i == 0 || j == 0) {
                    least[i][j] = i + j;
                    continue;
                }
                boolean same = written.charAt(i - 1) == word.charAt(j - 1);
                least[i][j] =
                        Math.min(least[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(least[i - 1][j], least[i][j - 1]));
                boolean swapped = i > 1
                        && j > 1
                        && written.charAt(i - 1) == word.charAt(j - 2)
                        && written.charAt(i - 2) == word.charAt(j - 1);
                if (swapped) {
                    least[i][j] = Math.min(least[i][j], least[i - 2][j - 2] + 1);
                }
            }
        }
        return least[written.length()][word.length()];
    }
}
