package io.triskel.load.report.write;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.report.merge.Bracket;
import io.triskel.load.report.merge.RepeatRun;
import io.triskel.load.report.merge.Response;
import io.triskel.load.report.merge.TargetRun;
import io.triskel.load.report.result.Correctness;
import io.triskel.load.report.result.PhaseSpan;
import io.triskel.load.report.result.Result;
import io.triskel.load.report.result.Series;
import io.triskel.load.result.Backlog;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/**
 * What was measured on one target, for {@link JsonReport}.
 *
 * @param root gets an entry in each of its lists that this target has something for
 */
record TargetJson(TargetRun target, ObjectNode root) {
    void write() {
        latency();
        series();
        stages();
        figures("functions", Result::functions);
        figures("orders", Result::orders);
        figures("reporting", Result::reporting);
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
                .ifPresent(latency -> root.withArray("latency")
                        .addObject()
                        .put("target", target.id())
                        .put("level", target.first().level())
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
        ObjectNode json = root.withArray("series").addObject();
        json.put("target", target.id()).put("repeat", target.shown().index()).put("stepMs", series.stepMs());
        ArrayNode phases = json.putArray("phases");
        for (PhaseSpan phase : target.shown().phases()) {
            ObjectNode one = phases.addObject()
                    .put("kind", phase.kind())
                    .put("fromMs", phase.fromMs())
                    .put("toMs", phase.toMs());
            put(one, "rate", phase.rate());
        }
        series.byName().entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(one -> {
            ArrayNode samples = json.putArray(one.getKey());
            for (double sample : one.getValue()) {
                add(samples, sample);
            }
        });
    }

    private static void add(ArrayNode samples, double sample) {
        if (Double.isNaN(sample)) {
            samples.addNull();
        } else if (sample == Math.rint(sample)) {
            samples.add((long) sample);
        } else {
            samples.add(sample);
        }
    }

    private void stages() {
        target.stages()
                .forEach(stage -> root.withArray("stages")
                        .addObject()
                        .put("target", target.id())
                        .put("name", stage.name())
                        .put("p50Us", stage.times().getValueAtPercentile(50))
                        .put("p99Us", stage.times().getValueAtPercentile(99))
                        .put("count", stage.times().getTotalCount())
                        .put("negative", stage.negative())
                        .put("clockErrorUs", stage.clockErrorUs()));
    }

    /** Counts of all workers and repeats, times the worst of them. */
    private void figures(String name, Function<Result, Map<String, Double>> of) {
        Map<String, Double> figures = target.figures(of);
        if (!figures.isEmpty()) {
            ObjectNode json = root.withArray(name).addObject().put("target", target.id());
            figures.forEach(json::put);
        }
    }

    private void responses() {
        target.repeats()
                .forEach(repeat -> Response.of(repeat).forEach(response -> {
                    ObjectNode json = root.withArray("response")
                            .addObject()
                            .put("target", target.id())
                            .put("repeat", repeat.index())
                            .put("phase", response.phase().kind());
                    put(json, "toCapacitySeconds", response.toCapacitySeconds());
                    put(json, "toHandlingSeconds", response.toHandlingSeconds());
                    put(json, "throttledShare", response.throttledShare());
                    put(json, "lagAtMost", response.lagAtMost());
                    put(json, "instancesBefore", response.instancesBefore());
                    put(json, "instancesAtMost", response.instancesAtMost());
                }));
        target.repeats()
                .forEach(repeat -> repeat.backlog().ifPresent(backlog -> backlog(repeat, backlog)));
    }

    private void backlog(RepeatRun repeat, Backlog backlog) {
        ObjectNode json = root.withArray("backlog")
                .addObject()
                .put("target", target.id())
                .put("repeat", repeat.index())
                .put("atMost", backlog.atMost());
        backlog.drainMs().ifPresentOrElse(drained -> json.put("drainMs", drained), () -> json.put("never", true));
    }

    private void capacity() {
        target.capacity().ifPresent(bracket -> capacity(bracket));
    }

    private void capacity(Bracket bracket) {
        ObjectNode json = root.withArray("capacity").addObject();
        json.put("target", target.id())
                .put("level", target.first().level())
                .put("unit", bracket.unit())
                .put("passed", bracket.passed());
        put(json, "failed", bracket.failed());
        json.put("reason", bracket.reason()).put("confirmed", bracket.confirmed());
        ArrayNode probes = json.putArray("probes");
        bracket.probes()
                .forEach(probe -> probes.addObject()
                        .put("rate", probe.rate())
                        .put("ok", probe.ok())
                        .put("reason", probe.reason()));
    }

    private void correctness() {
        target.correctness().ifPresent(found -> correctness(found));
    }

    private void correctness(Correctness found) {
        root.withArray("correctness")
                .addObject()
                .put("target", target.id())
                .put("sent", found.sent())
                .put("accepted", found.accepted())
                .put("delivered", found.delivered())
                .put("lost", found.lost())
                .put("unknownOutcome", found.unknownOutcome())
                .put("producerRetries", found.retried())
                .put("redelivered", found.redelivered())
                .put("reordered", found.reordered())
                .put("deepestReorder", found.deepestReorder())
                .put("corrupt", found.corrupt())
                .put("foreign", found.foreign())
                .put("drainMs", found.drainMs());
    }

    private void errors() {
        target.errors()
                .forEach(error -> root.withArray("errors")
                        .addObject()
                        .put("target", target.id())
                        .put("cause", error.cause())
                        .put("code", error.code())
                        .put("count", error.count()));
    }

    private void problems() {
        target.problems()
                .forEach(problem -> root.withArray("problems")
                        .addObject()
                        .put("target", target.id())
                        .put("problem", problem));
    }

    private void generator() {
        ObjectNode json = root.withArray("generator").addObject();
        json.put("target", target.id())
                .put("late", target.results().mapToLong(Result::late).sum())
                .put("unsent", target.results().mapToLong(Result::unsent).sum())
                .put("clockErrorUs", target.clockErrorUs());
        target.results()
                .flatMap(one -> one.self().stream())
                .findFirst()
                .ifPresent(self -> json.put("cpuSeconds", self.cpuSeconds())
                        .put("cpuUsPerEvent", self.cpuUsPerEvent())
                        .put("cores", self.cores())
                        .put("gcMs", self.gcMs())
                        .put("scheduleDelayP50Us", self.delayP50Us())
                        .put("scheduleDelayP99Us", self.delayP99Us()));
    }

    private void spend() {
        target.spend().ifPresent(spend -> {
            ObjectNode json = root.withArray("spend")
                    .addObject()
                    .put("target", target.id())
                    .put("usd", spend.usd())
                    .put("stoppedAtBudget", spend.stopped());
            put(json, "predictedUsd", spend.predictedUsd());
            if (!spend.offer().isEmpty()) {
                json.put("offer", spend.offer());
            }
        });
    }

    static void put(ObjectNode json, String name, OptionalDouble value) {
        value.ifPresent(number -> json.put(name, number));
    }
}
