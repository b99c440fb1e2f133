package io.triskel.load.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.load.cloud.Clouds;
import io.triskel.load.evaluate.criteria.Phrase;
import io.triskel.load.evaluate.criteria.Profile;
import io.triskel.load.evaluate.score.Basis;
import io.triskel.load.evaluate.score.Evaluation;
import io.triskel.load.evaluate.score.Examples;
import io.triskel.load.evaluate.score.Scored;
import io.triskel.load.report.result.EvaluationFile;
import io.triskel.load.report.section.Sections;
import io.triskel.load.report.words.Language;
import io.triskel.load.report.words.Words;
import io.triskel.load.report.write.HtmlReport;
import io.triskel.load.report.write.MarkdownReport;
import io.triskel.load.report.write.TextReport;
import io.triskel.load.size.plan.Range;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The content of an evaluation as a page, as Markdown, as text and as JSON. */
class EvaluationWordsTest {
    private static final String HOSTILE = "</script><img src=x onerror=alert(1)>\"'&";
    private static final Phrase SAID = new Phrase(HOSTILE, HOSTILE);

    @Test
    void hostile_names_stay_text_in_the_page() {
        String page = page(hostile(), Language.ENGLISH);

        assertThat(page).doesNotContain("<img").doesNotContain("</script><img");
        assertThat(page).contains("&lt;/script&gt;&lt;img");
    }

    @Test
    void hostile_names_stay_text_in_markdown() {
        assertThat(markdown(hostile(), Language.ENGLISH)).contains("&lt;img").doesNotContain("<img");
    }

    @Test
    void the_page_allows_its_own_style_and_script_alone() {
        String page = page(hostile(), Language.ENGLISH);

        assertThat(page).contains("default-src &#39;none&#39;; style-src &#39;sha256-");
        assertThat(page).doesNotContain("style=\"").doesNotContain("src=\"").doesNotContainPattern(" on\\w+=\"");
    }

    @Test
    void a_keyboard_can_scroll_whatever_is_wider_than_its_place() {
        String page = page(hostile(), Language.ENGLISH);

        assertThat(page.split("class=\"scroll\""))
                .hasSameSizeAs(page.split("class=\"scroll\" tabindex=\"0\" role=\"region\""));
    }

    @Test
    void no_bar_says_that_a_cloud_leads_where_the_verdict_names_none() {
        String none = page(Examples.evaluation(Examples.scored("cost", Basis.COMPUTED, 1, 9, 5, 1)), Language.ENGLISH);
        String leads =
                page(Examples.evaluation(Examples.scored("latency", Basis.MEASURED, 1, 9, 5, 1)), Language.ENGLISH);

        assertThat(none).contains("<b class=\"leads\"></b>").doesNotContain("<b class=\"leads\">leads</b>");
        assertThat(leads).containsOnlyOnce("<b class=\"leads\">leads</b>");
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void what_is_missing_is_shown_as_missing_everywhere(Language language) {
        Evaluation evaluation = Examples.evaluation(
                Examples.missing("latency", 3), Examples.scored("cost", Basis.COMPUTED, 1, 9, 5, 1));
        String missing = in(language).say("missing");
        String reason = new Phrase("nobody looked", "personne n’a regardé").in(language);

        assertThat(text(evaluation, language)).contains(missing, reason);
        assertThat(markdown(evaluation, language)).contains(missing, reason);
        assertThat(page(evaluation, language)).contains(missing).contains(reason.replace("'", "&#39;"));
        assertThat(words(evaluation, language).file().json()).contains("\"basis\" : \"missing\"", reason);
    }

    @Test
    void a_total_shows_the_whole_span_of_a_cost() {
        Scored cost = new Scored(
                Examples.criterion("cost", 1),
                1,
                Basis.COMPUTED,
                Map.of("aws", Range.exactly(10), "azure", new Range(0.7, 9.4, 10), "gcp", Range.exactly(5)),
                Map.of(),
                Optional.empty());

        assertThat(text(Examples.evaluation(cost), Language.ENGLISH).lines())
                .filteredOn(line -> line.startsWith("Total of the scored criteria"))
                .singleElement()
                .asString()
                .contains("0.7 to 10.0")
                .doesNotContain("9.4");
    }

    @Test
    void french_writes_its_own_numbers() {
        Evaluation evaluation = Examples.evaluation(Examples.scored("cost", Basis.COMPUTED, 1, 9.5, 5, 1));

        assertThat(text(evaluation, Language.FRENCH)).contains("9,5").contains("calculé");
    }

    private static Words in(Language language) {
        return Words.in(language, Clouds.installed());
    }

    private static EvaluationWords words(Evaluation evaluation, Language language) {
        return new EvaluationWords(evaluation, in(language));
    }

    private static String page(Evaluation evaluation, Language language) {
        EvaluationFile file = words(evaluation, language).file();
        Words words = in(language);
        return HtmlReport.of(file, words, words(evaluation, language).opening(), Sections.of(file, words));
    }

    private static String markdown(Evaluation evaluation, Language language) {
        EvaluationWords words = words(evaluation, language);
        return MarkdownReport.of(in(language), words.opening(), Sections.of(words.file(), in(language)));
    }

    private static String text(Evaluation evaluation, Language language) {
        EvaluationWords words = words(evaluation, language);
        return TextReport.of(in(language), words.opening(), Sections.of(words.file(), in(language)));
    }

    private static Evaluation hostile() {
        Scored row = new Scored(
                Examples.criterion(HOSTILE, 1),
                1,
                Basis.JUDGED,
                Clouds.installed().each(cloud -> Range.exactly(5)),
                Clouds.installed().each(cloud -> SAID),
                Optional.of(SAID));
        Profile profile = new Profile(HOSTILE, SAID, Optional.empty(), Map.of(), Map.of(), List.of());
        return new Evaluation(Clouds.installed(), profile, "eu", 0.8, List.of(), "-", List.of(row), List.of(SAID));
    }
}
