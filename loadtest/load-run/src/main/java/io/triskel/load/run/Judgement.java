package io.triskel.load.run;

import io.triskel.load.measure.Measured;
import io.triskel.load.measure.Second;
import io.triskel.load.result.Correctness;
import io.triskel.load.result.LagSlope;
import io.triskel.load.result.RunVerdict.Objective;
import io.triskel.load.workload.Objectives;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Judges objectives by what was measured. */
final class Judgement {
    private Judgement() {}

    static List<Objective> of(Objectives objectives, Measured measured, Correctness correctness) {
        List<Objective> judged = new ArrayList<>();
        objectives
                .p99()
                .map(Duration::toNanos)
                .ifPresent(limit ->
                        judged.add(Objective.of("p99", measured.corrected().percentile(99) / 1e3, "ms", limit / 1e6)));
        double tried = Math.max(1, measured.accepted() + measured.refused());
        // Throttled events have their own objective.
        objectives
                .errors()
                .ifPresent(limit ->
                        judged.add(percent("errors", (measured.refused() - measured.throttled()) / tried, limit)));
        objectives
                .throttled()
                .ifPresent(limit -> judged.add(percent("throttled", measured.throttled() / tried, limit)));
        objectives.lagSlope().ifPresent(limit -> judged.add(percent("lag-slope", lagSlope(measured.seconds()), limit)));
        objectives.lost().ifPresent(limit -> judged.add(events("lost", correctness.lost(), limit)));
        objectives.reordered().ifPresent(limit -> judged.add(events("reordered", correctness.reordered(), limit)));
        return judged;
    }

    private static Objective events(String name, long value, long limit) {
        return Objective.of(name, (double) value, "", (double) limit);
    }

    private static Objective percent(String name, double share, double limit) {
        return Objective.of(name, 100 * share, "%", 100 * limit);
    }

    static double lagSlope(List<Second> seconds) {
        return LagSlope.of(
                seconds.stream().mapToDouble(each -> each.counts().offered()).toArray(),
                seconds.stream().mapToDouble(each -> each.counts().accepted()).toArray(),
                seconds.stream().mapToDouble(Second::lag).toArray());
    }
}
