package io.triskel.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.conformance.Cases.Case;
import io.triskel.testkit.SchemaGolden;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The table of {@code docs/conformance.md}: each setting has its rows, which begin with its title. */
final class ResultsTable {
    private static final String WHAT = "| what | ";

    private ResultsTable() {}

    static void check(String title, Map<String, Set<String>> offers, List<Case> cases) {
        List<String> rows = rows(title, offers, cases);
        List<String> header = header(offers.keySet());
        Path page = Cases.root().resolve("docs/conformance.md");
        try {
            List<String> lines = Files.readAllLines(page);
            if (Boolean.getBoolean(SchemaGolden.ACCEPT)) {
                Files.write(page, withHeader(replaced(lines, title, rows), header));
                lines = Files.readAllLines(page);
            }
            assertThat(lines.stream().filter(line -> isOf(title, line)))
                    .as("rows of docs/conformance.md; -D%s=true writes them", SchemaGolden.ACCEPT)
                    .containsExactlyElementsOf(rows);
            assertThat(lines).as("the table's header").containsSequence(header);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> header(Set<String> languages) {
        return List.of(
                WHAT + "cases | " + String.join(" | ", languages) + " |",
                "|---|---:" + "|---".repeat(languages.size()) + "|");
    }

    private static List<String> withHeader(List<String> lines, List<String> header) {
        int at = 0;
        while (!lines.get(at).startsWith(WHAT)) {
            at++;
        }
        List<String> changed = new ArrayList<>(lines);
        changed.set(at, header.get(0));
        changed.set(at + 1, header.get(1));
        return changed;
    }

    private static boolean isOf(String title, String line) {
        return line.startsWith("| " + title + ": ");
    }

    private static List<String> rows(String title, Map<String, Set<String>> offers, List<Case> cases) {
        List<String> rows = new ArrayList<>();
        for (String group : new TreeSet<>(cases.stream().map(Case::group).toList())) {
            List<Case> all =
                    cases.stream().filter(one -> one.group().equals(group)).toList();
            StringBuilder row = new StringBuilder("| " + title + ": " + group + " | " + all.size());
            offers.forEach((language, has) -> {
                long offered =
                        all.stream().filter(one -> has.containsAll(one.needs())).count();
                row.append(" | ").append(offered == all.size() ? "all" : offered == 0 ? "–" : String.valueOf(offered));
            });
            rows.add(row.append(" |").toString());
        }
        return rows;
    }

    private static List<String> replaced(List<String> lines, String title, List<String> rows) {
        List<String> kept = new ArrayList<>(lines);
        int at = 0;
        while (at < kept.size() && !isOf(title, kept.get(at))) {
            at++;
        }
        if (at == kept.size()) {
            at = kept.indexOf("<!-- end of the table -->");
        }
        kept.removeIf(line -> isOf(title, line));
        kept.addAll(at, rows);
        return kept;
    }
}
