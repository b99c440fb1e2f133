package io.triskel.load.result;

import io.triskel.load.workload.Level;
import java.util.Optional;

/**
 * What matters of a run's result: the last answer of a target's process, from which the command prints its table.
 *
 * @param event always {@code summary}
 */
public record RunSummary(
        String event,
        String target,
        Evidence evidence,
        Level level,
        RunVerdict verdict,
        Optional<Correctness> correctness,
        long late,
        long unsent,
        boolean partial,
        Optional<Capacity> capacity,
        Optional<Spend> spend,
        Optional<Latency> latencyUs) {
    /** {@return that of a result} */
    public static RunSummary of(RunFile run) {
        return new RunSummary(
                "summary",
                run.target(),
                run.evidence(),
                run.level(),
                run.verdict(),
                run.correctness(),
                run.late(),
                run.unsent(),
                run.partial(),
                run.capacity(),
                run.spend(),
                run.latency().map(Latency::withoutHistograms));
    }
}
