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
import io.triskel.load.study.StudyPages;
import io.triskel.local.NodeTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser: light, dark, 390 pixels wide, and without scripts; offline, with its policy in force. */
@Tag("local-clouds")
class BrowserTest {
    private static final List<String> STATES = List.of("light", "dark", "phone", "phone-dark");

    private static final SampleRun SEVEN = new SampleRun(
            new TreeMap<>(Map.of(
                    "aws", "emulator",
                    "azure", "emulator",
                    "gcp", "emulator",
                    "sim-aws", "simulated",
                    "sim-azure", "simulated",
                    "sim-gcp", "simulated",
                    "memory", "memory")),
            1,
            1,
            48);

    private static JsonNode clouds;
    private static JsonNode functions;
    private static JsonNode orders;
    private static JsonNode hostile;
    private static JsonNode evaluation;
    private static JsonNode seven;
    private static JsonNode study;
    private static JsonNode slides;

    /** Opens all pages in one browser, because starting one takes as long as checking a page. */
    @BeforeAll
    static void open_every_report(@TempDir Path folder) throws Exception {
        Path function = Files.createDirectory(folder.resolve("functions"));
        Path order = Files.createDirectory(folder.resolve("orders"));
        RealRun.functionsAndOrders(function, order);
        Material invented = Reports.read(RealRun.evaluated(SampleRun.onClouds().writeTo(folder.resolve("clouds"))));
        Material french = Reports.in(Language.FRENCH, Reports.read(function));
        JsonNode found = check(
                folder,
                List.of(
                        Reports.html(invented),
                        Reports.html(french),
                        Reports.html(Reports.read(order)),
                        Reports.html(Reports.read(Hostile.writeTo(Files.createDirectory(folder.resolve("hostile"))))),
                        Files.readString(NodeTools.projectRoot().resolve("docs/results/evaluate-bank-orders.html")),
                        Reports.html(Reports.material(folder.resolve("seven"), SEVEN)),
                        StudyPages.of(NodeTools.projectRoot(), folder, "fr", "html"),
                        StudyPages.of(NodeTools.projectRoot(), folder, "en", "slides")));
        clouds = found.path(0);
        functions = found.path(1);
        orders = found.path(2);
        hostile = found.path(3);
        evaluation = found.path(4);
        seven = found.path(5);
        study = found.path(6);
        slides = found.path(7);
    }

    @Test
    void a_report_of_clouds_with_cost_and_evaluation_has_nothing_against_it_in_any_state() {
        assertClean(clouds, 50);
        assertInside(clouds);
        assertThat(sections(clouds)).contains("cost", "evaluation");
    }

    @Test
    void totals_follow_a_weight_that_is_moved_by_the_keyboard() {
        JsonNode light = clouds.path("light");

        assertThat(light.path("totals").toString()).matches("\\[(\"\\d\\.\\d( to \\d+\\.\\d)?\",?){3}]");
        assertThat(light.path("movedTotals")).isNotEqualTo(light.path("totals"));
    }

    @Test
    void what_the_script_computes_is_what_the_page_says_without_it() {
        assertThat(clouds.path("light").path("told")).hasSize(1 + 12 + 12);
        assertThat(clouds.path("no-scripts").path("told"))
                .isEqualTo(clouds.path("light").path("told"));
        assertThat(functions.path("no-scripts").path("told"))
                .isEqualTo(functions.path("light").path("told"));
    }

    @Test
    void presets_set_all_weights_and_the_first_one_brings_those_of_the_profile_back() {
        JsonNode light = clouds.path("light");

        assertThat(light.path("pressed").toString())
                .isEqualTo("[[],[\"All equal\"],[\"Latency first\"],[\"Weights of the profile\"]]");
        assertThat(light.path("restored")).isEqualTo(light.path("totals"));
        assertThat(light.path("live").textValue()).startsWith("With these weights no cloud leads. Scored share");
    }

    @Test
    void limits_are_shown_by_their_verdict_and_keep_their_topic() {
        JsonNode light = clouds.path("light");

        assertThat(light.path("limitsOfOneVerdict").intValue())
                .isBetween(1, light.path("limits").intValue() - 1);
        assertThat(light.path("topicsShown").booleanValue()).isTrue();
    }

    @Test
    void the_moment_of_the_run_moves_by_the_keyboard() {
        assertThat(clouds.path("light").path("moment").textValue()).startsWith("02:00");
        assertThat(clouds.path("light").path("next").textValue()).startsWith("02:01");
    }

    @Test
    void a_report_of_functions_in_french_has_nothing_against_it_in_any_state() {
        assertClean(functions, 50);
        assertInside(functions);
        assertThat(sections(functions)).contains("stages", "functions", "response", "cost", "evaluation");
    }

    @Test
    void a_report_of_orders_has_nothing_against_it_in_any_state() {
        assertClean(orders, 30);
        assertInside(orders);
        assertThat(sections(orders)).contains("stages", "orders");
    }

    @Test
    void hostile_results_run_nothing() {
        assertClean(hostile, 50);
    }

    /** Checks the committed page, which {@code CommittedEvaluationsTest} compares with what the command writes. */
    @Test
    void the_page_of_an_evaluation_has_nothing_against_it_and_says_the_same_without_scripts() {
        assertClean(evaluation, 10);
        assertInside(evaluation);
        assertThat(sections(evaluation)).containsExactly("gates", "evaluation", "choice", "sensitivity", "reasons");
        assertThat(evaluation.path("light").path("told"))
                .isNotEmpty()
                .isEqualTo(evaluation.path("no-scripts").path("told"));
        assertThat(evaluation.path("light").path("movedTotals"))
                .isNotEqualTo(evaluation.path("light").path("totals"));
    }

    @Test
    void the_tables_of_an_evaluation_fit_a_desktop_and_a_phone() {
        assertThat(evaluation.path("light").path("wide")).isEmpty();
        assertThat(evaluation.path("phone").path("wide")).isEmpty();
    }

    @Test
    void seven_targets_fit_a_phone_with_all_labels_inside_their_sections() {
        assertClean(seven, 50);
        assertInside(seven);
    }

    @Test
    void emulators_latency_is_seen_and_printed_only_after_the_button_was_pressed() {
        for (String state : List.of("light", "phone")) {
            JsonNode uncovered = seven.path(state).path("uncovered");

            assertThat(uncovered.path("before").textValue())
                    .contains("hidden", "Show emulators’ latency")
                    .doesNotContain("emulator, not a cloud’s figure");
            assertThat(uncovered.path("printed").textValue())
                    .contains("hidden")
                    .doesNotContain("emulator, not a cloud’s figure", "Show emulators’ latency");
            assertThat(uncovered.path("after").textValue())
                    .contains("AWS, Azure and Google: emulator, not a cloud’s figure", "Hide emulators’ latency")
                    .doesNotContain("hidden");
            assertThat(uncovered.path("printedAfter").textValue()).contains("emulator, not a cloud’s figure");
            assertThat(uncovered.path("violations")).isEmpty();
            assertThat(uncovered.path("beyond")).isEmpty();
            assertThat(uncovered.path("again")).isEqualTo(uncovered.path("before"));
        }
    }

    @Test
    void the_study_and_its_slides_have_nothing_against_them_in_any_state() {
        assertClean(study, 20);
        assertClean(slides, 20);
    }

    private static List<String> sections(JsonNode found) {
        List<String> ids = new ArrayList<>();
        found.path("light").path("sections").forEach(id -> ids.add(id.textValue()));
        return ids;
    }

    /** Names of the clouds fit; a hostile one may be of any length. */
    private static void assertInside(JsonNode found) {
        for (String state : STATES) {
            assertThat(found.path(state).path("beyond"))
                    .as("beyond their section, " + state)
                    .isEmpty();
        }
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
        assertThat(found.path("light").path("paper"))
                .isNotEqualTo(found.path("dark").path("paper"));
        assertThat(found.path("phone").path("paper"))
                .isNotEqualTo(found.path("phone-dark").path("paper"));
        assertThat(found.path("no-scripts").path("drawings").intValue()).isGreaterThan(drawings);
    }

    /** {@return what was found on each page} */
    private static JsonNode check(Path folder, List<String> pages) throws IOException, InterruptedException {
        Path browser = Path.of(System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium"));
        assertThat(browser)
                .as(
                        "a browser at %s; install Debian's package chromium (apt-get install chromium), or name another by CHROMIUM",
                        browser)
                .isExecutable();
        Path project = NodeTools.projectRoot();
        Path module = project.resolve("loadtest/load-report/node");
        NodeTools tools = NodeTools.install(module, project.resolve(".triskel/node-report"));
        List<String> command =
                new ArrayList<>(List.of("node", module.resolve("browser.mjs").toString(), "check"));
        for (String page : pages) {
            Path report = folder.resolve("report-" + command.size() + ".html");
            command.add(Files.writeString(report, page).toString());
        }
        Path found = folder.resolve("found.json");
        Path log = folder.resolve("browser.log");
        ProcessBuilder node =
                new ProcessBuilder(command).redirectOutput(found.toFile()).redirectError(log.toFile());
        node.environment().put("REPORT_TOOLS", tools.folder().toString());
        node.environment().put("CHROMIUM", browser.toString());
        Process process = node.start();
        boolean ended = process.waitFor(20, TimeUnit.MINUTES);
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
