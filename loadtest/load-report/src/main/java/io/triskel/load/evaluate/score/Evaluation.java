package io.triskel.load.evaluate.score;

import io.triskel.load.cloud.Clouds;
import io.triskel.load.evaluate.criteria.Criteria;
import io.triskel.load.evaluate.criteria.Criterion;
import io.triskel.load.evaluate.criteria.Phrase;
import io.triskel.load.evaluate.criteria.Profile;
import io.triskel.load.report.merge.LoadRun;
import io.triskel.load.size.plan.Range;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * All criteria with their evidence, for one profile.
 *
 * @param least share of the weight that must be scored before a cloud may lead
 * @param notes why results do not score
 */
public record Evaluation(
        Clouds clouds, Profile profile, String region, double least, List<Scored> rows, List<Phrase> notes) {
    private static final double SECONDS_A_DAY = 86_400;

    public Evaluation {
        rows = List.copyOf(rows);
        notes = List.copyOf(notes);
    }

    /**
     * {@return the evaluation}
     *
     * @param run the results of load tests, if there are any
     * @param region us or eu, in place of the workload's own
     */
    public static Evaluation of(
            Clouds clouds, Criteria criteria, Profile profile, Optional<LoadRun> run, Optional<String> region) {
        Measured measured = Measured.of(clouds, run, profile.workload());
        Optional<Computed> computed = profile.workload().map(workload -> Computed.of(clouds, workload, region));
        OptionalDouble wanted = wanted(profile);
        List<Scored> rows = criteria.all().stream()
                .map(criterion -> answer(criterion, measured, computed, wanted)
                        .map(answer -> answer.to(criterion, profile.weight(criterion)))
                        .orElseGet(() -> new Scored(
                                criterion,
                                profile.weight(criterion),
                                Basis.MISSING,
                                Map.of(),
                                Map.of(),
                                Optional.of(criterion.missing()))))
                .toList();
        String place = region.or(() -> profile.workload()
                        .map(workload -> workload.demand().region().name().toLowerCase(Locale.ROOT)))
                .orElse("-");
        return new Evaluation(clouds, profile, place, criteria.least(), rows, measured.refused());
    }

    private static Optional<Answer> answer(
            Criterion criterion, Measured measured, Optional<Computed> computed, OptionalDouble wanted) {
        return criterion
                .measured()
                .flatMap(measured::answer)
                .or(() -> criterion.computed().flatMap(what -> computed.flatMap(one -> one.answer(what))))
                .or(() -> DocumentedLimits.limits(criterion, wanted))
                .or(() -> DocumentedLimits.judged(criterion));
    }

    private static OptionalDouble wanted(Profile profile) {
        if (profile.replayDays().isPresent()) {
            return profile.replayDays();
        }
        return profile.workload()
                .map(workload -> OptionalDouble.of(workload.demand().retention().toSeconds() / SECONDS_A_DAY))
                .orElse(OptionalDouble.empty());
    }

    public List<Scored> scored() {
        return rows.stream().filter(Scored::isScored).toList();
    }

    /** {@return criteria with a weight and no evidence} */
    public List<Scored> missing() {
        return rows.stream().filter(row -> !row.isScored() && row.weight() > 0).toList();
    }

    public double scoredWeight() {
        return scored().stream().mapToDouble(Scored::weight).sum();
    }

    public double weight() {
        return rows.stream().mapToDouble(Scored::weight).sum();
    }

    /** {@return the share of the weight that has evidence} */
    public double share() {
        return weight() > 0 ? scoredWeight() / weight() : 0;
    }

    /** {@return whether anything with a weight is scored, so that there are totals} */
    public boolean hasTotals() {
        return scoredWeight() > 0;
    }

    /** {@return the weighted mean of the scores, with the bounds of their evidence; 0 without scores} */
    public Range total(String cloud) {
        return hasTotals() ? sum(cloud).times(1 / scoredWeight()) : Range.ZERO;
    }

    /** {@return the weighted mean over all criteria, from missing criteria scoring 0 to missing criteria scoring 10} */
    public Range reach(String cloud) {
        if (!(weight() > 0)) {
            return Range.ZERO;
        }
        Range sum = sum(cloud);
        double unknown = Formula.BEST * (weight() - scoredWeight());
        double likely = sum.likely() + unknown / 2;
        return new Range(sum.low(), Math.min(likely, sum.high() + unknown), sum.high() + unknown).times(1 / weight());
    }

    private Range sum(String cloud) {
        return scored().stream()
                .map(row -> row.score(cloud).times(row.weight()))
                .reduce(Range.ZERO, Range::plus);
    }

    /** {@return the clouds by their totals, the highest first; criteria without evidence have no part in the order} */
    public List<String> order() {
        return clouds.ids().stream()
                .sorted(Comparator.comparingDouble(
                        (String cloud) -> -total(cloud).likely()))
                .toList();
    }

    public Leader verdict() {
        return Leader.of(this);
    }

    /** {@return whether anything that has a weight was measured on all clouds themselves} */
    public boolean isMeasured() {
        return rows.stream().anyMatch(row -> row.basis() == Basis.MEASURED && row.weight() > 0);
    }
}
