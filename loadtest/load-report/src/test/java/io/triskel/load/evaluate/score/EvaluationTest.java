package io.triskel.load.evaluate.score;

import static io.triskel.load.evaluate.score.Examples.evaluation;
import static io.triskel.load.evaluate.score.Examples.missing;
import static io.triskel.load.evaluate.score.Examples.scored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.triskel.load.evaluate.score.Leader.Reason;
import io.triskel.load.size.plan.Range;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    @Nested
    class When_something_is_missing {
        private final Evaluation evaluation =
                evaluation(scored("cost", Basis.COMPUTED, 6, 10, 5, 0), missing("latency", 4));

        @Test
        void its_weight_is_left_out_of_the_total() {
            assertThat(evaluation.total("aws").likely()).isEqualTo(10, within(1e-9));
            assertThat(evaluation.total("azure").likely()).isEqualTo(5, within(1e-9));
        }

        @Test
        void the_share_that_is_scored_is_told() {
            assertThat(evaluation.share()).isEqualTo(0.6);
        }

        @Test
        void totals_reach_from_0_to_10_for_it() {
            Range reach = evaluation.reach("azure");

            assertThat(reach.low()).isEqualTo(3, within(1e-9));
            assertThat(reach.high()).isEqualTo(7, within(1e-9));
        }

        @Test
        void it_cannot_have_a_score() {
            assertThatThrownBy(() -> new Scored(
                            Examples.criterion("latency", 1),
                            1,
                            Basis.MISSING,
                            Map.of("aws", Range.ZERO),
                            Map.of(),
                            Optional.of(Examples.criterion("latency", 1).missing())))
                    .hasMessageContaining("no scores");
        }

        @Test
        void no_cloud_leads_below_the_stated_share() {
            assertThat(evaluation.verdict().leader()).isEmpty();
            assertThat(evaluation.verdict().against()).contains(Reason.TOO_LITTLE_SCORED, Reason.NOTHING_MEASURED);
        }
    }

    @Test
    void a_cloud_that_nothing_can_overtake_leads() {
        Evaluation evaluation = evaluation(scored("latency", Basis.MEASURED, 9, 10, 5, 5), missing("archive", 1));

        assertThat(evaluation.verdict().leader()).contains("aws");
        assertThat(evaluation.verdict().against()).isEmpty();
    }

    @Test
    void a_lead_that_what_is_missing_could_turn_is_none() {
        Evaluation evaluation = evaluation(scored("latency", Basis.MEASURED, 9, 10, 9, 5), missing("archive", 1));

        assertThat(evaluation.verdict().leader()).isEmpty();
        assertThat(evaluation.verdict().against()).containsExactly(Reason.MISSING_COULD_CHANGE);
    }

    @Test
    void a_lead_within_the_bounds_of_the_evidence_is_none() {
        Scored latency = new Scored(
                Examples.criterion("latency", 1),
                1,
                Basis.MEASURED,
                Map.of("aws", new Range(7, 10, 10), "azure", new Range(5, 6, 8), "gcp", Range.exactly(1)),
                Map.of(),
                Optional.of(Examples.criterion("latency", 1).missing()));

        assertThat(evaluation(latency).verdict().against()).containsExactly(Reason.EVIDENCE_OVERLAPS);
    }

    @Test
    void no_cloud_leads_by_documents_alone() {
        Evaluation evaluation = evaluation(scored("cost", Basis.COMPUTED, 1, 10, 1, 1));

        assertThat(evaluation.verdict().leader()).isEmpty();
        assertThat(evaluation.verdict().against()).containsExactly(Reason.NOTHING_MEASURED);
    }

    @Test
    void with_nothing_scored_there_are_no_totals_and_no_leader() {
        Evaluation evaluation = evaluation(missing("latency", 1));

        assertThat(evaluation.hasTotals()).isFalse();
        assertThat(evaluation.verdict().leader()).isEmpty();
    }

    @Test
    void a_measurement_without_weight_names_no_leader() {
        Evaluation evaluation =
                evaluation(scored("latency", Basis.MEASURED, 0, 10, 1, 1), scored("cost", Basis.COMPUTED, 1, 10, 1, 1));

        assertThat(evaluation.verdict().leader()).isEmpty();
    }
}
