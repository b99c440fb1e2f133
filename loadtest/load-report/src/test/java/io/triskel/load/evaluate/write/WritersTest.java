package io.triskel.load.evaluate.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.load.cloud.Clouds;
import io.triskel.load.evaluate.criteria.Language;
import io.triskel.load.evaluate.criteria.Phrase;
import io.triskel.load.evaluate.criteria.Profile;
import io.triskel.load.evaluate.score.Basis;
import io.triskel.load.evaluate.score.Evaluation;
import io.triskel.load.evaluate.score.Examples;
import io.triskel.load.evaluate.score.Scored;
import io.triskel.load.size.plan.Range;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WritersTest {
    private static final String HOSTILE = "</script><img src=x onerror=alert(1)>\"'&";
    private static final Phrase SAID = new Phrase(HOSTILE, HOSTILE);

    @Test
    void hostile_names_stay_text_in_the_page() {
        String page = HtmlReport.of(hostile(), Language.EN);

        assertThat(page).doesNotContain("<img").doesNotContain("</script><img");
        assertThat(page).contains("&lt;/script&gt;&lt;img");
    }

    @Test
    void hostile_names_stay_text_in_markdown() {
        assertThat(MarkdownReport.of(hostile(), Language.EN)).contains("\\<img").doesNotContain("\n<img");
    }

    @Test
    void the_page_allows_its_own_style_and_script_alone() {
        String page = HtmlReport.of(hostile(), Language.EN);

        assertThat(page).contains("default-src &#39;none&#39;; style-src &#39;sha256-");
        assertThat(page).doesNotContain("style=\"").doesNotContain("src=\"").doesNotContainPattern(" on\\w+=\"");
    }

    @Test
    void a_keyboard_can_scroll_whatever_is_wider_than_its_place() {
        String page = HtmlReport.of(hostile(), Language.EN);

        assertThat(page.split("class=\"scroll\""))
                .hasSameSizeAs(page.split("class=\"scroll\" tabindex=\"0\" role=\"region\""));
    }

    @Test
    void no_bar_says_that_a_cloud_leads_where_the_verdict_names_none() {
        String none =
                HtmlReport.of(Examples.evaluation(Examples.scored("cost", Basis.COMPUTED, 1, 9, 5, 1)), Language.EN);
        String leads =
                HtmlReport.of(Examples.evaluation(Examples.scored("latency", Basis.MEASURED, 1, 9, 5, 1)), Language.EN);

        assertThat(none).contains("<b class=\"leads\"></b>").doesNotContain("<b class=\"leads\">leads</b>");
        assertThat(leads).containsOnlyOnce("<b class=\"leads\">leads</b>");
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void what_is_missing_is_shown_as_missing_everywhere(Language language) {
        Evaluation evaluation = Examples.evaluation(
                Examples.missing("latency", 3), Examples.scored("cost", Basis.COMPUTED, 1, 9, 5, 1));
        String missing = Text.MISSING.in(language);
        String reason = new Phrase("nobody looked", "personne n’a regardé").in(language);

        assertThat(TextReport.of(evaluation, language)).contains(missing, reason);
        assertThat(MarkdownReport.of(evaluation, language)).contains(missing, reason);
        assertThat(HtmlReport.of(evaluation, language)).contains(missing).contains(reason.replace("'", "&#39;"));
        assertThat(EvaluationJson.of(evaluation, language)).contains("\"basis\" : \"missing\"", reason);
    }

    @ParameterizedTest
    @EnumSource(Text.class)
    void every_text_is_there_in_both_languages_with_the_same_places(Text text) {
        assertThat(places(text.phrase().en())).isEqualTo(places(text.phrase().fr()));
        assertThat(text.phrase().en()).isNotBlank();
        assertThat(text.phrase().fr()).isNotBlank();
    }

    @Test
    void french_writes_its_own_numbers() {
        Evaluation evaluation = Examples.evaluation(Examples.scored("cost", Basis.COMPUTED, 1, 9.5, 5, 1));

        assertThat(TextReport.of(evaluation, Language.FR)).contains("9,5").contains("calculé");
    }

    private static int places(String text) {
        Matcher matcher = Pattern.compile("%s").matcher(text);
        int places = 0;
        while (matcher.find()) {
            places++;
        }
        return places;
    }

    private static Evaluation hostile() {
        Scored row = new Scored(
                Examples.criterion(HOSTILE, 1),
                1,
                Basis.JUDGED,
                Clouds.installed().each(cloud -> Range.exactly(5)),
                Clouds.installed().each(cloud -> SAID),
                SAID);
        Profile profile = new Profile(HOSTILE, SAID, Optional.empty(), Map.of(), OptionalDouble.empty());
        return new Evaluation(Clouds.installed(), profile, "eu", 0.8, List.of(row), List.of(SAID));
    }
}
