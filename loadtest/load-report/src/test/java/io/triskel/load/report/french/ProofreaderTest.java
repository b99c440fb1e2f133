package io.triskel.load.report.french;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.load.report.words.Language;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules find what they are for, and the French of the product keeps them: pages, chapters, dictionary, criteria and profiles. */
class ProofreaderTest {
    private static final Path TOP = Path.of("../..");
    private static final Pattern FRENCH_OF_YAML = Pattern.compile("\\bfr: \"([^\"]*)\"");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Attention!",
                "un ; deux",
                "un\u00a0; deux",
                "Le coût: élevé",
                "Le coût : élevé",
                "80 % du poids",
                "80% du poids",
                "« un avis »",
                "1 200 commandes",
                "18500 mesures",
                "1,724,000\u00a0USD",
                "0.31\u00a0s",
                "70 ms",
                "40Mo",
                "l'ordre",
                "un \"avis\"",
                "au 99e centile",
                "1er\u00a0décembre",
                "au 2026-11-30",
                "au undated copy",
                "une source official",
                "le coût of the run",
                "une inbox le traite",
                "les ordres d’une banque",
                "sans faute",
                "une doublure",
                "chaque essai",
                "sans désordre",
                "Evaluation du coût"
            })
    void a_mistake_is_found(String sentence) {
        assertThat(Proofreader.findings(sentence)).isNotEmpty();
    }

    @Test
    void french_as_it_should_be_is_not_marked() {
        assertThat(
                        Proofreader.findings(
                                "L’arriéré «\u00a0résorbé\u00a0»\u00a0: 80\u00a0% de 18\u202f500 commandes, au"
                                        + " 99ᵉ centile, en 0,31\u00a0s\u202f; ordre tenu\u202f? Oui. SecNumCloud 3.2, le 1ᵉʳ décembre 2026 à 12:30,"
                                        + " Cloud Run functions, un banc d’essai, ./triskel evaluate, article 28, livré dans le désordre."))
                .isEmpty();
    }

    @Test
    void code_and_words_in_italics_may_be_in_another_language() {
        assertThat(Proofreader.findings(Prose.ofMarkdown("""
                        # Un *inbox*

                        Voir `the order`, [ici](the-page.md)\u00a0: {{cost.of.this}}.

                            the order

                        | un |
                        |---|
                        | *the title* |
                        """))).isEmpty();
        assertThat(Proofreader.findings(Prose.ofHtml(
                        "<p title=\"Coût\">Voir <code>the order</code>, <cite lang=\"en\">the title</cite>.</p>"
                                + "<script>the order</script><p lang=\"en\">the order</p>")))
                .isEmpty();
        assertThat(Proofreader.findings(Prose.ofMarkdown("| le coût |\n|---|\n| the order |\n")))
                .isNotEmpty();
        assertThat(Proofreader.findings(Prose.ofHtml("<p title=\"the cost\">Coût</p>")))
                .isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void a_page_is_in_french(Path page) throws IOException {
        assertThat(Proofreader.findings(Prose.ofMarkdown(Files.readString(page))))
                .isEmpty();
    }

    static Stream<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        for (String folder : List.of("docs/fr", "study/fr")) {
            if (!Files.isDirectory(TOP.resolve(folder))) {
                continue;
            }
            try (Stream<Path> files = Files.list(TOP.resolve(folder))) {
                // The generated study quotes titles of English sources; its chapters are in study/fr.
                files.filter(file -> file.toString().endsWith(".md") && !file.endsWith("etude.md"))
                        .forEach(pages::add);
            }
        }
        return pages.stream().sorted();
    }

    @Test
    void the_glossary_gives_french_words() throws IOException {
        String words = Files.readString(TOP.resolve("docs/glossary.md"))
                .lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| term |"))
                .map(row -> row.split(" \\| ", -1)[2] + "\n\n")
                .collect(Collectors.joining());

        assertThat(words).contains("zone d’attente");
        assertThat(Proofreader.findings(Prose.ofMarkdown(words))).isEmpty();
    }

    @Test
    void the_dictionary_of_reports_is_in_french() throws IOException {
        StringBuilder sentences = new StringBuilder();
        try (InputStream file = Objects.requireNonNull(Language.class.getResourceAsStream("fr.json"))) {
            new ObjectMapper()
                    .readTree(file)
                    .forEach(one -> sentences
                            .append(one.textValue().replaceAll("\\{\\d\\}", "x"))
                            .append('\n'));
        }

        assertThat(Proofreader.findings(sentences.toString())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"evaluation", "evaluation/profiles", "study", "study/figures"})
    void what_evaluations_and_figures_say_is_in_french(String folder) throws IOException {
        String sentences = FRENCH_OF_YAML
                .matcher(yaml(folder))
                .results()
                .map(one -> one.group(1))
                .collect(Collectors.joining("\n\n"));

        assertThat(sentences).isNotEmpty();
        assertThat(Proofreader.findings(Prose.ofMarkdown(sentences))).isEmpty();
    }

    private static String yaml(String folder) throws IOException {
        StringBuilder yaml = new StringBuilder();
        try (Stream<Path> files = Files.list(TOP.resolve(folder))) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".yaml")).toList()) {
                yaml.append(Files.readString(file));
            }
        }
        return yaml.toString();
    }
}
