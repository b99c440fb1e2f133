package io.triskel.load.evaluate.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.load.cloud.Clouds;
import io.triskel.load.evaluate.criteria.Confidence;
import io.triskel.load.evaluate.criteria.Criterion;
import io.triskel.load.evaluate.criteria.Documented;
import io.triskel.load.evaluate.criteria.Judgement;
import io.triskel.load.evaluate.criteria.Phrase;
import io.triskel.load.evaluate.criteria.Source;
import io.triskel.load.size.plan.Range;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class DocumentedLimitsTest {
    private static final Phrase SOME = new Phrase("some", "quelque");

    @Test
    void limits_score_by_what_is_wanted() {
        Answer answer = DocumentedLimits.limits(documented(Confidence.OFFICIAL), OptionalDouble.of(60))
                .orElseThrow();

        assertThat(answer.scores()).containsEntry("gcp", Range.exactly(5)).containsEntry("aws", Range.exactly(5));
    }

    @Test
    void limits_score_nothing_where_nobody_says_what_is_wanted() {
        assertThat(DocumentedLimits.limits(documented(Confidence.OFFICIAL), OptionalDouble.empty()))
                .isEmpty();
    }

    @Test
    void what_is_unverified_scores_nothing() {
        assertThat(DocumentedLimits.limits(documented(Confidence.UNVERIFIED), OptionalDouble.of(60)))
                .isEmpty();
        assertThat(DocumentedLimits.judged(documented(Confidence.UNVERIFIED))).isEmpty();
    }

    @Test
    void a_judgement_is_taken_as_it_is() {
        assertThat(DocumentedLimits.judged(documented(Confidence.SECONDARY))
                        .orElseThrow()
                        .scores())
                .containsEntry("azure", Range.exactly(7));
    }

    private static Criterion documented(Confidence confidence) {
        Source source = new Source(Optional.empty(), "a title", Optional.empty(), "2026", confidence);
        Map<String, Documented> limits = Clouds.installed().each(cloud -> new Documented(30, SOME, source));
        Map<String, Judgement> judged = Clouds.installed().each(cloud -> new Judgement(7, SOME, source));
        return new Criterion("replay", 1, SOME, SOME, Optional.empty(), Optional.empty(), limits, judged, SOME);
    }
}
