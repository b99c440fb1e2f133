package io.triskel.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.report.sample.Reports;
import io.triskel.load.report.sample.SampleResult;
import io.triskel.load.report.sample.SampleRun;
import io.triskel.load.report.section.Block;
import io.triskel.load.report.section.Material;
import io.triskel.load.report.section.Sections;
import io.triskel.load.report.section.Verdicts;
import io.triskel.load.report.write.CsvReport;
import io.triskel.load.report.write.MarkdownReport;
import io.triskel.load.report.write.ReportJson;
import io.triskel.load.report.write.TextReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two runs that differ only in how slow the emulators were must look the same, so no drawing, axis, name or sentence gives it away. */
class EmulatorLatencyTest {
    private static final Map<String, String> EMULATORS =
            Map.of("aws", "emulator", "azure", "emulator", "memory", "memory");

    @TempDir
    Path folder;

    @Test
    void what_a_reader_of_the_page_sees_does_not_depend_on_how_slow_two_emulators_were() throws IOException {
        assertSame(material -> seen(Reports.html(material)));
    }

    @Test
    void nor_does_the_markdown() throws IOException {
        assertSame(EmulatorLatencyTest::markdown);
    }

    @Test
    void nor_does_the_text() throws IOException {
        assertSame(material -> TextReport.of(material.words(), Verdicts.of(material), Sections.of(material)));
    }

    @Test
    void nor_do_the_rows_of_the_csv_which_say_why_they_have_no_value() throws IOException {
        assertSame(CsvReport::of);
        assertThat(CsvReport.of(run("fast", EMULATORS, 1)))
                .contains("aws,emulator,p99,ms,,,,,emulator; shown by --emulator-latency\n")
                .containsPattern("memory,memory,p99,ms,,[\\d.]+,[\\d.]+,[\\d.]+,\n");
    }

    @Test
    void the_place_of_a_hidden_figure_says_why_and_names_the_command_that_shows_it() throws IOException {
        Material material = run("fast", EMULATORS, 1);

        for (String section : List.of("summary", "latency", "time", "stages", "functions", "response", "correctness")) {
            assertThat(Reports.section(material, section).blocks())
                    .as(section)
                    .filteredOn(Block.Covered.class::isInstance)
                    .singleElement()
                    .extracting(block -> ((Block.Covered) block).reason())
                    .asString()
                    .contains("an emulator’s latency says nothing about its cloud’s", "--emulator-latency");
        }
        assertThat(Verdicts.of(material).facts().toString()).contains("AWS: p99 over the 1 ms allowed");
    }

    @Test
    void programs_get_every_figure_with_its_evidence() throws IOException {
        Material material = run("fast", EMULATORS, 1);

        JsonNode json = ReportJson.of(material, Verdicts.of(material), Sections.of(material));

        assertThat(json.at("/targets/0/evidence").textValue()).isEqualTo("emulator");
        assertThat(json.at("/summary/1/by/aws/value").doubleValue()).isGreaterThan(100);
    }

    @Test
    void a_reader_who_asks_sees_every_figure_with_its_label() throws IOException {
        Material material = run("fast", EMULATORS, 1).withEmulatorLatency(true);

        assertThat(markdown(material))
                .contains("| 166 (161 to 172; emulator, not a cloud’s figure) |")
                .contains("| AWS (emulator, not a cloud’s figure) | due | 73 ms |", "AWS: p99 567 ms, 1 ms allowed")
                .doesNotContain("hidden", "--emulator-latency");
        assertThat(seen(Reports.html(material)))
                .contains("AWS and Azure: emulator, not a cloud’s figure")
                .doesNotContain("hidden</span>");
        assertThat(CsvReport.of(material)).containsPattern("aws,emulator,p99,ms,,[\\d.]+,[\\d.]+,[\\d.]+,\n");
    }

    @Test
    void one_emulator_alone_or_beside_memory_and_its_own_simulation_is_shown_with_its_label() throws IOException {
        Map<String, String> alone = Map.of("aws", "emulator", "sim-aws", "simulated", "memory", "memory");

        assertThat(markdown(run("alone", alone, 1)))
                .contains("| 166 (161 to 172; emulator, not a cloud’s figure) |")
                .doesNotContain("--emulator-latency");
    }

    @Test
    void an_emulator_beside_another_cloud_is_hidden_and_what_the_cloud_measured_is_not() throws IOException {
        String mixed = markdown(run("mixed", Map.of("aws", "emulator", "azure", "cloud", "sim-gcp", "simulated"), 1));

        assertThat(mixed).containsPattern("99th percentile[^|]*\\| hidden \\| 96 \\([^)]*\\) \\| \\d+ \\(");
    }

    private static String markdown(Material material) {
        return MarkdownReport.of(material.words(), Verdicts.of(material), Sections.of(material));
    }

    private void assertSame(Function<Material, String> report) throws IOException {
        String fast = report.apply(run("fast", EMULATORS, 1));

        assertThat(report.apply(run("slow", EMULATORS, 7))).isEqualTo(fast);
    }

    /** {@return a run whose emulators, and they alone, take so many times as long for everything} */
    private Material run(String name, Map<String, String> evidence, int slower) throws IOException {
        return Reports.material(
                folder.resolve(name), new SampleRun(new TreeMap<>(evidence), 2, 1, 48), (result, json) -> {
                    if (result.evidence().equals("emulator")) {
                        times(json, result, slower);
                    }
                });
    }

    private static void times(ObjectNode json, SampleResult result, int slower) {
        ObjectNode slow = new SampleResult(
                        result.target(),
                        result.evidence(),
                        result.worker(),
                        result.workers(),
                        result.repeat(),
                        result.repeats(),
                        result.medianMs() * slower,
                        result.capacity(),
                        result.seconds())
                .json();
        for (String measured : new String[] {"latency", "stages", "series", "backlog"}) {
            json.set(measured, slow.path(measured));
        }
        ((ObjectNode) json.path("correctness")).put("drainMs", 123 * slower).put("longestSilenceMs", 345 * slower);
        ((ObjectNode) json.at("/verdict/objectives/0"))
                .put("value", 567 * slower)
                .put("limit", 1)
                .put("met", false);
        ((ObjectNode) json.path("sending")).put("idleAnswerUs", 6_789 * slower);
        json.putObject("functions").put("instances", 2).put("invocations", 100).put("initP50Us", 4_321 * slower);
        json.putObject("reporting").put("events", 500).put("tellingP99Us", 54_321 * slower);
    }

    /** {@return the page without what a browser does not show: templates and scripts} */
    private static String seen(String page) {
        return page.replaceAll("(?s)<template.*?</template>", "").replaceAll("(?s)<script.*?</script>", "");
    }
}
