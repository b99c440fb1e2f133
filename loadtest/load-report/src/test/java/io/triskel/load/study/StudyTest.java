package io.triskel.load.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command on a study of one chapter. */
class StudyTest {
    @TempDir
    private Path folder;

    private StudyHome home;

    @BeforeEach
    void copy() throws IOException {
        home = new StudyHome(folder);
    }

    @Test
    void a_figure_is_written_with_its_unit_or_bare_in_the_words_of_the_language() throws IOException {
        assertThat(home.written("en", "markdown")).contains("It takes 3 days, see", "| 3 | c |");
        assertThat(home.written("fr", "markdown")).contains("Il faut 3\u00a0jours, voir", "| 3 | c |");
    }

    @Test
    void spans_dates_shares_and_singulars_are_written_as_the_language_does() throws IOException {
        home.figures("""
                - {id: exit.cost, value: [36018, 39072], unit: USD a month, basis: counted, source: docs/faq.md}
                - {id: exit.first, value: 2026-12-01, basis: counted, source: docs/faq.md}
                - {id: exit.month, value: 2027-06, basis: counted, source: docs/faq.md}
                - {id: exit.share, value: 62, unit: "%", basis: counted, source: docs/faq.md}
                - {id: exit.short, value: 1.5, unit: days, basis: counted, source: docs/faq.md}
                """);
        String text = "# E\n\n{{exit.cost}}; {{exit.first}}; {{exit.month}}; {{exit.share}}; {{exit.short}}\n";
        home.english(text).french(text);

        assertThat(home.written("en", "markdown"))
                .contains("36,018 to 39,072 USD a month; 1 December 2026; June 2027; 62%; 1.5 days");
        assertThat(home.written("fr", "markdown"))
                .contains("36\u202f018 à 39\u202f072\u00a0USD par mois; 1ᵉʳ\u00a0décembre\u00a02026; juin\u00a02027;"
                        + " 62\u00a0%; 1,5\u00a0jour");
    }

    @Test
    void a_figure_is_computed_from_others_with_their_bounds() throws IOException {
        home.figures(
                "- {id: exit.cost, of: exit.days * exit.rate + cost.bank-orders.aws.low, unit: EUR}\n" + StudyHome.DAYS
                        + "- {id: exit.rate, value: [500, 700], unit: EUR a day, basis: assumption, why: {en: a, fr: b}}\n");
        home.english("# E\n\n{{exit.cost}}\n").french("# E\n\n{{exit.cost}}\n");

        assertThat(home.written("en", "markdown"))
                .contains("37,518 to 38,118 EUR")
                .contains("`exit.days * exit.rate");
    }

    @Test
    void facts_and_evaluations_have_figures_too() throws IOException {
        String text = "# E\n\n{{fact.kds-shard-in-bytes}}; {{fact.kds-shard-in-bytes|text}}; {{score.iot-fleet.aws}};"
                + " {{workload.bank-orders.peak}}; {{scored.bank-orders}}\n\n{{table costs}}\n";
        home.figures("[]\n").english(text).french(text);

        assertThat(home.written("fr", "markdown"))
                .contains("1\u00a0Mio/s par shard; 1 MiB/s per shard; 5,5 à 8,8; 200\u00a0commandes/s; 81\u00a0%")
                .contains("36\u202f018 à 39\u202f072");
    }

    @Test
    void the_annex_has_every_figure_that_is_used_once_with_its_source() throws IOException {
        home.figures(StudyHome.DAYS + "- {id: exit.unused, value: 4, basis: counted, source: docs/faq.md}\n");

        String study = home.written("en", "markdown");

        assertThat(study.substring(study.indexOf("## Annex")))
                .contains("### Counted\n", "| exit.days 3 days | [docs/faq.md](faq.md) |  |\n")
                .containsOnlyOnce("exit.days")
                .doesNotContain("exit.unused");
    }

    @Test
    void a_row_of_the_annex_has_all_figures_of_its_source_and_marks_a_secondary_one() throws IOException {
        home.figures("""
                - {id: exit.days, value: 3, basis: documented, source: "https://example.org/a,", asOf: "2026-05-01"}
                - {id: exit.law, value: 2, basis: documented, confidence: official, source: "https://example.org/b"}
                """);
        String text = "# E\n\n{{exit.days}} {{exit.law}} {{score.iot-fleet.aws}} {{score.iot-fleet.gcp}}\n";
        home.english(text).french(text);

        assertThat(home.written("fr", "markdown"))
                .contains(
                        "| score.iot-fleet AWS 5,5 à 8,8\u202f; Google 3,3 à 9,4 | `./triskel evaluate --profile iot-fleet` |")
                .contains("| exit.days 3 | [example.org](https://example.org/a), (source secondaire) | 2026-05-01 |")
                .contains("| exit.law 2 | [example.org](https://example.org/b) |  |");
    }

    @Test
    void the_page_links_a_figure_to_its_row_in_the_annex() throws IOException {
        assertThat(home.written("fr", "html"))
                .contains("<a class=\"figure\" href=\"#figure-exit-days\">3\u00a0jours</a>")
                .containsOnlyOnce("id=\"figure-exit-days\"");
    }

    @Test
    void links_to_evidence_lead_to_docs_from_where_the_document_is() throws IOException {
        home.run("--language", "en", "--markdown", home.path("docs/fr/x.md").toString());
        home.run("--language", "en", "--html", home.path("target/x.html").toString());

        assertThat(home.written("en", "markdown")).contains("](faq.md)");
        assertThat(Files.readString(home.path("docs/fr/x.md"))).contains("](../faq.md)");
        assertThat(Files.readString(home.path("target/x.html"))).contains("href=\"../docs/faq.md\"");
    }

    @Test
    void the_page_allows_nothing_from_the_network() throws IOException {
        assertThat(home.written("fr", "html"))
                .contains("default-src &#39;none&#39;")
                .doesNotContain("<script");
    }

    @Nested
    class A_mistake_is_told_with_its_file_and_line_and_exit_code_2 {
        private void assertWrong(String... messages) {
            assertThat(home.run(
                            "--language", "fr", "--markdown", home.path("x.md").toString()))
                    .isEqualTo(2);
            assertThat(home.errors()).contains(messages).doesNotContain("\tat ");
            assertThat(home.path("x.md")).doesNotExist();
        }

        @Test
        void unknown_figures_each_with_those_that_are_like_it() throws IOException {
            home.french("# Sortie\n\n{{exit.day}}\n\n{{exit.dyas|bare}}\n");

            assertWrong(
                    "86-exit.md:3: unknown figure 'exit.day'; near it: exit.days.",
                    "86-exit.md:5: unknown figure 'exit.dyas'; near it: exit.days.");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "{{table costings}}|86-exit.md:3: unknown block 'table costings'; known: table criteria",
                    "{{table gates mars}}|86-exit.md:3: unknown profile 'mars'; known: iot-fleet, bank-orders",
                    "{{table figures mars}}|86-exit.md:3: no figures of a chapter 'mars'",
                    "See {{table costs}}|86-exit.md:3: the block 'table costs' needs a line of its own",
                    "{{exit.days!long}}|86-exit.md:3: unknown form 'long' of 'exit.days'; known: bare, text",
                    "{{exit.days!text}}|86-exit.md:3: 'exit.days' is not a fact",
                })
        void a_placeholder(String placeholder, String message) throws IOException {
            home.french("# Sortie\n\n" + placeholder.replace('!', '|') + "\n");

            assertWrong(message);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "{id: exit.a, value: 3, unit: dayz, basis: counted, source: x}|exit.yaml:1: 'unit' is 'dayz', which is unknown. Did you mean 'days'?",
                    "{id: exit.a, value: 3, basis: guessed, source: x}|exit.yaml:1: 'basis' is 'guessed'",
                    "{id: exit.a, value: 3, basis: assumption}|exit.yaml:1: 'exit.a' needs the reason (why)",
                    "{id: exit.a, value: 3, basis: documented}|exit.yaml:1: 'exit.a' needs the source",
                    "{id: exit.a, basis: counted, source: x}|exit.yaml:1: 'exit.a' needs either a value or an expression",
                    "{id: law.a, value: 3, basis: counted, source: x}|exit.yaml:1: 'id' is the text 'law.a'. Expected: the chapter",
                    "{id: exit.a, value: [3, 2], basis: counted, source: x}|exit.yaml:1: 'value' is a list. Expected: a number, a date",
                    "{id: exit.a, value: soon, basis: counted, source: x}|exit.yaml:1: 'value' is the text 'soon'. Expected: a number, a date",
                    "{id: exit.a, of: exit.b + 1}|exit.yaml:1: unknown figure 'exit.b'",
                    "{id: exit.a, of: exit.a + 1}|exit.yaml:1: 'exit.a' is computed from itself",
                    "{id: exit.a, of: 1 +}|exit.yaml:1: The expression ends",
                    "{id: exit.a, value: '2026-12-41', basis: counted, source: x}|exit.yaml:1: 'value' is the text '2026-12-41'",
                    "{id: exit.a, value: 3|exit.yaml:2: this is not YAML",
                })
        void a_figure(String figure, String message) throws IOException {
            home.figures("- " + figure + "\n");

            assertWrong(message);
        }

        @Test
        void figures_that_are_computed_from_each_other() throws IOException {
            home.figures("- {id: exit.a, of: exit.b}\n- {id: exit.b, of: exit.a}\n");

            assertWrong("exit.yaml:1: 'exit.a' is computed from itself: exit.a, exit.b.");
        }

        @Test
        void an_id_that_is_there_twice() throws IOException {
            home.figures(StudyHome.DAYS + StudyHome.DAYS);

            assertWrong("exit.yaml:2: 'exit.days' is also at ", "exit.yaml:1. Keep one of them.");
        }

        @Test
        void a_unit_without_french() throws IOException {
            home.write("study/units.yaml", "- {en: days}\n");

            assertWrong("units.yaml:1: the field 'fr' is missing");
        }

        @Test
        void a_chapter_that_one_language_lacks() throws IOException {
            home.write("study/en/10-summary.md", "# Summary\n");

            assertWrong("10-summary.md: this chapter does not exist, and ", "Write it in both languages.");
        }

        @Test
        void a_chapter_in_another_character_set() throws IOException {
            Files.write(home.path("study/fr/86-exit.md"), new byte[] {'#', ' ', (byte) 0xe9});

            assertWrong("86-exit.md: cannot read the file as UTF-8 text");
        }

        @Test
        void html_in_a_chapter() throws IOException {
            home.french("# Sortie\n\nUn <b>mot</b>.\n");

            assertThat(home.run("--html", home.path("x.html").toString())).isEqualTo(2);
            assertThat(home.errors()).contains("exit: chapters cannot have HTML, <b>");
        }

        @Test
        void a_folder_without_a_study() throws IOException {
            Path empty = Files.createDirectory(home.path("empty"));
            StringWriter err = new StringWriter();
            PrintWriter out = new PrintWriter(err);

            assertThat(Study.run(Map.of("TRISKEL_HOME", empty.toString()), out, out, "--html", "x.html"))
                    .isEqualTo(2);
            assertThat(err.toString()).contains("criteria.yaml: this file does not exist");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--language de --html x|triskel study: unknown language 'de'; known: en, fr",
                "--language fr|triskel study: nothing to write",
                "--htm x|triskel study: unknown option '--htm'; did you mean --html?",
            })
    void a_wrong_use_is_told_with_where_help_is(String arguments, String message) {
        assertThat(home.run(arguments.split(" "))).isEqualTo(2);
        assertThat(home.errors()).startsWith(message).contains("Try 'triskel study --help'.");
    }
}
