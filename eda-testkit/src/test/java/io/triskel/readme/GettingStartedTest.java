package io.triskel.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** Whoever types {@code docs/getting-started.md} sees what it says. {@code .ci/getting-started} does it with Maven. */
class GettingStartedTest {
    private static final Pattern MAIN_CLASS = Pattern.compile("-Dexec\\.mainClass=(\\S+)");
    private static final Pattern TESTS_RUN = Pattern.compile("Tests run: (\\d+)");

    @TempDir
    private Path folder;

    private Guide page;

    @BeforeEach
    void read() throws IOException {
        page = Guide.of(Guide.TOP.resolve("docs/getting-started.md"));
    }

    @TestFactory
    @ResourceLock(Resources.SYSTEM_OUT)
    Stream<DynamicTest> every_step_prints_what_the_page_says() {
        return page.steps().stream().map(step -> DynamicTest.dynamicTest(step.command(), () -> requirePrints(step)));
    }

    @Test
    void its_steps_are_four_and_the_last_is_a_test() {
        assertThat(page.steps()).hasSize(4);
        assertThat(page.steps().get(3).command()).isEqualTo("mvn test");
    }

    @Test
    void its_pom_asks_for_the_versions_of_this_build() throws IOException {
        Pattern bom = Pattern.compile("<artifactId>bom</artifactId>\\s*<version>([^<]+)</version>");
        assertThat(page.found("pom.xml", bom)).isEqualTo(versionOf(Guide.TOP.resolve("bom/pom.xml")));

        assertThat(Guide.pluginVersions(page.files().get("pom.xml")))
                .hasSize(2)
                .isSubsetOf(Guide.pluginVersions(Files.readString(Guide.TOP.resolve("pom.xml"))));
    }

    private void requirePrints(Guide.Step step) throws Exception {
        MatchResult main =
                MAIN_CLASS.matcher(step.command()).results().findFirst().orElse(null);
        try (Compiled soFar = Compiled.of(folder, written(step.filesSoFar()))) {
            if (main != null) {
                assertThat(soFar.run(main.group(1))).isEqualToNormalizingNewlines(step.prints());
            } else {
                soFar.requirePasses("shop.FulfilmentTest", testsRun(step.prints()));
            }
        }
    }

    private List<Path> written(List<String> names) throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String name : names) {
            if (name.endsWith(".java")) {
                Path file = folder.resolve(name);
                Files.createDirectories(file.getParent());
                sources.add(Files.writeString(file, page.files().get(name)));
            }
        }
        return sources;
    }

    private static long testsRun(String printed) {
        return TESTS_RUN
                .matcher(printed)
                .results()
                .map(found -> Long.valueOf(found.group(1)))
                .findFirst()
                .orElseThrow();
    }

    private static String versionOf(Path pom) throws IOException {
        return Pattern.compile("<version>([^<]+)</version>")
                .matcher(Files.readString(pom))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
    }
}
