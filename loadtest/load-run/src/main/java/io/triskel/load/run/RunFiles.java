package io.triskel.load.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.capacity.CapacitySearch.Found;
import io.triskel.load.measure.Distribution;
import io.triskel.load.measure.Measured;
import io.triskel.load.measure.PhaseCounters;
import io.triskel.load.measure.Second;
import io.triskel.load.result.Capacity;
import io.triskel.load.result.ErrorCount;
import io.triskel.load.result.Evidence;
import io.triskel.load.result.Latency;
import io.triskel.load.result.PhaseCounts;
import io.triskel.load.result.RunFileBuilder;
import io.triskel.load.result.RunVerdict;
import io.triskel.load.result.SelfUse;
import io.triskel.load.result.Series;
import io.triskel.load.result.SeriesColumn;
import io.triskel.load.result.Stage;
import io.triskel.load.result.Times;
import io.triskel.load.workload.Phase;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToLongFunction;
import java.util.zip.Deflater;
import org.HdrHistogram.Histogram;

/** The file of a run, made of what was measured. */
final class RunFiles {
    private static final int SECOND_MS = 1_000;

    private RunFiles() {}

    static RunFileBuilder of(RunResult result, String target, Evidence evidence) {
        Measured measured = result.measured();
        RunFileBuilder file = new RunFileBuilder(
                        target,
                        evidence,
                        result.workload().level(),
                        result.span().from(),
                        result.span().to())
                .repeat(result.span().repeat())
                .repeats(result.workload().repeats())
                .seed(result.workload().seed())
                .workload(result.workload().toJson())
                .partial(result.span().partial())
                .verdict(new RunVerdict(
                        result.exit(), result.valid(), result.part().checks(), result.objectives()))
                .phases(phases(measured))
                .latency(new Latency(times(measured.corrected()), times(measured.actual())))
                .stages(stages(result))
                .series(series(result))
                .correctness(result.correctness())
                .late(measured.late())
                .unsent(measured.unsent())
                .errors(errors(measured))
                .self(self(result))
                .sending(result.part().sending())
                .problems(result.path().problems());
        BacklogPhase.of(measured.timeline(), measured.seconds()).ifPresent(file::backlog);
        result.found().map(RunFiles::capacity).ifPresent(file::capacity);
        own(result.path().own(), file);
        return file;
    }

    private static void own(ObjectNode own, RunFileBuilder file) {
        file.clockErrorUs(own.path("clockErrorUs").asDouble());
        member(own, "functions").ifPresent(file::functions);
        member(own, "orders").ifPresent(file::orders);
        member(own, "reporting").ifPresent(file::reporting);
    }

    private static Optional<ObjectNode> member(ObjectNode own, String name) {
        return own.get(name) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
    }

    private static List<PhaseCounts> phases(Measured measured) {
        List<PhaseCounts> phases = new ArrayList<>();
        for (int i = 0; i < measured.phases().size(); i++) {
            Phase phase = measured.timeline().phases().get(i);
            PhaseCounters counts = measured.phases().get(i);
            phases.add(new PhaseCounts(
                    phase.kind(),
                    measured.timeline().start(i) / 1_000_000,
                    measured.timeline().end(i) / 1_000_000,
                    OptionalDouble.of(phase.peak()),
                    counts.offered().sum(),
                    counts.sent().sum(),
                    counts.accepted().sum(),
                    counts.delivered()));
        }
        return phases;
    }

    private static Times times(Distribution times) {
        return new Times(
                times.count(),
                times.percentile(50),
                times.percentile(90),
                times.percentile(99),
                times.percentile(99.9),
                times.count() == 0 ? 0 : times.micros().getMaxValue(),
                Optional.of(encoded(times.micros())));
    }

    private static List<Stage> stages(RunResult result) {
        Measured measured = result.measured();
        List<Stage> stages = new ArrayList<>();
        stages.add(stage(Stage.SCHEDULE_TO_SEND, measured.scheduleDelay(), OptionalDouble.empty()));
        stages.add(stage(Stage.SEND_TO_ACKNOWLEDGEMENT, measured.acknowledgement(), OptionalDouble.empty()));
        result.path()
                .brokerStages()
                .forEach((name, error) -> stages.add(stage(name, measured.stage(name), OptionalDouble.of(error))));
        if (result.path().stages().isEmpty()) {
            stages.add(stage(Stage.SEND_TO_HANDLER, measured.actual(), OptionalDouble.empty()));
        }
        result.path().stages().forEach(name -> stages.add(stage(name, measured.stage(name), OptionalDouble.empty())));
        return stages;
    }

    private static Stage stage(String name, Distribution times, OptionalDouble clockErrorUs) {
        return new Stage(
                name,
                times.count(),
                times.negative(),
                times.percentile(50),
                times.percentile(99),
                encoded(times.micros()),
                clockErrorUs);
    }

    private static String encoded(Histogram histogram) {
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(buffer, Deflater.BEST_COMPRESSION);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
    }

    private static Series series(RunResult result) {
        Map<String, double[]> columns = new LinkedHashMap<>();
        for (SeriesColumn column : SeriesColumn.values()) {
            ofSeconds(column)
                    .ifPresent(value -> columns.put(
                            column.id(),
                            result.measured().seconds().stream()
                                    .mapToDouble(value::applyAsLong)
                                    .toArray()));
        }
        result.path()
                .columns()
                .forEach((name, values) -> columns.put(
                        name, values.stream().mapToDouble(Long::doubleValue).toArray()));
        return new Series(SECOND_MS, columns);
    }

    /** {@return the value of a second; empty for a column that only some paths have} */
    private static Optional<ToLongFunction<Second>> ofSeconds(SeriesColumn column) {
        return switch (column) {
            case OFFERED -> Optional.of(second -> second.counts().offered());
            case SENT -> Optional.of(second -> second.counts().sent());
            case ACCEPTED -> Optional.of(second -> second.counts().accepted());
            case DELIVERED -> Optional.of(second -> second.counts().delivered());
            case FAILED -> Optional.of(second -> second.counts().refused());
            case THROTTLED -> Optional.of(second -> second.counts().throttled());
            case LAG -> Optional.of(Second::lag);
            case P50 -> Optional.of(Second::p50);
            case P99 -> Optional.of(Second::p99);
            case COLD, INSTANCES -> Optional.empty();
        };
    }

    private static List<ErrorCount> errors(Measured measured) {
        List<ErrorCount> errors = new ArrayList<>();
        measured.refusals()
                .forEach((refusal, count) ->
                        errors.add(new ErrorCount(refusal.cause().name(), refusal.code(), count)));
        return errors;
    }

    private static Capacity capacity(Found found) {
        return new Capacity(
                Capacity.EVENTS,
                rate(found.capacity().passed()),
                rate(found.capacity().failed()),
                found.capacity().reason(),
                found.underObjectives()
                        .map(each ->
                                new Capacity.UnderObjectives(rate(each.passed()), rate(each.failed()), each.reason())),
                found.probes().stream()
                        .map(probe -> new Capacity.Probe(
                                probe.rate(), probe.reason().isEmpty(), probe.reason(), probe.seconds()))
                        .toList());
    }

    private static OptionalDouble rate(Optional<Double> rate) {
        return rate.map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
    }

    private static SelfUse self(RunResult result) {
        Distribution delay = result.measured().ownDelay();
        return new SelfUse(
                result.part().self().cpuSeconds(),
                result.part().self().cpuSeconds()
                        * 1e6
                        / Math.max(1, result.correctness().sent()),
                Runtime.getRuntime().availableProcessors(),
                result.part().self().collectionMillis(),
                delay.percentile(50),
                delay.percentile(99));
    }
}
