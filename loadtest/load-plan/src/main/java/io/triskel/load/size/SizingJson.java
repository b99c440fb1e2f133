package io.triskel.load.size;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.size.plan.BillLine;
import io.triskel.load.size.plan.Bound;
import io.triskel.load.size.plan.Exceeded;
import io.triskel.load.size.plan.Latency;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.NotCounted;
import io.triskel.load.size.plan.Plan;
import io.triskel.load.size.plan.Range;
import io.triskel.load.size.plan.Ranking;
import io.triskel.load.size.plan.Reliance;
import io.triskel.load.size.plan.Sized;
import io.triskel.load.size.price.Price;
import io.triskel.load.size.price.PriceBook;
import java.util.List;
import java.util.Locale;

/** A sizing for programs; amounts are US dollars, whatever currency is shown to people. */
final class SizingJson {
    /** The version of the format. */
    private static final int SCHEMA = 1;

    private SizingJson() {}

    static ObjectNode of(Sizing sizing, List<Curves.Curve> curves, List<Sensitivity.Row> sensitivity) {
        ObjectNode json = computed(sizing.prices());
        json.set("workload", sizing.workload().toJson());
        Need need = sizing.need();
        json.putObject("need")
                .put("mean", need.mean())
                .put("peak", need.peak())
                .put("load", need.load())
                .put("region", need.region());
        ArrayNode clouds = json.putArray("clouds");
        for (Sizing.Answer answer : sizing.answers()) {
            ObjectNode cloud = clouds.addObject().put("cloud", answer.cloud().name());
            Ranking ranking = new Ranking(answer.plans());
            ranking.best().ifPresent(best -> cloud.put("cheapest", best.name()));
            ranking.deployable().ifPresent(best -> cloud.put("cheapestDeployable", best.name()));
            cloud.put("tried", ranking.plans().size());
            if (need.orders()) {
                write(cloud.putObject("idle"), IdleCost.of(answer.cloud().name(), sizing.prices(), need.region()));
            }
            ArrayNode plans = cloud.putArray("plans");
            ranking.plans().forEach(plan -> write(plans.addObject(), plan, need, sizing.prices()));
            ArrayNode unpriced = cloud.putArray("unpriced");
            answer.cloud()
                    .unpriced()
                    .forEach(offer -> unpriced.addObject()
                            .put("offer", offer.id())
                            .put("name", offer.name())
                            .put("why", offer.unpriced().orElse("")));
            ArrayNode left = cloud.putArray("notCounted");
            answer.best()
                    .ifPresent(best -> NotCounted.of(need, best, sizing.prices())
                            .forEach(one -> {
                                ObjectNode item =
                                        left.addObject().put("what", one.what()).put("how", one.how());
                                one.usdAMonth().ifPresent(usd -> item.put("usdPerMonth", usd));
                            }));
            ArrayNode orchestrators = cloud.putArray("orchestrators");
            answer.cloud()
                    .orchestrators(sizing.prices(), need.region())
                    .forEach(one -> orchestrators
                            .addObject()
                            .put("name", one.name())
                            .put("usdPerMillionOrders", one.usdAMillion())
                            .put("how", one.how()));
        }
        if (!curves.isEmpty()) {
            write(json.putArray("curves"), curves);
            writeRows(json.putArray("sensitivity"), sensitivity);
        }
        return json;
    }

    /** {@return what one run costs on each cloud} */
    static ObjectNode of(List<RunCost> costs, PriceBook prices) {
        ObjectNode json = computed(prices);
        ArrayNode runs = json.putArray("runs");
        costs.forEach(cost -> runs.addObject()
                .put("cloud", cost.cloud())
                .put("offer", cost.offer())
                .put("usdPerEvent", cost.usdAnEvent())
                .put("usdPerHour", cost.usdAnHour())
                .put("events", cost.events())
                .put("hours", cost.hours())
                .put("usd", cost.usd()));
        return json;
    }

    private static ObjectNode computed(PriceBook prices) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("schema", SCHEMA).put("evidence", "computed");
        json.putObject("prices").put("name", prices.name()).put("asOf", prices.asOf());
        return json;
    }

    private static void write(ObjectNode json, Plan plan, Need need, PriceBook prices) {
        json.put("name", plan.name())
                .put("carries", plan.carries())
                .put("qualifies", plan.qualifies())
                .put("deployable", plan.deployable())
                .put("verified", plan.verified());
        write(json.putObject("usdPerMillion"), plan.usdAMillion(need));
        write(json.putObject("usdPerMonth"), plan.usdAMonth());
        Latency latency = plan.latency();
        if (latency.delivery().known()) {
            json.putObject("latency")
                    .put("evidence", "computed")
                    .put("deliveriesInARow", latency.path().size())
                    .put("averageSeconds", latency.average())
                    .put("worstSeconds", latency.worst());
        }
        Reliance reliance = Reliance.of(plan.items(), prices);
        ObjectNode shares = json.putObject("reliance")
                .put("unofficial", reliance.unofficial())
                .put("standIn", reliance.standIn());
        reliance.old().ifPresent(old -> shares.put("old", old));
        write(json.putObject("stream"), plan.bus());
        plan.archive().ifPresent(archive -> write(json.putObject("archive"), archive));
        plan.function().ifPresent(function -> write(json.putObject("function"), function));
        plan.store().ifPresent(store -> write(json.putObject("store"), store));
        ArrayNode gates = json.putArray("gates");
        plan.gates()
                .forEach(gate -> gates.addObject()
                        .put("id", gate.id())
                        .put("passes", gate.passes())
                        .put("why", gate.why())
                        .put("fact", gate.fact()));
        ArrayNode exceeded = json.putArray("exceeded");
        for (Exceeded one : plan.exceeded()) {
            exceeded.addObject()
                    .put("what", one.what())
                    .put("fact", one.fact())
                    .put("wayOut", one.wayOut())
                    .put("onRequest", one.onRequest());
        }
        ArrayNode items = json.putArray("items");
        plan.items().forEach(item -> write(items.addObject(), item));
    }

    private static void write(ObjectNode json, IdleCost idle) {
        json.put("usdPerMonth", idle.usdAMonth()).put("verified", idle.verified());
        ArrayNode items = json.putArray("items");
        for (IdleCost.Item item : idle.items()) {
            ObjectNode one = items.addObject()
                    .put("what", item.what())
                    .put("meter", item.meter())
                    .put("perMonth", item.amount());
            item.usd().ifPresent(usd -> one.put("usdPerMonth", usd));
        }
    }

    private static void write(ObjectNode json, Sized sized) {
        json.put("offer", sized.offer().id())
                .put("name", sized.name())
                .put("units", sized.units())
                .put("unit", sized.unit());
        sized.binding().ifPresent(bound -> json.put("binding", bound.limit()));
        ArrayNode bounds = json.putArray("limits");
        for (Bound bound : sized.bounds()) {
            bounds.addObject()
                    .put("limit", bound.limit())
                    .put("fact", bound.fact())
                    .put("unitsAtPeak", bound.units());
        }
        if (sized.floor().known()) {
            json.put("floorMs", sized.floor().milliseconds());
        }
        json.put("floor", sized.floor().how());
        sized.notes().forEach(json.putArray("notes")::add);
    }

    private static void write(ObjectNode json, BillLine item) {
        json.put("for", item.group())
                .put("name", item.name())
                .put("meter", item.meter())
                .put("how", item.how());
        write(json.putObject("perHour"), item.anHour());
        json.put("added", item.counted());
        if (item.counted()) {
            write(json.putObject("usdPerHour"), item.usdAnHour());
        }
        item.price().ifPresent(price -> write(json.putObject("price"), price));
    }

    private static void write(ObjectNode json, Price price) {
        json.put("id", price.id());
        price.usd().ifPresent(usd -> json.put("usd", usd));
        json.put("per", price.per())
                .put("unit", price.unit())
                .put("region", price.region())
                .put("source", price.source())
                .put("url", price.url())
                .put("asOf", price.asOf())
                .put("confidence", price.confidence().name().toLowerCase(Locale.ROOT))
                .put("standIn", price.standIn());
    }

    private static void write(ObjectNode json, Range range) {
        json.put("low", range.low()).put("likely", range.likely()).put("high", range.high());
    }

    private static void write(ArrayNode json, List<Curves.Curve> curves) {
        for (Curves.Curve curve : curves) {
            ObjectNode one = json.addObject().put("cloud", curve.cloud());
            ArrayNode points = one.putArray("points");
            for (Curves.Point point : curve.points()) {
                ObjectNode node = points.addObject().put("rate", point.rate());
                point.plan().ifPresent(plan -> node.put("plan", plan).put("usdPerMillion", point.usdAMillion()));
            }
            ArrayNode crossovers = one.putArray("crossovers");
            for (Curves.Crossover crossover : curve.crossovers()) {
                ObjectNode node = crossovers.addObject().put("rate", crossover.rate());
                crossover.from().ifPresent(plan -> node.put("from", plan));
                crossover.to().ifPresent(plan -> node.put("to", plan));
            }
        }
    }

    private static void writeRows(ArrayNode json, List<Sensitivity.Row> rows) {
        for (Sensitivity.Row row : rows) {
            ObjectNode costs = json.addObject().put("change", row.change()).putObject("usdPerMillion");
            row.usdAMillion().forEach((cloud, cost) -> cost.ifPresent(usd -> costs.put(cloud, usd)));
        }
    }
}
