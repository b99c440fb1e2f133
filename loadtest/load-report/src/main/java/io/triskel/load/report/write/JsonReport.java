package io.triskel.load.report.write;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.report.limit.LimitCheck;
import io.triskel.load.report.merge.Bracket;
import io.triskel.load.report.merge.Comparison;
import io.triskel.load.report.merge.Estimate;
import io.triskel.load.report.merge.Figure;
import io.triskel.load.report.merge.LoadRun;
import io.triskel.load.report.merge.Response;
import io.triskel.load.report.merge.TargetRun;
import io.triskel.load.report.published.PublishedResult;
import io.triskel.load.report.result.Check;
import io.triskel.load.report.result.Correctness;
import io.triskel.load.report.result.PhaseSpan;
import io.triskel.load.report.result.Result;
import io.triskel.load.report.result.Series;
import io.triskel.load.report.section.Material;
import io.triskel.load.report.section.Opening;
import io.triskel.load.report.section.Section;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.HdrHistogram.Histogram;

/**
 * The report as JSON of schema 1, for programs; {@code docs/report.md} names its members. What is absent has no member. {@code cost}
 * and {@code criteria} are left for what computes them.
 */
public final class JsonReport {
    static final int SCHEMA = 1;

    private final Material material;
    private final LoadRun run;
    private final ObjectNode root = JsonNodeFactory.instance.objectNode();

    private JsonReport(Material material) {
        this.material = material;
        this.run = material.run();
    }

    /** {@return the whole file} */
    public static ObjectNode of(Material material, Opening opening, List<Section> sections) {
        JsonReport report = new JsonReport(material);
        report.root.put("schema", SCHEMA);
        report.run();
        report.verdict(opening);
        report.targets();
        ObjectNode findings = report.root.putObject("findings");
        sections.forEach(section -> findings.put(section.id(), section.heading()));
        report.summary();
        for (TargetRun target : report.run.targets()) {
            report.latency(target);
            report.series(target);
            report.stages(target);
            report.responses(target);
            report.capacity(target);
            report.correctness(target);
            report.errors(target);
        }
        report.baseline();
        report.limits();
        report.published();
        return report.root;
    }

    private void run() {
        ObjectNode json = root.putObject("run");
        json.put("workload", run.workloadName()).put("level", run.level());
        run.from().ifPresent(from -> json.put("from", from.toString()));
        run.to().ifPresent(to -> json.put("to", to.toString()));
        run.seeds().forEach(json.withArray("seeds")::add);
        json.put("repeats", run.repeats()).put("command", run.command());
        json.set("configuration", run.workload());
    }

    private void verdict(Opening opening) {
        ObjectNode json = root.putObject("verdict");
        json.put("valid", run.isValid())
                .put("whole", run.isWhole())
                .put("answer", opening.answer())
                .put("why", opening.why());
        ArrayNode failures = json.putArray("failures");
        run.failures()
                .forEach(one -> failures.addObject().put("target", one.target()).put("why", one.why()));
        ArrayNode checks = json.putArray("checks");
        ArrayNode objectives = json.putArray("objectives");
        for (TargetRun target : run.targets()) {
            for (Check one : target.checks()) {
                checks.addObject()
                        .put("target", target.id())
                        .put("name", one.name())
                        .put("value", one.value())
                        .put("unit", one.unit())
                        .put("limit", one.limit())
                        .put("ok", one.ok());
            }
            target.objectives()
                    .forEach(one -> objectives
                            .addObject()
                            .put("target", target.id())
                            .put("name", one.name())
                            .put("value", one.value())
                            .put("unit", one.unit())
                            .put("limit", one.limit())
                            .put("met", one.met()));
        }
    }

    private void targets() {
        ArrayNode targets = root.putArray("targets");
        for (TargetRun target : run.targets()) {
            Result first = target.first();
            ObjectNode json = targets.addObject()
                    .put("id", target.id())
                    .put("evidence", target.evidence().word())
                    .put("stack", first.stack())
                    .put("repeats", target.repeats().size())
                    .put("workers", first.workers())
                    .put("valid", target.isValid());
            target.gaps().forEach(json.withArray("gaps")::add);
            ObjectNode units = json.putObject("units");
            first.units().forEach(units::put);
            ObjectNode environment = json.putObject("environment");
            first.environment().forEach(environment::put);
        }
    }

    private void summary() {
        ArrayNode summary = root.putArray("summary");
        for (Figure figure : Figure.all()) {
            ObjectNode by = JsonNodeFactory.instance.objectNode();
            for (TargetRun target : run.targets()) {
                target.estimate(figure).ifPresent(estimate -> by.set(target.id(), estimate(estimate)));
            }
            if (!by.isEmpty()) {
                ObjectNode json = summary.addObject();
                json.put("id", figure.id())
                        .put("unit", figure.unit())
                        .put("better", "low")
                        .put("kind", figure.isExact() ? "exact" : "interval")
                        .set("by", by);
                if (!figure.isExact()) {
                    run.leader(figure).ifPresent(leader -> json.put("leader", leader.id()));
                }
            }
        }
    }

    private static ObjectNode estimate(Estimate estimate) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("value", estimate.value()).put("repeats", estimate.repeats());
        estimate.interval().ifPresent(one -> json.put("low", one.low()).put("high", one.high()));
        return json;
    }

    private void latency(TargetRun target) {
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

    private void series(TargetRun target) {
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

    private void stages(TargetRun target) {
        target.stages()
                .forEach(stage -> root.withArray("stages")
                        .addObject()
                        .put("target", target.id())
                        .put("name", stage.name())
                        .put("p50Us", stage.times().getValueAtPercentile(50))
                        .put("p99Us", stage.times().getValueAtPercentile(99))
                        .put("count", stage.times().getTotalCount())
                        .put("negative", stage.negative())
                        .put("clockErrorUs", target.clockErrorUs()));
    }

    private void responses(TargetRun target) {
        target.repeats()
                .forEach(repeat -> Response.of(repeat).forEach(response -> {
                    ObjectNode json = root.withArray("response")
                            .addObject()
                            .put("target", target.id())
                            .put("repeat", repeat.index())
                            .put("phase", response.phase().kind());
                    put(json, "toCapacitySeconds", response.toCapacitySeconds());
                    put(json, "throttledShare", response.throttledShare());
                    put(json, "lagAtMost", response.lagAtMost());
                }));
        target.repeats()
                .forEach(repeat -> repeat.backlog()
                        .ifPresent(backlog -> root.withArray("backlog")
                                .addObject()
                                .put("target", target.id())
                                .put("repeat", repeat.index())
                                .put("atMost", backlog.atMost())
                                .put("drainMs", backlog.drainMs())));
    }

    private void capacity(TargetRun target) {
        target.capacity().ifPresent(bracket -> capacity(target, bracket));
    }

    private void capacity(TargetRun target, Bracket bracket) {
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

    private void correctness(TargetRun target) {
        target.correctness().ifPresent(found -> correctness(target, found));
    }

    private void correctness(TargetRun target, Correctness found) {
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

    private void errors(TargetRun target) {
        target.errors()
                .forEach(error -> root.withArray("errors")
                        .addObject()
                        .put("target", target.id())
                        .put("cause", error.cause())
                        .put("code", error.code())
                        .put("count", error.count()));
    }

    private void baseline() {
        for (Comparison one : material.comparisons()) {
            ObjectNode json = root.withArray("baseline").addObject();
            json.put("target", one.target().id()).put("figure", one.figure().id());
            json.set("before", estimate(one.before()));
            json.set("now", estimate(one.now()));
            one.change().ifPresent(change -> json.put("change", change));
            json.put("verdict", one.verdict().name().toLowerCase(Locale.ROOT));
        }
    }

    private void limits() {
        for (LimitCheck check : material.limits().checked(run)) {
            ObjectNode json = root.withArray("limits").addObject();
            json.put("id", check.limit().id())
                    .put("topic", check.limit().topic())
                    .put("target", check.target().id())
                    .put("documented", check.limit().documented())
                    .put("value", check.limit().value())
                    .put("unit", check.limit().unit());
            check.limit().per().ifPresent(per -> json.put("per", per));
            json.put("source", check.limit().source());
            check.limit().url().ifPresent(url -> json.put("url", url));
            json.put("asOf", check.limit().asOf())
                    .put("confidence", check.limit().confidence());
            put(json, "measured", check.measured());
            put(json, "share", check.share());
            json.put("status", check.status().words());
        }
    }

    private void published() {
        for (PublishedResult one : material.published().beside(run)) {
            ObjectNode json = root.withArray("published").addObject();
            json.put("id", one.id())
                    .put("target", one.target())
                    .put("level", one.level())
                    .put("name", one.name());
            put(json, "p50Ms", one.p50Ms());
            put(json, "p99Ms", one.p99Ms());
            one.words().ifPresent(words -> json.put("words", words));
            json.put("mind", one.mind()).put("source", one.source());
            one.url().ifPresent(url -> json.put("url", url));
            json.put("asOf", one.asOf()).put("confidence", one.confidence());
        }
    }

    private static void put(ObjectNode json, String name, OptionalDouble value) {
        value.ifPresent(number -> json.put(name, number));
    }
}
