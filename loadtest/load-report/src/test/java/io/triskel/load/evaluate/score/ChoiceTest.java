package io.triskel.load.evaluate.score;

import static io.triskel.load.evaluate.score.Examples.evaluation;
import static io.triskel.load.evaluate.score.Examples.missing;
import static io.triskel.load.evaluate.score.Examples.scored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.triskel.load.evaluate.criteria.Computation;
import io.triskel.load.evaluate.criteria.Criterion;
import io.triskel.load.size.plan.Range;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ChoiceTest {
    @Nested
    class A_cost_at_which_two_totals_are_equal {
        // AWS has 10 for cost and 5 for archive, Azure 5 and 8: at equal weights they are equal if Azure's cost is 10 /
        // 7 of AWS's.
        private final Evaluation evaluation = evaluation(
                cost(Range.exactly(1_000), new Range(1_200, 2_000, 9_000)),
                scored("archive", Basis.JUDGED, 1, 5, 8, 0));

        @Test
        void is_found_for_the_cloud_that_is_behind() {
            Choice azure = choice(evaluation, "azure");

            assertThat(azure.isFirst()).isFalse();
            assertThat(azure.cost().orElseThrow()).isEqualTo(10_000 / 7.0, within(0.01));
            assertThat(azure.spanHas()).isTrue();
        }

        @Test
        void is_found_for_the_first_one_whose_cost_may_rise() {
            Choice aws = choice(evaluation, "aws");

            assertThat(aws.isFirst()).isTrue();
            assertThat(aws.cost().orElseThrow()).isEqualTo(1_400, within(0.01));
            assertThat(aws.spanHas()).isFalse();
        }
    }

    @Test
    void no_cost_makes_up_for_too_little_weight() {
        Evaluation evaluation = evaluation(
                cost(Range.exactly(1_000), Range.exactly(2_000)), scored("archive", Basis.JUDGED, 9, 9, 2, 0));

        assertThat(choice(evaluation, "azure").cost()).isEmpty();
    }

    @Test
    void a_weight_puts_a_cloud_first_only_if_no_third_one_is_ahead_of_it_there() {
        // More weight for archive lets Azure overtake AWS, but Google is ahead of both there.
        Evaluation evaluation =
                evaluation(scored("cost", Basis.COMPUTED, 4, 10, 5, 5), scored("archive", Basis.JUDGED, 2, 1, 6, 9));

        assertThat(choice(evaluation, "azure").weight()).isEmpty();
        assertThat(choice(evaluation, "gcp").weight().orElseThrow().threshold()).isEqualTo(2.5, within(1e-9));
    }

    @Test
    void what_is_missing_must_make_up_for_the_distance() {
        Evaluation evaluation = evaluation(scored("archive", Basis.JUDGED, 6, 8, 6, 5), missing("latency", 4));

        assertThat(choice(evaluation, "azure").missing().orElseThrow()).isEqualTo(3, within(1e-9));
        assertThat(choice(evaluation, "aws").missing().orElseThrow()).isEqualTo(3, within(1e-9));
    }

    @Test
    void judgements_decide_within_their_widths_alone() {
        Evaluation close = evaluation(judged(8, 7));
        Evaluation apart = evaluation(judged(9, 2));

        assertThat(choice(close, "azure").judgement()).isTrue();
        assertThat(choice(apart, "azure").judgement()).isFalse();
        assertThat(choice(apart, "aws").judgement()).isFalse();
    }

    @Test
    void spans_of_costs_put_no_cloud_first_by_ends_that_exclude_each_other() {
        // By the bounds of scores alone, Azure (10 x 3,900 / 5,000) would pass AWS (10 x 3,000 / 3,900) if Google cost
        // both 3,000 and more.
        Figures usd = new Figures(
                Map.of(
                        "aws", new Range(1_700, 2_000, 3_900),
                        "azure", new Range(5_000, 5_000, 5_500),
                        "gcp", new Range(3_000, 4_000, 12_000)),
                true);
        Evaluation evaluation = evaluation(cost(usd));

        assertThat(new Spans(evaluation).firstByCost()).containsExactly("aws", "gcp");
        assertThat(new Spans(evaluation).cheapest()).containsExactly("aws", "gcp");
    }

    @Test
    void one_cloud_alone_has_no_conditions() {
        Evaluation alone = new Evaluation(
                evaluation().clouds(),
                evaluation().profile(),
                "eu",
                0.8,
                List.of(
                        new Qualification("aws", List.of(), Optional.empty(), List.of(), true),
                        new Qualification("azure", List.of(), Optional.empty(), List.of(), false),
                        new Qualification("gcp", List.of(), Optional.empty(), List.of(), false)),
                "2026-11-26",
                List.of(scored("archive", Basis.JUDGED, 6, 8, 6, 5)),
                List.of());

        assertThat(alone.candidates()).containsExactly("aws");
        assertThat(Choice.of(alone)).isEmpty();
        assertThat(new Sensitivity(alone).swing(alone.rows().get(0))).isZero();
    }

    @Test
    void a_swing_is_what_the_widths_of_the_first_two_can_move() {
        Evaluation evaluation = evaluation(judged(8, 7), missing("latency", 1));
        Sensitivity sensitivity = new Sensitivity(evaluation);

        assertThat(sensitivity.swing(evaluation.rows().get(0))).isEqualTo(4, within(1e-9));
        assertThat(sensitivity.swing(evaluation.rows().get(1))).isEqualTo(10, within(1e-9));
    }

    private static Choice choice(Evaluation evaluation, String cloud) {
        return Choice.of(evaluation).stream()
                .filter(one -> one.cloud().equals(cloud))
                .findFirst()
                .orElseThrow();
    }

    private static Scored judged(double aws, double azure) {
        return new Scored(
                Examples.criterion("archive", 1),
                1,
                Basis.JUDGED,
                Map.of(
                        "aws", new Range(aws - 2, aws, aws + 2),
                        "azure", new Range(azure - 2, azure, azure + 2),
                        "gcp", Range.ZERO),
                Map.of(),
                Optional.empty());
    }

    private static Scored cost(Range aws, Range azure) {
        return cost(new Figures(Map.of("aws", aws, "azure", azure, "gcp", Range.exactly(90_000)), true));
    }

    private static Scored cost(Figures usd) {
        Criterion some = Examples.criterion("cost", 1);
        Criterion cost = new Criterion(
                some.id(),
                1,
                some.name(),
                some.question(),
                Optional.empty(),
                Optional.of(Computation.COST),
                Map.of(),
                some.missing());
        return new Scored(cost, 1, Basis.COMPUTED, usd.scores(), Map.of(), Optional.empty(), Optional.of(usd));
    }
}
