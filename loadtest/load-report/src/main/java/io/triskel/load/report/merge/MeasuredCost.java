package io.triskel.load.report.merge;

import io.triskel.load.result.Evidence;
import io.triskel.load.result.Spend;
import io.triskel.load.size.EventsPerDollar;
import io.triskel.load.size.Sizing;
import io.triskel.load.size.plan.Range;
import java.util.List;
import java.util.Optional;

/**
 * What a target's measured rate costs by list prices. The rate is the capacity, under the workload's objectives, if one was searched for; else what was delivered on average in
 * all repeats. An emulator's rate is the machine's, and says nothing about the cloud's.
 */
public final class MeasuredCost {
    private MeasuredCost() {}

    /** {@return whether a rate of this evidence is that of a cloud, measured or simulated} */
    public static boolean isOfCloud(Evidence evidence) {
        return evidence == Evidence.CLOUD || evidence == Evidence.SIMULATED;
    }

    /** {@return the rate in events a second with its interval; empty if none was measured} */
    public static Optional<Range> rate(TargetRun target) {
        return capacity(target).or(() -> delivered(target));
    }

    /** {@return the events for a dollar; empty if the evidence is not of a cloud, the run is invalid or incomplete, or no offer carries the rate} */
    public static Optional<EventsPerDollar> of(TargetRun target, Sizing sizing, String cloud) {
        return Optional.of(target)
                .filter(one -> isOfCloud(one.evidence()) && one.isQuotable())
                .flatMap(MeasuredCost::rate)
                .flatMap(rate -> EventsPerDollar.of(
                        sizing,
                        cloud,
                        new EventsPerDollar.Measured(
                                rate,
                                capacity(target).isPresent(),
                                target.spend().flatMap(Spend::offer),
                                target.units())));
    }

    private static Optional<Range> capacity(TargetRun target) {
        return target.capacity()
                .map(Bracket::useful)
                .filter(bracket -> bracket.passed() > 0)
                .map(bracket -> new Range(
                        bracket.passed(), bracket.passed(), bracket.failed().orElse(Double.POSITIVE_INFINITY)));
    }

    private static Optional<Range> delivered(TargetRun target) {
        List<Double> rates = target.repeats().stream()
                .flatMapToDouble(repeat -> repeat.deliveredRate().stream())
                .filter(rate -> rate > 0)
                .boxed()
                .toList();
        return rates.isEmpty() ? Optional.empty() : Optional.of(range(Estimate.of(rates)));
    }

    private static Range range(Estimate estimate) {
        return estimate.interval()
                .map(interval -> new Range(interval.low(), estimate.value(), interval.high()))
                .orElseGet(() -> Range.exactly(estimate.value()));
    }
}
