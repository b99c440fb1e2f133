package io.triskel.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Java that a document shows stands in some source file, too, and so it compiles: white space and comments may differ. */
class SnippetsTest {
    private static final Pattern SNIPPET = Pattern.compile("(?ms)^ *```java\\n(.*?)^ *```");
    private static final Pattern NOTHING_TO_COMPILE = Pattern.compile("(?m)(^|\\s+)//[^\\n]*|\\s+");

    /** Their programs are compiled and run as they are. */
    private static final Set<String> RUN = Set.of(
            "README.md",
            "docs/first-programs.md",
            "docs/from-new-to-deployed.md",
            "docs/examples.md",
            "docs/getting-started.md",
            "cli/src/main/resources/new/README.md");

    @Test
    void java_in_documents_stands_in_sources_that_are_compiled() throws IOException {
        List<String> sources = new ArrayList<>();
        for (Path file : Sources.all(".java").toList()) {
            sources.add(compiled(Files.readString(file)));
        }

        List<String> snippets = new ArrayList<>();
        List<String> nowhere = new ArrayList<>();
        for (Path file : Sources.all(".md").toList()) {
            String name = Documents.TOP.relativize(file).toString().replace('\\', '/');
            if (!RUN.contains(name)) {
                String text = Files.readString(file);
                for (MatchResult snippet : SNIPPET.matcher(text).results().toList()) {
                    String place = name + ":"
                            + (text.substring(0, snippet.start()).lines().count() + 1);
                    snippets.add(place);
                    String code = compiled(snippet.group(1));
                    if (sources.stream().noneMatch(source -> source.contains(code))) {
                        nowhere.add(place);
                    }
                }
            }
        }

        assertThat(snippets).hasSizeGreaterThan(30);
        assertThat(nowhere)
                .as("code of documents that no test compiles: write it into one, such as io.triskel.documents of"
                        + " eda-testkit")
                .isEmpty();
    }

    private static String compiled(String code) {
        return NOTHING_TO_COMPILE.matcher(code).replaceAll("");
    }
}
