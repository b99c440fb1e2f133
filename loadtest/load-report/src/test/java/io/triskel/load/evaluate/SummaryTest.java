package io.triskel.load.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages for the board have the figures that the command computes today. */
class SummaryTest {
    private static final Path TOP = Path.of("../..");
    private static final Pattern COST = Pattern.compile("(?s)Cost: (.*?)\\)\\.\\s");
    private static final Pattern DOLLARS = Pattern.compile("\\d{1,3},\\d{3}(?!\\s+MB)");
    private static final Pattern TOTALS = Pattern.compile("(?m)^Total of the scored criteria +(.*)$");

    @ParameterizedTest
    @ValueSource(strings = {"iot-fleet", "bank-orders"})
    void the_committed_evaluation_is_what_the_command_writes(String profile) throws IOException {
        assertThat(evaluated(profile))
                .as("write docs/results/evaluate-%s.txt anew by the command beside it", profile)
                .isEqualTo(read("docs/results/evaluate-" + profile + ".txt"));
    }

    @Test
    void the_committed_json_of_an_evaluation_is_what_the_command_writes() throws IOException {
        assertThat(evaluated("iot-fleet", "--json"))
                .as("write docs/results/evaluate-iot-fleet.json anew by the command beside it")
                .isEqualTo(read("docs/results/evaluate-iot-fleet.json"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"iot-fleet", "bank-orders"})
    void the_committed_page_of_an_evaluation_is_what_the_command_writes(String profile, @TempDir Path folder)
            throws IOException {
        evaluated(profile, "--html", folder.resolve("page.html").toString());

        assertThat(Files.readString(folder.resolve("page.html")))
                .as("write docs/results/evaluate-%s.html anew by the command beside it", profile)
                .isEqualTo(read("docs/results/evaluate-" + profile + ".html"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"iot-fleet", "bank-orders"})
    void the_summary_has_its_costs_and_totals_in_both_languages(String profile) throws IOException {
        String evaluation = evaluated(profile);
        Matcher cost = COST.matcher(evaluation);
        Matcher totals = TOTALS.matcher(evaluation);
        assertThat(cost.find() && totals.find()).isTrue();
        List<String> dollars = DOLLARS.matcher(cost.group(1))
                .results()
                .map(found -> found.group())
                .toList();
        String scores = String.join(" | ", totals.group(1).strip().split(" {2,}"));

        assertThat(read("docs/executive-summary.md")).contains(dollars).contains("| " + scores + " |");
        assertThat(read("docs/capacities-and-limits.md")).contains(dollars);
        assertThat(read("docs/fr/synthese.md"))
                .contains("| " + scores.replace('.', ',').replace(" to ", " à ") + " |")
                .contains(dollars.stream()
                        .map(each -> each.replace(',', '\u202f'))
                        .toList());
    }

    private static String evaluated(String profile, String... more) {
        StringWriter out = new StringWriter();
        PrintWriter writer = new PrintWriter(out);
        List<String> arguments = new ArrayList<>(List.of("--profile", profile));
        arguments.addAll(List.of(more));
        Evaluate.run(Map.of("TRISKEL_HOME", TOP.toString()), writer, writer, arguments.toArray(String[]::new));
        return out.toString().replace("\r\n", "\n");
    }

    private static String read(String document) throws IOException {
        return Files.readString(TOP.resolve(document)).replace("\r\n", "\n");
    }
}
