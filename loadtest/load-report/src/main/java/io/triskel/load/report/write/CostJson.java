package io.triskel.load.report.write;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.size.Sizing;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.Plan;
import io.triskel.load.size.plan.Range;

/** The cost of the run's workload for {@link ReportJson}: the cheapest offer of each cloud that carries it. */
final class CostJson {
    private CostJson() {}

    static ObjectNode of(Sizing sizing) {
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
        return json;
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
