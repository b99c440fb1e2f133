package io.triskel.load.workload;

import io.triskel.load.yaml.FileField;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The load in production, for sizing.
 *
 * @param mean events per second on average over a month
 * @param peak events per second at the busiest time; at least the mean
 * @param retention how long the bus keeps events; at most 365 days
 * @param function empty if no function consumes
 * @param orders whether each event is an order of the demo, including its store requests
 */
public record Demand(
        @FileField(derived = "the mean of the phases in the figures")
        double mean,

        @FileField(derived = "the highest rate of these phases")
        double peak,

        @FileField(otherwise = "1d") Duration retention,
        Optional<FunctionWork> function,
        @FileField(otherwise = "false") boolean orders,
        @FileField(otherwise = "us") Region region) {
    private static final Duration DEFAULT_RETENTION = Duration.ofDays(1);
    private static final Duration LONGEST_RETENTION = Duration.ofDays(365);

    public Demand {
        Rates.check(mean);
        Rates.check(peak);
        if (peak < mean) {
            throw new IllegalArgumentException("The peak must be at least the mean, " + Numbers.plain(mean) + "/s, not "
                    + Numbers.plain(peak) + "/s");
        }
        if (retention.isNegative() || retention.isZero() || retention.compareTo(LONGEST_RETENTION) > 0) {
            throw new IllegalArgumentException("retention must be above 0 and at most 365 days, not "
                    + Numbers.plain(retention.toNanos() / 1e9) + " s");
        }
    }

    /**
     * {@return the demand of the phases in the figures} Their highest rate is the peak. A capacity search is a question, not a demand: it
     * counts only if there is no other phase, with its starting rate.
     */
    public static Demand of(List<Phase> phases) {
        List<Phase> counted = phases.stream()
                .filter(phase -> phase.counts() && !(phase instanceof Phase.Capacity))
                .toList();
        double mean = counted.isEmpty()
                ? phases.get(phases.size() - 1).rateAt(Duration.ZERO)
                : counted.stream().mapToDouble(Phase::events).sum()
                        / counted.stream()
                                .mapToDouble(phase -> phase.length().toNanos() / 1e9)
                                .sum();
        double peak = counted.stream().mapToDouble(Phase::peak).max().orElse(mean);
        return new Demand(mean, Math.max(mean, peak), DEFAULT_RETENTION, Optional.empty(), false, Region.US);
    }
}
