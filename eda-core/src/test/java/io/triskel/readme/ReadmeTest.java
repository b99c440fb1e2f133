package io.triskel.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** What the README shows is what compiles and runs here. */
class ReadmeTest {
    private static final Path TOP = top();
    private static final Pattern JAVA_BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#]+)");

    @Test
    void the_program_in_the_readme_is_the_one_that_is_compiled() throws IOException {
        String shown = javaBlock(Files.readString(TOP.resolve("README.md")));
        String compiled = Files.readString(TOP.resolve("eda-core/src/test/java/io/triskel/readme/Purse.java"));

        assertThat(shown).isEqualTo(compiled);
        assertThat(shown.lines()).hasSizeLessThanOrEqualTo(30);
    }

    @Test
    @ResourceLock(Resources.SYSTEM_OUT)
    void it_prints_what_its_comment_says() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            Purse.main(new String[0]);
        } finally {
            System.setOut(before);
        }

        assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualToIgnoringNewLines("Loaded[state=500, revision=1]");
    }

    @Test
    void every_link_of_the_documents_leads_somewhere() throws IOException {
        List<String> broken;
        try (Stream<Path> atTop = Files.list(TOP);
                Stream<Path> inDocs = Files.walk(TOP.resolve("docs"))) {
            broken = Stream.concat(atTop, inDocs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .flatMap(ReadmeTest::brokenLinks)
                    .toList();
        }

        assertThat(broken).isEmpty();
    }

    private static Stream<String> brokenLinks(Path document) {
        try {
            return LINK.matcher(Files.readString(document))
                    .results()
                    .map(link -> link.group(1))
                    .filter(link -> !Files.exists(document.resolveSibling(link)))
                    .map(link -> document + ": " + link);
        } catch (IOException unreadable) {
            return Stream.of(document + ": " + unreadable);
        }
    }

    private static String javaBlock(String readme) {
        Matcher block = JAVA_BLOCK.matcher(readme);
        assertThat(block.find()).as("the README has a block of Java").isTrue();
        return block.group(1);
    }

    private static Path top() {
        return Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
                .filter(folder -> Files.exists(folder.resolve("mvnw")))
                .findFirst()
                .orElseThrow();
    }
}
