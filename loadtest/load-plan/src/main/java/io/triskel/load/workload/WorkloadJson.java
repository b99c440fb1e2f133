package io.triskel.load.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.yaml.InputException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Workloads as JSON for result files: the names of the workload file, with bytes, seconds, shares and events per second
 * as numbers.
 */
final class WorkloadJson {
    private WorkloadJson() {}

    static ObjectNode write(Workload workload) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("workload", Workload.FORMAT);
        json.put("name", workload.name());
        json.put("about", workload.about());
        json.put("level", lower(workload.level()));
        json.put("seed", workload.seed());
        json.putObject("event").put("size", workload.event().size());
        json.putObject("keys")
                .put("count", workload.keys().count())
                .put("hottest", workload.keys().hottest());
        json.put("consumers", workload.consumers());
        write(json, workload.arrivals());
        workload.phases().forEach(phase -> write(json.withArray("phases").addObject(), phase));
        write(json.putObject("objectives"), workload.objectives());
        putSeconds(json, "drain", workload.drain());
        json.put("repeats", workload.repeats());
        workload.budget()
                .ifPresent(budget ->
                        json.putObject("budget").put("usd", budget.dollars().doubleValue()));
        write(json.putObject("demand"), workload.demand());
        return json;
    }

    static Workload read(JsonNode json) {
        try {
            return workload(new Json(json, ""));
        } catch (IllegalArgumentException e) {
            throw new InputException("The workload in a result is not valid: " + e.getMessage(), e);
        }
    }

    private static void write(ObjectNode json, Arrivals arrivals) {
        if (arrivals instanceof Arrivals.Trace trace) {
            json.putObject("arrivals").put("trace", trace.file().toString()).put("sha256", trace.digest());
        } else {
            json.put("arrivals", arrivals instanceof Arrivals.Uniform ? "uniform" : "poisson");
        }
    }

    private static void write(ObjectNode json, Phase phase) {
        json.put("kind", phase.kind());
        if (phase instanceof Phase.Changing changing) {
            json.put("from", changing.from()).put("to", changing.to());
        } else {
            json.put("rate", phase.rateAt(Duration.ZERO));
        }
        putSeconds(json, "for", phase.length());
        if (phase instanceof Phase.Capacity capacity) {
            putSeconds(json, "probe", capacity.probe());
            json.put("precision", capacity.precision()).put("confirm", capacity.confirm());
        }
    }

    private static void write(ObjectNode json, Objectives objectives) {
        objectives.p99().ifPresent(limit -> putSeconds(json, "p99", limit));
        objectives.errors().ifPresent(limit -> json.put("errors", limit));
        objectives.throttled().ifPresent(limit -> json.put("throttled", limit));
        objectives.lagSlope().ifPresent(limit -> json.put("lag-slope", limit));
        objectives.lost().ifPresent(limit -> json.put("lost", limit));
        objectives.reordered().ifPresent(limit -> json.put("reordered", limit));
    }

    private static void write(ObjectNode json, Demand demand) {
        json.put("mean", demand.mean()).put("peak", demand.peak());
        putSeconds(json, "retention", demand.retention());
        demand.function().ifPresent(function -> {
            ObjectNode node = json.putObject("function");
            putSeconds(node, "work", function.work());
            putSeconds(node, "cpu", function.cpu());
            node.put("memory", function.memory()).put("batch", function.batch());
            putSeconds(node, "window", function.window());
        });
        json.put("orders", demand.orders()).put("region", lower(demand.region()));
    }

    private static void putSeconds(ObjectNode json, String name, Duration time) {
        if (time.equals(Duration.ofSeconds(time.toSeconds()))) {
            json.put(name, time.toSeconds());
        } else {
            json.put(name, time.toNanos() / 1e9);
        }
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static Workload workload(Json json) {
        if (json.get("workload").whole() != Workload.FORMAT) {
            throw new IllegalArgumentException(
                    "its format is " + json.get("workload").whole() + ", read here is " + Workload.FORMAT);
        }
        Json keys = json.get("keys");
        List<Phase> phases = new ArrayList<>();
        json.get("phases").each(phase -> phases.add(phase(phase)));
        return new Workload(
                json.get("name").text(),
                json.get("about").text(),
                json.get("level").constant(Level.class),
                json.get("seed").whole(),
                new EventShape(json.get("event").get("size").count()),
                new KeySpread(keys.get("count").count(), keys.get("hottest").number()),
                json.get("consumers").count(),
                arrivals(json.get("arrivals")),
                phases,
                objectives(json.get("objectives")),
                json.get("drain").seconds(),
                json.get("repeats").count(),
                json.find("budget")
                        .map(budget ->
                                new Money(BigDecimal.valueOf(budget.get("usd").number()))),
                demand(json.get("demand")));
    }

    private static Arrivals arrivals(Json json) {
        Optional<Json> trace = json.find("trace");
        if (trace.isPresent()) {
            return new Arrivals.Trace(
                    Path.of(trace.get().text()),
                    json.find("sha256").map(Json::text).orElse(""));
        }
        return switch (json.text()) {
            case "uniform" -> new Arrivals.Uniform();
            case "poisson" -> new Arrivals.Poisson();
            default ->
                throw new IllegalArgumentException("arrivals are uniform, poisson or a trace, not " + json.text());
        };
    }

    private static Phase phase(Json json) {
        String kind = json.get("kind").text();
        Duration length = json.get("for").seconds();
        return switch (kind) {
            case "ramp" ->
                new Phase.Ramp(json.get("from").number(), json.get("to").number(), length);
            case "capacity" ->
                new Phase.Capacity(
                        json.get("from").number(),
                        json.get("to").number(),
                        length,
                        json.get("probe").seconds(),
                        json.get("precision").number(),
                        json.get("confirm").count());
            default -> PhaseReader.constant(kind, json.get("rate").number(), length);
        };
    }

    private static Objectives objectives(Json json) {
        return new Objectives(
                json.find("p99").map(Json::seconds),
                share(json.find("errors")),
                share(json.find("throttled")),
                share(json.find("lag-slope")),
                whole(json.find("lost")),
                whole(json.find("reordered")));
    }

    private static OptionalDouble share(Optional<Json> json) {
        return json.isPresent() ? OptionalDouble.of(json.get().number()) : OptionalDouble.empty();
    }

    private static OptionalLong whole(Optional<Json> json) {
        return json.isPresent() ? OptionalLong.of(json.get().whole()) : OptionalLong.empty();
    }

    private static Demand demand(Json json) {
        return new Demand(
                json.get("mean").number(),
                json.get("peak").number(),
                json.get("retention").seconds(),
                json.find("function")
                        .map(function -> new FunctionWork(
                                function.get("work").seconds(),
                                function.get("cpu").seconds(),
                                function.get("memory").whole(),
                                function.get("batch").count(),
                                function.get("window").seconds())),
                json.get("orders").flag(),
                json.get("region").constant(Region.class));
    }
}
