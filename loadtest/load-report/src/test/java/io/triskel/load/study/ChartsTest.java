package io.triskel.load.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The charts of a study of one chapter. */
class ChartsTest {
    private static final String DATES = """
            - {id: framing.begun, value: 2026-11-24, basis: counted, source: docs/faq.md}
            - {id: framing.m1, value: 2026-12-18, basis: counted, source: docs/faq.md}
            - {id: framing.start, value: 2027-01-11, basis: counted, source: docs/faq.md}
            - {id: framing.m3, value: 2027-03-01, basis: counted, source: docs/faq.md}
            """;

    @TempDir
    private Path folder;

    private StudyHome home;

    @BeforeEach
    void copy() throws IOException {
        home = new StudyHome(folder).figures("[]\n").write("study/figures/framing.yaml", DATES);
    }

    @Test
    void costs_show_offer_and_span_of_each_cloud_and_say_so_to_a_screen_reader() throws IOException {
        String figure = figure("{{chart costs bank-orders}}");

        assertThat(figure)
                .contains("<figcaption>Coût mensuel, profil bank-orders")
                .containsPattern(
                        "aria-label=\"Coût mensuel, profil bank-orders\u00a0: AWS [0-9\u202f]+ à [0-9\u202f]+\u00a0USD par mois")
                .contains("Kinesis", "class=\"pale\"");
    }

    @Test
    void scores_show_what_missing_criteria_could_add() throws IOException {
        assertThat(figure("{{chart scores bank-orders}}"))
                .contains("premier dans ", "class=\"hatched\"", "fill=\"url(#hatch-aws-");
    }

    @Test
    void the_schedule_has_the_phases_whose_dates_are_declared() throws IOException {
        assertThat(figure("{{chart schedule}}"))
                .contains(
                        "aria-label=\"Calendrier\u00a0: étude\u202f; le comité décide, 18\u00a0déc.\u202f; préparation, 11\u00a0janv.\"")
                .doesNotContain("pilote");
    }

    @Test
    void in_markdown_a_chart_is_its_table_or_a_sentence() throws IOException {
        home.french("# S\n\n{{chart costs iot-fleet}}\n\n{{chart schedule}}\n\n{{chart use-case}}\n\n{{chart path}}\n");
        home.english(
                "# S\n\n{{chart costs iot-fleet}}\n\n{{chart schedule}}\n\n{{chart use-case}}\n\n{{chart path}}\n");

        assertThat(home.written("fr", "markdown"))
                .contains("| iot-fleet | USD par mois, prix publics |")
                .contains(
                        "Le comité décide de la campagne le 18\u00a0décembre\u00a02026, et du cloud le 1ᵉʳ\u00a0mars\u00a02027.")
                .contains("Une saga conduit la commande")
                .contains("mis de côté, puis rejoués dans l’ordre");
    }

    @Test
    void diagrams_have_words_of_their_language() throws IOException {
        assertThat(figure("{{chart use-case}}")).contains("conduit la commande").doesNotContain("parking lot");
        assertThat(figure("{{chart path}}")).contains("zone d’attente").doesNotContain("parking lot");
    }

    private String figure(String placeholder) throws IOException {
        home.english("# S\n\n" + placeholder + "\n").french("# S\n\n" + placeholder + "\n");
        String page = home.written("fr", "html");
        return page.substring(page.indexOf("<figure "), page.indexOf("</figure>"));
    }
}
