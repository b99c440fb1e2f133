package io.triskel.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.JsonObject;
import io.triskel.local.NodeTools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page in Debian's chromium, with its policy in force: what a person does on a console that runs, and every screen in its
 * states from invented data, light and dark, 1280 and 390 pixels wide.
 */
@Tag("local-clouds")
class ConsoleInBrowserTest {
    private static final ConsoleForBrowser OPEN = ConsoleForBrowser.start();

    private static JsonObject found = JsonObject.empty();

    /** One browser for all, because starting one takes as long as a check. */
    @BeforeAll
    static void open_the_browser(@TempDir Path folder) throws IOException, InterruptedException {
        Path browser = Path.of(System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium"));
        assertThat(browser)
                .as("a browser; install Debian's package chromium, or name another by CHROMIUM")
                .isExecutable();
        Path project = NodeTools.projectRoot();
        NodeTools tools = NodeTools.install(
                project.resolve("loadtest/load-report/node"), project.resolve(".triskel/node-report"));
        Path told = folder.resolve("found.json");
        Path log = folder.resolve("browser.log");
        ProcessBuilder node = new ProcessBuilder(
                        "node",
                        project.resolve("eda-console/node/browser.mjs").toString(),
                        "check",
                        OPEN.console().address().toString())
                .redirectOutput(told.toFile())
                .redirectError(log.toFile());
        node.environment().put("BROWSER_TOOLS", tools.folder().toString());
        node.environment().put("CHROMIUM", browser.toString());
        Process process = node.start();
        boolean ended = process.waitFor(20, TimeUnit.MINUTES);
        process.destroyForcibly();
        assertThat(ended && process.exitValue() == 0)
                .as(() -> "node ended well; it said: " + read(log))
                .isTrue();
        found = JsonObject.parse(Files.readString(told));
    }

    @AfterAll
    static void close() {
        OPEN.close();
    }

    @TestFactory
    List<DynamicTest> what_a_person_does() {
        return tests("work", 15);
    }

    @TestFactory
    List<DynamicTest> every_screen_in_its_states_has_no_violation_no_complaint_and_fits_its_window() {
        return tests("states", 36);
    }

    private static List<DynamicTest> tests(String part, int least) {
        List<JsonObject> checks = found.objects(part);
        assertThat(checks).hasSizeGreaterThanOrEqualTo(least);
        return checks.stream()
                .map(check -> DynamicTest.dynamicTest(
                        check.text("name"),
                        () -> assertThat(check.texts("problems")).isEmpty()))
                .toList();
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
