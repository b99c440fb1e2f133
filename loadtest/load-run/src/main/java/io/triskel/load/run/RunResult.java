package io.triskel.load.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.capacity.CapacitySearch;
import io.triskel.load.measure.Measurement;
import io.triskel.load.result.Correctness;
import io.triskel.load.result.Evidence;
import io.triskel.load.result.RunFileBuilder;
import io.triskel.load.result.RunVerdict.Check;
import io.triskel.load.result.RunVerdict.Objective;
import io.triskel.load.workload.Workload;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one run measured.
 *
 * @param partial whether it was stopped early
 * @param problems of the consuming side, for people
 * @param stages of the path's own, in the order of an event's way; none where there is only the one to the handler
 * @param brokerStages those with the broker's own timestamp, and how far the clocks at their ends may differ, in microseconds
 * @param columns of the path's own in the series
 * @param own what the path alone knows: functions, orders, reporting, and how far clocks may differ
 */
public record RunResult(
        Workload workload,
        int repeat,
        Instant from,
        Instant to,
        boolean partial,
        Measurement measured,
        Correctness correctness,
        Optional<CapacitySearch.Bracket> bracket,
        SelfCheck.Self self,
        List<Check> checks,
        List<Objective> objectives,
        List<String> problems,
        List<String> stages,
        Map<String, Double> brokerStages,
        Map<String, List<Long>> columns,
        ObjectNode own) {
    /** The exit code of a run that is good. */
    public static final int GOOD = 0;
    /** An objective was missed. */
    public static final int MISSED = 1;
    /** The run says nothing about the target. */
    public static final int INVALID = 3;

    public RunResult {
        checks = List.copyOf(checks);
        objectives = List.copyOf(objectives);
        problems = List.copyOf(problems);
        stages = List.copyOf(stages);
        brokerStages = Collections.unmodifiableMap(new LinkedHashMap<>(brokerStages));
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }

    /** {@return whether the generator kept up, and the run was not cut short} */
    public boolean valid() {
        return !partial && measured.sent() > 0 && checks.stream().allMatch(Check::ok);
    }

    /** {@return the file of this result, but for what the run does not know: stack, units, worker, command, cost and environment} */
    public RunFileBuilder toFile(String target, Evidence evidence) {
        return RunFiles.of(this, target, evidence);
    }

    /** {@return the exit code} */
    public int exit() {
        if (!valid()) {
            return INVALID;
        }
        return objectives.stream().allMatch(Objective::met) ? GOOD : MISSED;
    }
}
