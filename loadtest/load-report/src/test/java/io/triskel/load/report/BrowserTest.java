package io.triskel.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.load.report.sample.Hostile;
import io.triskel.load.report.sample.RealRun;
import io.triskel.load.report.sample.Reports;
import io.triskel.load.report.sample.SampleRun;
import io.triskel.load.report.section.Material;
import io.triskel.load.report.words.Language;
import io.triskel.local.NodeTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser: light, dark, 390 pixels wide, and without scripts; offline, with its policy in force. */
@Tag("local-clouds")
class BrowserTest {
    private static final List<String> STATES = List.of("light", "dark", "phone", "phone-dark");

    /** Of one check, since each starts a browser. */
    private static JsonNode clouds;

    @TempDir
    Path folder;

    @BeforeAll
    static void report_on_clouds(@TempDir Path results) throws Exception {
        RealRun.evaluated(SampleRun.onClouds().writeTo(results));
        clouds = check(Reports.html(Reports.read(results)), results);
    }

    @Test
    void a_report_of_clouds_with_cost_and_evaluation_has_nothing_against_it_in_any_state() {
        assertClean(clouds, 50);
        assertThat(sections(clouds)).contains("cost", "evaluation");
    }

    @Test
    void totals_follow_a_weight_that_is_moved_by_the_keyboard() {
        JsonNode light = clouds.path("light");

        assertThat(light.path("totals").toString()).matches("\\[(\"\\d\\.\\d\",?){3}]");
        assertThat(light.path("movedTotals")).isNotEqualTo(light.path("totals"));
    }

    @Test
    void the_moment_of_the_run_moves_by_the_keyboard() {
        assertThat(clouds.path("light").path("moment").textValue()).startsWith("02:00");
        assertThat(clouds.path("light").path("next").textValue()).startsWith("02:01");
    }

    @Test
    void a_report_of_functions_in_french_has_nothing_against_it_in_any_state() throws Exception {
        Material material = Reports.read(RealRun.functions(folder));

        JsonNode found = check(Reports.html(Reports.in(Language.FRENCH, material)), folder);

        assertClean(found, 50);
        assertThat(sections(found)).contains("stages", "functions", "response", "cost", "evaluation");
    }

    @Test
    void a_report_of_orders_has_nothing_against_it_in_any_state() throws Exception {
        JsonNode found = check(Reports.html(Reports.read(RealRun.orders(folder))), folder);

        assertClean(found, 30);
        assertThat(sections(found)).contains("stages", "orders");
    }

    private static List<String> sections(JsonNode found) {
        List<String> ids = new ArrayList<>();
        found.path("light").path("sections").forEach(id -> ids.add(id.textValue()));
        return ids;
    }

    @Test
    void hostile_results_run_nothing() throws Exception {
        assertClean(check(Reports.html(Reports.read(Hostile.writeTo(folder))), folder), 50);
    }

    private static void assertClean(JsonNode found, int drawings) {
        for (String state : STATES) {
            assertThat(found.path(state).path("violations")).as("axe, " + state).isEmpty();
            assertThat(found.path(state).path("complaints"))
                    .as("policy and console, " + state)
                    .isEmpty();
            assertThat(found.path(state).path("sideways").intValue())
                    .as("pixels beyond the window, " + state)
                    .isZero();
        }
        assertThat(found.path("no-scripts").path("drawings").intValue()).isGreaterThan(drawings);
    }

    private static JsonNode check(String page, Path folder) throws IOException, InterruptedException {
        Path browser = Path.of(System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium"));
        assertThat(browser)
                .as(
                        "a browser at %s; install Debian's package chromium (apt-get install chromium), or name another by CHROMIUM",
                        browser)
                .isExecutable();
        Path project = NodeTools.projectRoot();
        Path module = project.resolve("loadtest/load-report/node");
        NodeTools tools = NodeTools.install(module, project.resolve(".triskel/node-report"));
        Path report = Files.writeString(folder.resolve("report.html"), page);
        Path found = folder.resolve("found.json");
        Path log = folder.resolve("browser.log");
        ProcessBuilder node = new ProcessBuilder(
                        "node", module.resolve("browser.mjs").toString(), "check", report.toString())
                .redirectOutput(found.toFile())
                .redirectError(log.toFile());
        node.environment().put("REPORT_TOOLS", tools.folder().toString());
        node.environment().put("CHROMIUM", browser.toString());
        Process process = node.start();
        boolean ended = process.waitFor(2, TimeUnit.MINUTES);
        process.destroyForcibly();
        assertThat(ended && process.exitValue() == 0)
                .as(() -> "node ended well; it said: " + read(log))
                .isTrue();
        return new ObjectMapper().readTree(found.toFile());
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }
}
