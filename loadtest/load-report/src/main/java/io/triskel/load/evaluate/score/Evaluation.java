package io.triskel.load.evaluate.score;

import io.triskel.load.cloud.Clouds;
import io.triskel.load.evaluate.criteria.Criteria;
import io.triskel.load.evaluate.criteria.Criterion;
import io.triskel.load.evaluate.criteria.Phrase;
import io.triskel.load.evaluate.criteria.Profile;
import io.triskel.load.report.merge.LoadRun;
import io.triskel.load.size.Sizing;
import io.triskel.load.size.plan.Range;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All criteria with their evidence, for one profile. Only clouds that pass all gates are compared.
 *
 * @param least share of the weight that must be scored before a cloud may lead
 * @param entries how each cloud comes through the gates; empty without a workload, which leaves every cloud in
 * @param prices date of the list prices; a dash without a workload
 * @param rows measured and computed criteria first, then judged ones, then missing ones
 * @param notes why results do not score
 */
public record Evaluation(
        Clouds clouds,
        Profile profile,
        String region,
        double least,
        List<Qualification> entries,
        String prices,
        List<Scored> rows,
        List<Phrase> notes) {
    public Evaluation {
        entries = List.copyOf(entries);
        rows = List.copyOf(rows);
        notes = List.copyOf(notes);
    }

    /**
     * {@return the evaluation}
     *
     * @param runs the results of load tests, one of each workload
     * @param region us or eu, in place of the workload's own
     */
    public static Evaluation of(
            Clouds clouds, Criteria criteria, Profile profile, List<LoadRun> runs, Optional<String> region) {
        Optional<Sizing> sizing = profile.workload().map(workload -> Sizing.of(workload, region, clouds));
        List<Qualification> entries =
                sizing.map(one -> Qualification.of(one, profile.requires())).orElse(List.of());
        String place = region.or(() -> profile.workload()
                        .map(workload -> workload.demand().region().name().toLowerCase(Locale.ROOT)))
                .orElse("-");
        String prices = sizing.map(one -> one.prices().asOf()).orElse("-");
        Measured measured = Measured.of(clouds, runs, profile, place);
        Evaluation unscored = new Evaluation(
                clouds, profile, place, criteria.least(), entries, prices, List.of(), measured.refused());
        return unscored.with(criteria.all().stream()
                .map(criterion -> unscored.row(criterion, measured))
                .sorted(Comparator.comparing(Scored::basis))
                .toList());
    }

    private Evaluation with(List<Scored> scored) {
        return new Evaluation(clouds, profile, region, least, entries, prices, scored, notes);
    }

    private Scored row(Criterion criterion, Measured measured) {
        double weight = profile.weight(criterion);
        return answer(criterion, measured)
                .filter(answer -> !answer.scores().isEmpty())
                .map(answer -> answer.to(criterion, weight))
                .orElseGet(() -> new Scored(
                        criterion, weight, Basis.MISSING, Map.of(), Map.of(), Optional.of(criterion.missing())));
    }

    private Optional<Answer> answer(Criterion criterion, Measured measured) {
        List<String> among = candidates();
        return criterion
                .measured()
                .flatMap(measure -> measured.answer(measure, among, Costs.usdAMonth(entries)))
                .or(() -> criterion.computed().flatMap(cost -> Costs.answer(entries, clouds, prices)))
                .or(() -> Judged.answer(criterion, among, offers()));
    }

    /** {@return the names of the priced offers by cloud} */
    public Map<String, String> offers() {
        Map<String, String> offers = new TreeMap<>();
        entries.forEach(entry -> entry.priced().ifPresent(plan -> offers.put(entry.cloud(), plan.name())));
        return offers;
    }

    /** {@return the clouds that are compared} */
    public List<String> candidates() {
        return entries.isEmpty()
                ? clouds.ids()
                : entries.stream()
                        .filter(Qualification::isIn)
                        .map(Qualification::cloud)
                        .toList();
    }

    /** {@return the clouds of which every offer fails a gate} */
    public List<Qualification> out() {
        return entries.stream().filter(entry -> !entry.isIn()).toList();
    }

    /** {@return which part of a cloud's cost comes from doubtful prices} */
    public Optional<PriceDoubt> doubt(Qualification entry) {
        return entry.priced().map(plan -> PriceDoubt.of(plan.items(), LocalDate.parse(prices)));
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

    /** {@return the compared clouds by their totals, the highest first; criteria without evidence have no part in the order} */
    public List<String> order() {
        return candidates().stream()
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
