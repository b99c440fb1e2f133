package io.triskel.load.evaluate.score;

import static io.triskel.load.evaluate.score.Examples.evaluation;
import static io.triskel.load.evaluate.score.Examples.scored;
import static io.triskel.load.evaluate.score.Examples.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SensitivityProperties {
    /** Less than the least distance of two thresholds of quarters and halves, 1/3200, and more than rounding. */
    private static final double STEP = 1e-4;

    @Example
    void a_weight_changes_the_order_where_both_totals_are_equal() {
        Scored cost = scored("cost", Basis.COMPUTED, 4, 10, 5, 0);
        Evaluation evaluation = evaluation(cost, scored("archive", Basis.JUDGED, 2, 5, 10, 0));

        Change change = new Sensitivity(evaluation).first(cost).orElseThrow();

        assertThat(change.threshold()).isEqualTo(2, within(1e-12));
        assertThat(change.isUp()).isFalse();
        assertThat(change.ahead()).isEqualTo("azure");
        assertThat(change.behind()).isEqualTo("aws");
    }

    @Example
    void a_weight_that_only_helps_who_is_ahead_changes_nothing_upwards_and_stops_at_0() {
        Scored cost = scored("cost", Basis.COMPUTED, 4, 10, 5, 0);
        Evaluation evaluation = evaluation(cost, scored("archive", Basis.JUDGED, 2, 6, 5, 0));

        assertThat(new Sensitivity(evaluation).first(cost)).isEmpty();
    }

    @Example
    void the_order_may_change_before_the_first_place_does() {
        Scored archive = scored("archive", Basis.JUDGED, 1, 5, 5, 6);
        Evaluation evaluation = evaluation(archive, scored("cost", Basis.COMPUTED, 10, 10, 5, 4.5));
        Sensitivity sensitivity = new Sensitivity(evaluation);

        assertThat(sensitivity.order(archive).orElseThrow().threshold()).isEqualTo(5, within(1e-9));
        assertThat(sensitivity.first(archive).orElseThrow().threshold()).isEqualTo(55, within(1e-9));
    }

    @Example
    void of_two_that_overtake_the_first_at_one_weight_the_one_that_is_first_beyond_it_is_named() {
        Scored archive = scored("archive", Basis.JUDGED, 1, 5, 10, 0);
        Evaluation evaluation = evaluation(archive, scored("cost", Basis.COMPUTED, 2, 6.25, 2.5, 10));

        Change change = new Sensitivity(evaluation).first(archive).orElseThrow();

        assertThat(change.threshold()).isEqualTo(1.5, within(1e-9));
        assertThat(change.behind()).isEqualTo("gcp");
        assertThat(change.ahead()).isEqualTo("azure");
    }

    @Property(tries = 500)
    void beyond_the_reported_weight_the_order_is_another_and_just_before_it_is_not(
            @ForAll("evaluations") Evaluation evaluation) {
        Sensitivity sensitivity = new Sensitivity(evaluation);
        for (int i = 0; i < evaluation.rows().size(); i++) {
            Scored row = evaluation.rows().get(i);
            int index = i;
            Optional<Change> change = sensitivity.order(row);
            change.ifPresent(one -> {
                Assume.that(one.size() > 1e-3 && one.threshold() > 1e-3);
                double step = Math.copySign(STEP, one.threshold() - row.weight());
                assertThat(with(evaluation, index, one.threshold() - step).order())
                        .isEqualTo(evaluation.order());
                assertThat(with(evaluation, index, one.threshold() + step).order())
                        .isNotEqualTo(evaluation.order());
            });
        }
    }

    @Property(tries = 500)
    void beyond_the_reported_weight_another_cloud_is_first_and_just_before_it_is_not(
            @ForAll("evaluations") Evaluation evaluation) {
        Sensitivity sensitivity = new Sensitivity(evaluation);
        for (int i = 0; i < evaluation.rows().size(); i++) {
            Scored row = evaluation.rows().get(i);
            int index = i;
            Optional<Change> change = sensitivity.first(row);
            change.ifPresent(one -> {
                Assume.that(one.size() > 1e-3 && one.threshold() > 1e-3);
                double step = Math.copySign(STEP, one.threshold() - row.weight());
                String first = evaluation.order().get(0);
                assertThat(with(evaluation, index, one.threshold() - step)
                                .order()
                                .get(0))
                        .isEqualTo(first);
                assertThat(with(evaluation, index, one.threshold() + step)
                                .order()
                                .get(0))
                        .isEqualTo(one.ahead());
            });
        }
    }

    @Provide
    Arbitrary<Evaluation> evaluations() {
        Arbitrary<Double> score = Arbitraries.integers().between(0, 40).map(quarter -> quarter / 4.0);
        Arbitrary<Double> weight = Arbitraries.integers().between(1, 40).map(half -> half / 2.0);
        Arbitrary<Scored> row = Combinators.combine(weight, score, score, score)
                .as((of, aws, azure, gcp) -> scored("any", Basis.JUDGED, of, aws, azure, gcp));
        return row.list()
                .ofMinSize(2)
                .ofMaxSize(6)
                .map(rows -> evaluation(rows.toArray(Scored[]::new)))
                .filter(SensitivityProperties::isWithoutTies);
    }

    private static boolean isWithoutTies(Evaluation evaluation) {
        List<Double> totals = evaluation.order().stream()
                .map(cloud -> evaluation.total(cloud).likely())
                .toList();
        return totals.get(0) - totals.get(1) > 1e-3 && totals.get(1) - totals.get(2) > 1e-3;
    }
}
