package io.triskel.load.result;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.triskel.load.workload.Level;
import java.util.Optional;

/**
 * The summary of a run's result: the last answer of a target's process, from which the command prints its table.
 *
 * @param event always {@code summary}
 */
public record RunSummary(
        String event,
        String target,
        @JsonProperty(required = true) Evidence evidence,
        Level level,
        @JsonProperty(required = true) RunVerdict verdict,
        @JsonProperty(required = true) Correctness correctness,
        long late,
        long unsent,
        boolean partial,
        Optional<Capacity> capacity,
        Optional<Spend> spend,
        @JsonProperty(required = true) Latency latencyUs) {
    /** {@return that of a result which has latencies and correctness, as every run writes them} */
    public static RunSummary of(RunFile run) {
        return new RunSummary(
                "summary",
                run.target(),
                run.evidence(),
                run.level(),
                run.verdict(),
                run.correctness().orElseThrow(),
                run.late(),
                run.unsent(),
                run.partial(),
                run.capacity(),
                run.spend(),
                run.latency().orElseThrow().withoutHistograms());
    }
}
