package io.triskel.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documents lead nowhere in vain. */
class LinksTest {
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#]+)");
    /** A file as {@code consume/Batch.java}, or a type as {@code consume.Verdict}, below some module's {@code io/triskel}. */
    private static final Pattern CODE =
            Pattern.compile("`((?:[a-z]+/)+[A-Z]\\w*\\.java|(?:[a-z]+\\.)+[A-Z]\\w*(?:\\.[A-Z]\\w*)?)`");

    @Test
    void every_link_of_the_documents_leads_somewhere() throws IOException {
        List<String> broken;
        try (Stream<Path> atTop = Files.list(Documents.TOP);
                Stream<Path> inDocs = Files.walk(Documents.TOP.resolve("docs"))) {
            broken = Stream.concat(atTop, inDocs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .flatMap(LinksTest::brokenLinks)
                    .toList();
        }

        assertThat(broken).isEmpty();
    }

    @Test
    void every_file_and_type_that_the_maps_of_the_code_name_exists() throws IOException {
        Set<String> sources = Sources.main().map(Sources::belowTriskel).collect(Collectors.toSet());

        for (String page : List.of("architecture.md", "glossary.md", "compatibility.md", "testkit.md")) {
            List<String> named = CODE.matcher(
                            Files.readString(Documents.TOP.resolve("docs").resolve(page)))
                    .results()
                    .map(code -> code.group(1))
                    .map(LinksTest::file)
                    .toList();

            assertThat(named).as(page).isNotEmpty();
            assertThat(sources).as(page).containsAll(named);
        }
    }

    /** The file of a path, or of a type: {@code inbox.Inbox.Claim} stands in {@code inbox/Inbox.java}. */
    private static String file(String code) {
        return code.endsWith(".java")
                ? code
                : code.replaceFirst("(?<=\\.[A-Z]\\w{0,99})\\..*", "").replace('.', '/') + ".java";
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
}
