package io.triskel.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documents lead nowhere in vain. */
class LinksTest {
    /** A link as {@code [text](address)}, or the address of {@code [text][name]} as {@code [name]: address} at a line's start. */
    private static final Pattern LINK = Pattern.compile("(?:]\\(|(?m:^)\\[[^]]+]: )(?!https?:)([^)\\s]+)");

    /** The name of {@code [text][name]}. */
    private static final Pattern REFERENCE = Pattern.compile("`]\\[([^]]+)]");

    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    private static final Pattern CODE_BLOCK = Pattern.compile("(?s)```.*?```");
    /** A file as {@code consume/Batch.java}, or a type as {@code consume.Verdict}, below some module's {@code io/triskel}. */
    private static final Pattern CODE =
            Pattern.compile("`((?:[a-z]+/)+[A-Z]\\w*\\.java|(?:[a-z]+\\.)+[A-Z]\\w*(?:\\.[A-Z]\\w*)?)`");

    /** A decision as {@code decisions/0012}, alone or at the beginning of a file's name. */
    private static final Pattern CITED_DECISION = Pattern.compile("decisions/(\\d{4})(?!\\d)");
    /** A source or document as {@code infra/checks/hcl.mjs}, with or without its folder. */
    private static final Pattern CITED_FILE =
            Pattern.compile("(?<![\\w/.(-])((?:[\\w-]+/)*[\\w-]+\\.(?:java|md|mjs|py|sh|tf|yaml|yml))\\b");

    /** A section of the runbook, as {@code docs/runbook.md#the-clock-failed}. */
    private static final Pattern RUNBOOK_SECTION = Pattern.compile("docs/runbook\\.md#([a-z-]+)");

    /** A test as {@code SelfCheckTest.a_clock_that_jumps}. */
    private static final Pattern CITED_TEST =
            Pattern.compile("`([A-Z]\\w*(?:Test|Properties))\\.([a-z0-9]+_[a-z0-9_]+)`");

    @Test
    void every_test_that_a_document_names_exists() throws IOException {
        Map<String, List<Path>> sources = Sources.all(".java")
                .collect(Collectors.groupingBy(file -> file.getFileName().toString()));
        Set<String> missing = new TreeSet<>();
        Set<String> found = new TreeSet<>();
        for (Path document : Sources.all(".md").toList()) {
            for (MatchResult test :
                    CITED_TEST.matcher(Files.readString(document)).results().toList()) {
                boolean exists = false;
                for (Path source : sources.getOrDefault(test.group(1) + ".java", List.of())) {
                    exists |= Files.readString(source).contains(" " + test.group(2) + "(");
                }
                (exists ? found : missing).add(test.group() + " in " + document.getFileName());
            }
        }

        assertThat(missing).isEmpty();
        assertThat(found).as("the claims of how-load-tests-judge.md").hasSizeGreaterThan(30);
    }

    @Test
    void every_alarm_that_names_a_section_of_the_runbook_names_one_that_exists() throws IOException {
        Set<String> sections = headings(Documents.TOP.resolve("docs/runbook.md"));

        Set<String> named = new TreeSet<>();
        for (String ending : List.of(".yaml", ".tf")) {
            for (Path template : Sources.all(ending).toList()) {
                RUNBOOK_SECTION
                        .matcher(Files.readString(template))
                        .results()
                        .forEach(section -> named.add(section.group(1)));
            }
        }

        assertThat(named).hasSizeGreaterThan(10);
        assertThat(sections).containsAll(named);
    }

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

    @Test
    void every_decision_that_a_text_cites_is_recorded() throws IOException {
        Set<String> recorded = decisions().map(LinksTest::number).collect(Collectors.toSet());

        List<String> unrecorded = new ArrayList<>();
        for (String ending : List.of(".md", ".java", ".tf", ".sh", ".py", ".json", ".yml")) {
            for (Path text : Sources.all(ending).toList()) {
                CITED_DECISION
                        .matcher(Files.readString(text))
                        .results()
                        .map(cited -> cited.group(1))
                        .filter(cited -> !recorded.contains(cited))
                        .forEach(cited -> unrecorded.add(text + ": " + cited));
            }
        }

        assertThat(unrecorded).isEmpty();
    }

    @Test
    void every_file_that_a_decision_names_exists() throws IOException {
        List<Path> files = Sources.all("").toList();

        List<String> missing = new ArrayList<>();
        for (Path decision : decisions().toList()) {
            CITED_FILE
                    .matcher(Files.readString(decision))
                    .results()
                    .map(cited -> cited.group(1))
                    .filter(cited -> files.stream().noneMatch(file -> file.endsWith(cited)))
                    .forEach(cited -> missing.add(decision.getFileName() + ": " + cited));
        }

        assertThat(missing).isEmpty();
    }

    private static Stream<Path> decisions() throws IOException {
        return Sources.all(".md")
                .filter(file -> file.getParent().endsWith("docs/decisions"))
                .filter(file -> Character.isDigit(number(file).charAt(0)));
    }

    private static String number(Path decision) {
        return decision.getFileName().toString().substring(0, 4);
    }

    /** The file of a path, or of a type: {@code inbox.Inbox.Claim} stands in {@code inbox/Inbox.java}. */
    private static String file(String code) {
        return code.endsWith(".java")
                ? code
                : code.replaceFirst("(?<=\\.[A-Z]\\w{0,99})\\..*", "").replace('.', '/') + ".java";
    }

    private static Stream<String> brokenLinks(Path document) {
        try {
            String text = prose(document);
            Stream<String> links = LINK.matcher(text).results().map(link -> link.group(1));
            Stream<String> references = REFERENCE
                    .matcher(text)
                    .results()
                    .map(link -> link.group(1))
                    .filter(name -> !text.contains("\n[" + name + "]: "));
            return Stream.concat(links.filter(link -> !leadsSomewhere(document, link)), references)
                    .map(link -> document + ": " + link);
        } catch (IOException unreadable) {
            return Stream.of(document + ": " + unreadable);
        }
    }

    private static boolean leadsSomewhere(Path document, String link) {
        int anchor = link.indexOf('#');
        String file = anchor < 0 ? link : link.substring(0, anchor);
        Path target = file.isEmpty() ? document : document.resolveSibling(file);
        return Files.exists(target)
                && (anchor < 0
                        || !target.toString().endsWith(".md")
                        || headings(target).contains(link.substring(anchor + 1)));
    }

    /** {@return the anchors that GitHub gives to the headings of a document} */
    private static Set<String> headings(Path document) {
        try {
            return HEADING.matcher(prose(document))
                    .results()
                    .map(heading -> heading.group(1)
                            .replaceAll("]\\([^)]*\\)", "")
                            .toLowerCase(Locale.ROOT)
                            .replaceAll("[^\\p{L}\\p{N}_\\- ]", "")
                            .replace(' ', '-'))
                    .collect(Collectors.toSet());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String prose(Path document) throws IOException {
        return CODE_BLOCK.matcher(Files.readString(document)).replaceAll("");
    }
}
