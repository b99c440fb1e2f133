package io.triskel.load.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.capacity.CapacitySearch.Found;
import io.triskel.load.ledger.WorkerLedger;
import io.triskel.load.measure.Measured;
import io.triskel.load.path.LoadPath;
import io.triskel.load.result.Correctness;
import io.triskel.load.result.Evidence;
import io.triskel.load.result.RunFileBuilder;
import io.triskel.load.result.RunVerdict;
import io.triskel.load.result.RunVerdict.Check;
import io.triskel.load.result.RunVerdict.Objective;
import io.triskel.load.workload.Workload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The measurements of one run.
 *
 * @param part of the run that the figures are of
 * @param found by a capacity search
 * @param path what the path alone knows
 * @param ledger of one of several workers on a bus
 */
public record RunResult(
        Workload workload,
        Span span,
        DrainedPart part,
        Correctness correctness,
        Optional<Found> found,
        List<Objective> objectives,
        OfPath path,
        Optional<WorkerLedger> ledger) {
    public RunResult {
        objectives = List.copyOf(objectives);
    }

    /**
     * When the run was.
     *
     * @param repeat which one, from 0
     * @param partial whether it was stopped early
     */
    public record Span(int repeat, Instant from, Instant to, boolean partial) {}

    /**
     * A path's report about itself.
     *
     * @param problems of the consuming side and with clocks, for people
     * @param stages of the path's own, in the order of an event's way; empty if there is only the one to the handler
     * @param brokerStages those with the broker's own timestamp, and how far the clocks at their ends may differ, in microseconds
     * @param columns of the path's own in the series
     * @param own functions, orders, reporting, and how far clocks may differ
     */
    public record OfPath(
            List<String> problems,
            List<String> stages,
            Map<String, Double> brokerStages,
            Map<String, List<Long>> columns,
            ObjectNode own) {
        public OfPath {
            problems = List.copyOf(problems);
            stages = List.copyOf(stages);
            brokerStages = Collections.unmodifiableMap(new LinkedHashMap<>(brokerStages));
            columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        }

        static OfPath of(LoadPath path, ClockWatch clocks, Measured measured) {
            List<String> problems = new ArrayList<>(path.problems());
            problems.addAll(clocks.problems());
            ObjectNode own = JsonNodeFactory.instance.objectNode();
            path.describe(own);
            return new OfPath(
                    problems,
                    path.stages(),
                    path.brokerStages(),
                    path.series(measured.start(), measured.seconds().size()),
                    own);
        }
    }

    /** {@return the measurement that the figures are of} */
    public Measured measured() {
        return part.measurement();
    }

    /** {@return whether the generator kept up, and the run was not cut short} */
    public boolean valid() {
        return !span.partial()
                && measured().sent() > 0
                && part.checks().stream().allMatch(Check::ok);
    }

    /** {@return the file of this result, but for what the run does not know: stack, units, worker, command, cost and environment} */
    public RunFileBuilder toFile(String target, Evidence evidence) {
        return RunFiles.of(this, target, evidence);
    }

    /** {@return the exit code} */
    public int exit() {
        return RunVerdict.exit(valid(), objectives);
    }
}
