package io.triskel.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code ./triskel new} writes compiles, prints what it says and passes its tests. {@code .ci/new} does it with Maven. */
class NewProjectTest {
    private static final Path TEMPLATES = Guide.TOP.resolve("cli/src/main/resources/new");
    private static final Pattern PRINTS = Pattern.compile("```text\n(.*?)```", Pattern.DOTALL);
    private static final Pattern PROGRAM = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @Test
    @ResourceLock(Resources.SYSTEM_OUT)
    void its_program_prints_what_its_page_says() throws Exception {
        MatchResult page = PRINTS.matcher(Files.readString(TEMPLATES.resolve("README.md")))
                .results()
                .findFirst()
                .orElseThrow();

        try (Compiled project = Compiled.of(folder, sources())) {
            assertThat(project.run("app_package.App")).isEqualToNormalizingNewlines(page.group(1));
        }
    }

    @Test
    void its_tests_pass() throws Exception {
        try (Compiled project = Compiled.of(folder, sources())) {
            project.requirePasses("app_package.OrderingTest", 4);
            project.requirePasses("app_package.FulfilmentTest", 6);
            project.requirePasses("app_package.ShopTest", 2);
        }
    }

    @Test
    void the_parts_that_the_page_on_deployment_adds_compile() throws Exception {
        MatchResult page = PROGRAM.matcher(Files.readString(Guide.TOP.resolve("docs/from-new-to-deployed.md")))
                .results()
                .findFirst()
                .orElseThrow();
        Path parts = folder.resolve("MoreParts.java");
        Files.writeString(parts, page.group(1).replace("org.acme.shop", "app_package"));

        Compiled.of(folder, Stream.concat(sources().stream(), Stream.of(parts)).toList())
                .close();
    }

    @Test
    void its_pom_asks_for_the_plugins_of_this_build() throws IOException {
        assertThat(Guide.pluginVersions(Files.readString(Guide.TOP.resolve("pom.xml"))))
                .containsAll(Guide.pluginVersions(Files.readString(TEMPLATES.resolve("pom.xml"))));
    }

    /** A client that the adapter leaves to the package has to be of the adapter's version. */
    @ParameterizedTest
    @CsvSource({"kms, aws-sdk", "azure-security-keyvault-keys, azure-keyvault-keys"})
    void its_packages_have_the_sdks_of_this_build(String client, String property) throws IOException {
        String version = Pattern.compile("<" + property + ".version>(.*)</" + property + ".version>")
                .matcher(Files.readString(Guide.TOP.resolve("pom.xml")))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);

        assertThat(Files.readString(TEMPLATES.resolve("pom.xml")))
                .contains("<artifactId>" + client + "</artifactId>\n          <version>" + version + "</version>");
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> main = Files.walk(TEMPLATES.resolve("src/main"));
                Stream<Path> test = Files.walk(TEMPLATES.resolve("src/test"))) {
            return Stream.concat(main, test)
                    .filter(file -> file.toString().endsWith(".java"))
                    .toList();
        }
    }
}
