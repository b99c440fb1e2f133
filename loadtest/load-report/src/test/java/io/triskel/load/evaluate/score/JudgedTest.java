package io.triskel.load.evaluate.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.load.cloud.Clouds;
import io.triskel.load.evaluate.criteria.Confidence;
import io.triskel.load.evaluate.criteria.Criterion;
import io.triskel.load.evaluate.criteria.Judgement;
import io.triskel.load.evaluate.criteria.Phrase;
import io.triskel.load.evaluate.criteria.Source;
import io.triskel.load.size.plan.Range;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JudgedTest {
    private static final Phrase SOME = new Phrase("some", "quelque");

    @Test
    void a_judgement_may_be_wrong_by_2_points() {
        assertThat(scores(7, Confidence.SECONDARY, Optional.empty())).containsEntry("azure", new Range(5, 7, 9));
    }

    @Test
    void a_judgement_on_which_two_sources_agree_may_be_wrong_by_1_point() {
        assertThat(scores(7, Confidence.OFFICIAL, Optional.of(source(Confidence.SECONDARY))))
                .containsEntry("azure", new Range(6, 7, 8));
    }

    @Test
    void no_width_leaves_the_scale() {
        assertThat(scores(9, Confidence.OFFICIAL, Optional.empty())).containsEntry("aws", new Range(7, 9, 10));
        assertThat(scores(1, Confidence.OFFICIAL, Optional.empty())).containsEntry("aws", new Range(0, 1, 3));
    }

    @Test
    void what_is_unverified_scores_nothing() {
        assertThat(Judged.answer(judged(7, Confidence.UNVERIFIED, Optional.empty()), List.of("aws"), Map.of()))
                .isEmpty();
    }

    @Test
    void only_clouds_that_are_compared_have_a_score() {
        assertThat(Judged.answer(judged(7, Confidence.OFFICIAL, Optional.empty()), List.of("aws", "gcp"), Map.of())
                        .orElseThrow()
                        .scores())
                .containsOnlyKeys("aws", "gcp");
    }

    @Test
    void a_judgement_counts_for_the_offers_that_it_names() {
        Source source = source(Confidence.OFFICIAL);
        Judgement units = new Judgement(List.of("Kinesis provisioned"), 5, SOME, source, Optional.empty());
        Judgement none = new Judgement(List.of("Kinesis on-demand"), 7, SOME, source, Optional.empty());
        Criterion operability = new Criterion(
                "operability",
                1,
                SOME,
                SOME,
                Optional.empty(),
                Optional.empty(),
                Map.of("aws", List.of(units, none)),
                SOME);

        assertThat(Judged.answer(operability, List.of("aws"), Map.of("aws", "Kinesis on-demand + Lambda"))
                        .orElseThrow()
                        .scores())
                .containsEntry("aws", new Range(5, 7, 9));
        assertThat(Judged.answer(operability, List.of("aws"), Map.of("aws", "Firehose")))
                .as("no judgement is true of this offer")
                .isEmpty();
    }

    private static Map<String, Range> scores(double score, Confidence confidence, Optional<Source> agreeing) {
        return Judged.answer(
                        judged(score, confidence, agreeing), Clouds.installed().ids(), Map.of())
                .orElseThrow()
                .scores();
    }

    private static Criterion judged(double score, Confidence confidence, Optional<Source> agreeing) {
        Map<String, List<Judgement>> judged = Clouds.installed()
                .each(cloud -> List.of(new Judgement(List.of(), score, SOME, source(confidence), agreeing)));
        return new Criterion("archive", 1, SOME, SOME, Optional.empty(), Optional.empty(), judged, SOME);
    }

    private static Source source(Confidence confidence) {
        return new Source(Optional.empty(), "a title", Optional.empty(), "2026", confidence);
    }
}
