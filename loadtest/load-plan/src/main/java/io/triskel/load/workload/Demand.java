package io.triskel.load.workload;

import io.triskel.load.yaml.FileField;
import io.triskel.load.yaml.WrongFieldException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The load in production, for sizing.
 *
 * @param mean events per second on average over a month
 * @param peak events per second at the busiest time; at least the mean
 * @param retention how long the bus keeps events; at most 365 days
 * @param replay how far back events must be readable, by the bus or an archive; at most ten years; empty means the retention
 * @param kept how long stores keep what they keep for good; at most ten years; empty means {@link #KEPT}
 * @param function empty if no function consumes
 * @param orders whether each event is an order of the demo, including its store requests
 * @param logs how much of the functions' logs is kept; empty if sizing shows the range from none to all
 */
public record Demand(
        @FileField(derived = "the mean of the phases in the figures")
        double mean,

        @FileField(derived = "the highest rate of these phases")
        double peak,

        @FileField(otherwise = "1d") Duration retention,
        Optional<Duration> replay,
        Optional<Duration> kept,
        Optional<FunctionWork> function,
        @FileField(otherwise = "false") boolean orders,
        Optional<Logs> logs,
        @FileField(otherwise = "us") Region region) {
    /** How long stores keep what they keep for good, if a file does not say. */
    public static final Duration KEPT = Duration.ofDays(365);

    private static final Duration LONGEST_KEPT = Duration.ofDays(3650);
    private static final Duration DEFAULT_RETENTION = Duration.ofDays(1);
    private static final Duration LONGEST_RETENTION = Duration.ofDays(365);

    public Demand {
        Rates.check("mean", mean);
        Rates.check("peak", peak);
        if (peak < mean) {
            throw WrongFieldException.range(
                    "peak", "at least the mean, " + Numbers.plain(mean) + "/s", Numbers.plain(peak) + "/s");
        }
        check("retention", retention, LONGEST_RETENTION);
        replay.ifPresent(time -> check("replay", time, LONGEST_KEPT));
        kept.ifPresent(time -> check("kept", time, LONGEST_KEPT));
    }

    private static void check(String name, Duration time, Duration longest) {
        if (time.isNegative() || time.isZero() || time.compareTo(longest) > 0) {
            throw WrongFieldException.range(
                    name,
                    "above 0 and at most " + longest.toDays() + " days",
                    Numbers.plain(time.toNanos() / 1e9) + " s");
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
        return new Demand(
                mean,
                Math.max(mean, peak),
                DEFAULT_RETENTION,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Region.US);
    }
}
