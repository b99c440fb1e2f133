package io.triskel.load.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.capacity.CapacitySearch;
import io.triskel.load.measure.Correctness;
import io.triskel.load.measure.Measurement;
import io.triskel.load.measure.PhaseCounts;
import io.triskel.load.measure.Second;
import io.triskel.load.measure.Times;
import io.triskel.load.workload.Phase;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.zip.Deflater;
import org.HdrHistogram.Histogram;

/** The result of a run as JSON, version 1 ({@code docs/load-testing.md}). */
final class ResultJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ResultJson() {}

    static ObjectNode of(RunResult result) {
        Measurement measured = result.measured();
        ObjectNode json = JSON.objectNode();
        json.put("repeat", result.repeat()).put("repeats", result.workload().repeats());
        json.put("seed", result.workload().seed());
        json.put("level", result.workload().level().name().toLowerCase(Locale.ROOT));
        json.set("workload", result.workload().toJson());
        json.put("from", result.from().toString()).put("to", result.to().toString());
        json.put("partial", result.partial());
        json.set("verdict", verdict(result));
        json.set("phases", phases(measured));
        ObjectNode latency = json.putObject("latency");
        latency.set("corrected", times(measured.corrected()));
        latency.set("actual", times(measured.actual()));
        ArrayNode stages = json.putArray("stages");
        stages.add(stage("schedule-to-send", measured.scheduleDelay()));
        stages.add(stage("send-to-acknowledgement", measured.acknowledgement()));
        result.brokerStages()
                .forEach((name, error) ->
                        stages.add(stage(name, measured.stage(name)).put("clockErrorUs", error)));
        if (result.stages().isEmpty()) {
            stages.add(stage("send-to-handler", measured.actual()));
        }
        result.stages().forEach(name -> stages.add(stage(name, measured.stage(name))));
        json.put("clockErrorUs", 0);
        ObjectNode series = series(measured.seconds());
        result.columns().forEach((name, values) -> values.forEach(series.withArray(name)::add));
        json.set("series", series);
        json.set("correctness", correctness(result.correctness()));
        json.put("late", measured.late()).put("unsent", measured.unsent());
        ArrayNode errors = json.putArray("errors");
        measured.refusals()
                .forEach((refusal, count) -> errors.addObject()
                        .put("cause", refusal.cause().name())
                        .put("code", refusal.code())
                        .put("count", count));
        Backlog.of(measured.timeline(), measured.seconds()).ifPresent(backlog -> json.set("backlog", backlog(backlog)));
        result.bracket().ifPresent(bracket -> json.set("capacity", capacity(bracket)));
        self(json, result);
        ArrayNode problems = json.putArray("problems");
        result.problems().forEach(problems::add);
        json.setAll(result.own());
        return json;
    }

    private static ObjectNode verdict(RunResult result) {
        ObjectNode verdict = JSON.objectNode();
        verdict.put("exit", result.exit()).put("valid", result.valid());
        ArrayNode checks = verdict.putArray("checks");
        result.checks()
                .forEach(check -> checks.addObject()
                        .put("name", check.name())
                        .put("value", check.value())
                        .put("unit", check.unit())
                        .put("limit", check.limit())
                        .put("ok", check.ok()));
        ArrayNode objectives = verdict.putArray("objectives");
        result.objectives()
                .forEach(objective -> objectives
                        .addObject()
                        .put("name", objective.name())
                        .put("value", objective.value())
                        .put("unit", objective.unit())
                        .put("limit", objective.limit())
                        .put("met", objective.met()));
        return verdict;
    }

    private static ArrayNode phases(Measurement measured) {
        ArrayNode phases = JSON.arrayNode();
        for (int i = 0; i < measured.phases().size(); i++) {
            Phase phase = measured.timeline().phases().get(i);
            PhaseCounts counts = measured.phases().get(i);
            phases.addObject()
                    .put("kind", phase.kind())
                    .put("fromMs", measured.timeline().start(i) / 1_000_000)
                    .put("toMs", measured.timeline().end(i) / 1_000_000)
                    .put("rate", phase.peak())
                    .put("offered", counts.offered().sum())
                    .put("sent", counts.sent().sum())
                    .put("accepted", counts.accepted().sum())
                    .put("delivered", counts.delivered());
        }
        return phases;
    }

    private static ObjectNode times(Times times) {
        return JSON.objectNode()
                .put("count", times.count())
                .put("p50Us", times.percentile(50))
                .put("p90Us", times.percentile(90))
                .put("p99Us", times.percentile(99))
                .put("p999Us", times.percentile(99.9))
                .put("maxUs", times.count() == 0 ? 0 : times.micros().getMaxValue())
                .put("histogram", encoded(times.micros()));
    }

    private static ObjectNode stage(String name, Times times) {
        return JSON.objectNode()
                .put("name", name)
                .put("count", times.count())
                .put("negative", times.negative())
                .put("p50Us", times.percentile(50))
                .put("p99Us", times.percentile(99))
                .put("histogram", encoded(times.micros()));
    }

    private static String encoded(Histogram histogram) {
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(buffer, Deflater.BEST_COMPRESSION);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
    }

    private static ObjectNode series(List<Second> seconds) {
        ObjectNode series = JSON.objectNode().put("stepMs", 1_000);
        column(series, "offered", seconds, Second::offered);
        column(series, "sent", seconds, Second::sent);
        column(series, "accepted", seconds, Second::accepted);
        column(series, "delivered", seconds, Second::delivered);
        column(series, "failed", seconds, Second::failed);
        column(series, "throttled", seconds, Second::throttled);
        column(series, "lag", seconds, Second::lag);
        column(series, "p50Us", seconds, Second::p50);
        column(series, "p99Us", seconds, Second::p99);
        return series;
    }

    private static void column(ObjectNode series, String name, List<Second> seconds, ToLongFunction<Second> value) {
        ArrayNode column = series.putArray(name);
        seconds.forEach(second -> column.add(value.applyAsLong(second)));
    }

    private static ObjectNode correctness(Correctness correctness) {
        ObjectNode json = JSON.objectNode()
                .put("sent", correctness.sent())
                .put("accepted", correctness.accepted())
                .put("delivered", correctness.delivered())
                .put("lost", correctness.lost())
                .put("unknownOutcome", correctness.unknownOutcome());
        json.putObject("duplicates")
                .put("producer", correctness.producerRepeats())
                .put("redelivered", correctness.redelivered());
        return json.put("reordered", correctness.reordered())
                .put("deepestReorder", correctness.deepestReorder())
                .put("corrupt", correctness.corrupt())
                .put("foreign", correctness.foreign())
                .put("drainMs", correctness.drainMillis());
    }

    private static ObjectNode backlog(Backlog backlog) {
        ObjectNode json = JSON.objectNode().put("atMost", backlog.atMost());
        backlog.drainMillis().ifPresent(drained -> json.put("drainMs", drained));
        return json;
    }

    private static ObjectNode capacity(CapacitySearch.Bracket bracket) {
        ObjectNode capacity = JSON.objectNode().put("unit", "events/s");
        bracket.passed().ifPresent(passed -> capacity.put("passed", passed));
        bracket.failed().ifPresent(failed -> capacity.put("failed", failed));
        capacity.put("reason", bracket.reason()).put("confirmed", bracket.confirmed());
        ArrayNode probes = capacity.putArray("probes");
        bracket.probes()
                .forEach(probe -> probes.addObject()
                        .put("rate", probe.rate())
                        .put("ok", probe.ok())
                        .put("reason", probe.reason()));
        return capacity;
    }

    private static void self(ObjectNode json, RunResult result) {
        Measurement measured = result.measured();
        json.putObject("self")
                .put("cpuSeconds", result.self().cpuSeconds())
                .put(
                        "cpuUsPerEvent",
                        result.self().cpuSeconds()
                                * 1e6
                                / Math.max(1, result.correctness().sent()))
                .put("cores", Runtime.getRuntime().availableProcessors())
                .put("gcMs", result.self().collectionMillis())
                .put("scheduleDelayP50Us", measured.ownDelay().percentile(50))
                .put("scheduleDelayP99Us", measured.ownDelay().percentile(99));
    }
}
