package io.triskel.load.report.write;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.report.merge.LoadRun;
import io.triskel.load.report.merge.MeasuredCost;
import io.triskel.load.report.merge.TargetRun;
import io.triskel.load.report.words.Targets;
import io.triskel.load.size.EventsPerDollar;
import io.triskel.load.size.Sizing;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.Plan;
import io.triskel.load.size.plan.Range;

/** The cost of the run's workload for {@link ReportJson}: each cloud's cheapest offer that carries it, and the events for a dollar as measured. */
final class CostJson {
    private CostJson() {}

    static ObjectNode of(Sizing sizing, LoadRun run, Targets targets) {
        Need need = sizing.need();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("basis", "computed")
                .put("prices", sizing.prices().asOf())
                .put("region", need.region())
                .put("load", need.load())
                .put("meanRate", need.mean())
                .put("peakRate", need.peak());
        ObjectNode by = json.putObject("by");
        for (Sizing.Answer answer : sizing.answers()) {
            answer.best().ifPresent(plan -> plan(by.putObject(answer.cloud().name()), plan, need));
        }
        ObjectNode measured = JsonNodeFactory.instance.objectNode();
        for (TargetRun target : run.targets()) {
            MeasuredCost.of(target, sizing, targets.style(target.id()))
                    .ifPresent(found -> perDollar(measured.putObject(target.id()), target, found));
        }
        if (!measured.isEmpty()) {
            json.set("measured", measured);
        }
        return json;
    }

    private static void perDollar(ObjectNode json, TargetRun target, EventsPerDollar found) {
        json.put("evidence", target.evidence().word())
                .put("plan", found.offer())
                .put("units", found.units())
                .put("verified", found.verified());
        ObjectNode events = json.putObject("eventsPerUsd")
                .put("low", found.events().low())
                .put("likely", found.events().likely());
        if (Double.isFinite(found.events().high())) {
            events.put("high", found.events().high());
        }
    }

    private static void plan(ObjectNode json, Plan plan, Need need) {
        json.put("plan", plan.name())
                .put("units", plan.bus().units())
                .put("unit", plan.bus().unit())
                .put("verified", plan.verified());
        range(json.putObject("usdPerMillion"), plan.usdAMillion(need));
        range(json.putObject("usdPerMonth"), plan.usdAMonth());
        ObjectNode parts = json.putObject("usdPerMillionByPart");
        plan.usdAMillionByPart(need).forEach((part, usd) -> range(parts.putObject(part), usd));
    }

    private static void range(ObjectNode json, Range range) {
        json.put("low", range.low()).put("likely", range.likely()).put("high", range.high());
    }
}
