package io.triskel.readme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Whoever types {@code docs/getting-started.md} sees what it says. {@code .ci/getting-started} does it with Maven. */
class GettingStartedTest {
    private static final Path TOP = Stream.iterate(
                    Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
            .filter(folder -> Files.exists(folder.resolve("mvnw")))
            .findFirst()
            .orElseThrow();
    private static final Pattern MAIN_CLASS = Pattern.compile("-Dexec\\.mainClass=(\\S+)");
    private static final Pattern TESTS_RUN = Pattern.compile("Tests run: (\\d+)");
    private static final Pattern PLUGIN_VERSION =
            Pattern.compile("<artifactId>(maven-\\w+-plugin)</artifactId>\\s*<version>([^<]+)</version>");

    @TempDir
    private Path folder;

    private Guide page;

    @BeforeEach
    void read() throws IOException {
        page = Guide.of(TOP.resolve("docs/getting-started.md"));
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
        assertThat(page.found("pom.xml", bom)).isEqualTo(versionOf(TOP.resolve("bom/pom.xml")));

        List<String> plugins = PLUGIN_VERSION
                .matcher(page.files().get("pom.xml"))
                .results()
                .map(MatchResult::group)
                .map(GettingStartedTest::withoutBlanks)
                .toList();
        assertThat(plugins).hasSize(2);
        assertThat(withoutBlanks(Files.readString(TOP.resolve("pom.xml")))).contains(plugins);
    }

    private void requirePrints(Guide.Step step) throws Exception {
        compile(step.filesSoFar());
        MatchResult main =
                MAIN_CLASS.matcher(step.command()).results().findFirst().orElse(null);
        try (URLClassLoader classes =
                new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            if (main != null) {
                assertThat(run(classes.loadClass(main.group(1)))).isEqualToNormalizingNewlines(step.prints());
            } else {
                requirePasses(classes.loadClass("shop.FulfilmentTest"), testsRun(step.prints()));
            }
        }
    }

    private void compile(List<String> names) throws IOException {
        String[] options = {"-proc:none", "-d", folder.toString()};
        List<String> sources =
                names.stream().filter(name -> name.endsWith(".java")).toList();
        for (String name : sources) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, page.files().get(name));
        }
        String[] arguments = Stream.concat(
                        Stream.of(options),
                        sources.stream().map(name -> folder.resolve(name).toString()))
                .toArray(String[]::new);
        ByteArrayOutputStream problems = new ByteArrayOutputStream();
        int failed = ToolProvider.getSystemJavaCompiler().run(null, problems, problems, arguments);
        assertThat(failed).as(problems.toString(StandardCharsets.UTF_8)).isZero();
    }

    private static String run(Class<?> program) throws ReflectiveOperationException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            program.getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    private static void requirePasses(Class<?> tests, long count) {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .execute()
                .testEvents()
                .assertStatistics(statistics -> statistics.started(count).succeeded(count));
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

    private static String withoutBlanks(String text) {
        return text.replaceAll("\\s+", "");
    }
}
