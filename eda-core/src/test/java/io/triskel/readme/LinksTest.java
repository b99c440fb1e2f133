package io.triskel.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documents lead nowhere in vain. */
class LinksTest {
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#]+)");

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
