package io.triskel.load.report.write;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.report.merge.Bracket;
import io.triskel.load.report.merge.RepeatRun;
import io.triskel.load.report.merge.Response;
import io.triskel.load.report.merge.TargetRun;
import io.triskel.load.report.result.WorkerRun;
import io.triskel.load.result.Backlog;
import io.triskel.load.result.Correctness;
import io.triskel.load.result.ResultJson;
import io.triskel.load.result.Series;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/**
 * What was measured on one target, for {@link ReportJson}.
 *
 * @param root the report, whose lists each get an entry if this target has data for it
 */
record TargetJson(TargetRun target, ObjectNode root) {
    void write() {
        latency();
        series();
        stages();
        figures("functions", WorkerRun::functions);
        figures("orders", WorkerRun::orders);
        figures("reporting", WorkerRun::reporting);
        responses();
        capacity();
        correctness();
        errors();
        problems();
        generator();
        spend();
    }

    private void latency() {
        target.latency()
                .ifPresent(latency -> about("latency")
                        .put("level", target.first().run().level().word())
                        .put("corrected", encoded(latency.corrected()))
                        .put("actual", encoded(latency.actual())));
    }

    private static String encoded(Histogram times) {
        ByteBuffer buffer = ByteBuffer.allocate(times.getNeededByteBufferCapacity());
        int length = times.encodeIntoCompressedByteBuffer(buffer);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
    }

    private void series() {
        if (target.shown().series().isEmpty()) {
            return;
        }
        Series series = target.shown().series().orElseThrow();
        ObjectNode json = about("series").put("repeat", target.shown().index()).put("stepMs", series.stepMs());
        ArrayNode phases = json.putArray("phases");
        target.shown().phases().forEach(phase -> phases.add(ResultJson.tree(phase)));
        json.setAll(ResultJson.tree(new Series(series.stepMs(), new TreeMap<>(series.columns()))));
    }

    private void stages() {
        target.stages()
                .forEach(stage -> about("stages")
                        .put("name", stage.name())
                        .put("p50Us", stage.times().getValueAtPercentile(50))
                        .put("p99Us", stage.times().getValueAtPercentile(99))
                        .put("count", stage.times().getTotalCount())
                        .put("negative", stage.negative())
                        .put("clockErrorUs", stage.clockErrorUs()));
    }

    /** Writes counts as the sum of all workers and repeats, and times as the worst of them. */
    private void figures(String name, Function<WorkerRun, Map<String, Double>> of) {
        Map<String, Double> figures = target.figures(of);
        if (!figures.isEmpty()) {
            ObjectNode json = about(name);
            figures.forEach(json::put);
        }
    }

    private void responses() {
        target.repeats()
                .forEach(repeat -> Response.of(repeat).forEach(response -> {
                    ObjectNode json = about("response")
                            .put("repeat", repeat.index())
                            .put("phase", response.phase().kind());
                    put(json, "toCapacitySeconds", response.toCapacitySeconds());
                    put(json, "toHandlingSeconds", response.toHandlingSeconds());
                    put(json, "throttledShare", response.throttledShare());
                    put(json, "lagAtMost", response.lagAtMost());
                    put(json, "instancesBefore", response.instancesBefore());
                    put(json, "instancesAtMost", response.instancesAtMost());
                }));
        target.repeats().forEach(repeat -> repeat.backlog().ifPresent(backlog -> backlog(repeat, backlog)));
    }

    private void backlog(RepeatRun repeat, Backlog backlog) {
        ObjectNode json = about("backlog").put("repeat", repeat.index()).put("atMost", backlog.atMost());
        backlog.drainMs().ifPresentOrElse(drained -> json.put("drainMs", drained), () -> json.put("never", true));
    }

    private void capacity() {
        target.capacity().ifPresent(bracket -> capacity(bracket));
    }

    private void capacity(Bracket bracket) {
        about("capacity").put("level", target.first().run().level().word()).setAll(ResultJson.tree(bracket));
    }

    private void correctness() {
        target.correctness().ifPresent(found -> correctness(found));
    }

    private void correctness(Correctness found) {
        ObjectNode json = about("correctness");
        Correctness.METRICS.forEach(
                metric -> metric.value().apply(found).ifPresent(value -> json.put(metric.id(), value)));
        json.set("duplicates", ResultJson.tree(found.duplicates()));
    }

    private void errors() {
        target.errors().forEach(error -> about("errors").setAll(ResultJson.tree(error)));
    }

    private void problems() {
        target.problems().forEach(problem -> about("problems").put("problem", problem));
    }

    private void generator() {
        ObjectNode json = about("generator")
                .put("late", target.results().mapToLong(one -> one.run().late()).sum())
                .put(
                        "unsent",
                        target.results().mapToLong(one -> one.run().unsent()).sum())
                .put("clockErrorUs", target.clockErrorUs());
        target.results()
                .flatMap(one -> one.run().self().stream())
                .findFirst()
                .ifPresent(self -> json.setAll(ResultJson.tree(self)));
        target.results()
                .flatMap(one -> one.run().sending().stream())
                .findFirst()
                .ifPresent(sending -> json.set("sending", ResultJson.tree(sending)));
    }

    private void spend() {
        target.spend().ifPresent(spend -> about("spend").setAll(ResultJson.tree(spend)));
    }

    /** Adds an entry for this target to a list. */
    private ObjectNode about(String list) {
        return root.withArray(list).addObject().put("target", target.id());
    }

    static void put(ObjectNode json, String name, OptionalDouble value) {
        value.ifPresent(number -> json.put(name, number));
    }
}
