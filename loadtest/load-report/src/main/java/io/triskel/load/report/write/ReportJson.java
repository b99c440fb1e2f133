package io.triskel.load.report.write;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.report.limit.LimitCheck;
import io.triskel.load.report.merge.Estimate;
import io.triskel.load.report.merge.Figure;
import io.triskel.load.report.merge.FigureChange;
import io.triskel.load.report.merge.LoadRun;
import io.triskel.load.report.merge.TargetRun;
import io.triskel.load.report.published.PublishedResult;
import io.triskel.load.report.result.WorkerRun;
import io.triskel.load.report.section.Material;
import io.triskel.load.report.section.Opening;
import io.triskel.load.report.section.Section;
import io.triskel.load.result.ResultJson;
import java.util.List;
import java.util.Locale;

/**
 * The report as JSON of schema 1, for programs; {@code docs/report.md} names its members. An absent value has no member.
 */
public final class ReportJson {
    static final int SCHEMA = 1;

    private final Material material;
    private final LoadRun run;
    private final ObjectNode root = JsonNodeFactory.instance.objectNode();

    private ReportJson(Material material) {
        this.material = material;
        this.run = material.run();
    }

    /** {@return the whole file} */
    public static ObjectNode of(Material material, Opening opening, List<Section> sections) {
        ReportJson report = new ReportJson(material);
        report.root.put("schema", SCHEMA);
        report.run();
        report.verdict(opening);
        report.targets();
        ObjectNode findings = report.root.putObject("findings");
        sections.forEach(section -> findings.put(section.id(), section.heading()));
        report.summary();
        report.run.targets().forEach(target -> new TargetJson(target, report.root).write());
        report.baseline();
        report.material
                .sizing()
                .ifPresent(sizing -> report.root.set(
                        "cost", CostJson.of(sizing, report.run, material.words().targets())));
        report.material.evaluation().ifPresent(one -> report.root.set("evaluation", ResultJson.tree(one)));
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
                .put("language", material.words().language().code())
                .put("answer", opening.answer())
                .put("why", String.join(" ", opening.why()));
        ArrayNode failures = json.putArray("failures");
        run.failures()
                .forEach(one -> failures.addObject().put("target", one.target()).put("why", one.failed()));
        ArrayNode checks = json.putArray("checks");
        ArrayNode objectives = json.putArray("objectives");
        for (TargetRun target : run.targets()) {
            target.checks()
                    .forEach(
                            one -> checks.addObject().put("target", target.id()).setAll(ResultJson.tree(one)));
            target.objectives()
                    .forEach(one ->
                            objectives.addObject().put("target", target.id()).setAll(ResultJson.tree(one)));
        }
    }

    private void targets() {
        ArrayNode targets = root.putArray("targets");
        for (TargetRun target : run.targets()) {
            WorkerRun first = target.first();
            ObjectNode json = targets.addObject()
                    .put("id", target.id())
                    .put("evidence", target.evidence().word())
                    .put("stack", first.run().stack())
                    .put("repeats", target.repeats().size())
                    .put("workers", first.run().workers())
                    .put("valid", target.isValid());
            target.gaps()
                    .forEach(gap -> json.withArray("gaps")
                            .addObject()
                            .put("missing", gap.kind().name().toLowerCase(Locale.ROOT))
                            .put("present", gap.present())
                            .put("expected", gap.expected())
                            .put("repeat", gap.repeat()));
            ObjectNode units = json.putObject("units");
            target.units().forEach(units::put);
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
        if (estimate.isNever()) {
            return json.put("never", true).put("repeats", estimate.repeats());
        }
        json.put("value", estimate.value()).put("repeats", estimate.repeats());
        estimate.interval().ifPresent(one -> json.put("low", one.low()).put("high", one.high()));
        return json;
    }

    private void baseline() {
        for (FigureChange one : material.comparisons()) {
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
            TargetJson.put(json, "measured", check.measured());
            TargetJson.put(json, "share", check.share());
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
            TargetJson.put(json, "p50Ms", one.p50Ms());
            TargetJson.put(json, "p99Ms", one.p99Ms());
            one.words().ifPresent(words -> json.put("words", words));
            json.put("mind", one.mind()).put("source", one.source());
            one.url().ifPresent(url -> json.put("url", url));
            json.put("asOf", one.asOf()).put("confidence", one.confidence());
        }
    }
}
