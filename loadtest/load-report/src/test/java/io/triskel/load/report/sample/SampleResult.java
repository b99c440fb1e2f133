package io.triskel.load.report.sample;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.result.ResultJson;
import io.triskel.load.result.Sending;
import io.triskel.load.result.Sending.Held;
import io.triskel.load.workload.WorkloadFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.SplittableRandom;

/**
 * An invented result file.
 *
 * @param medianMs of the latency
 * @param capacity in events per second; a spike of eight times the rate may exceed it
 * @param seconds of the run, at least 20
 */
public record SampleResult(
        String target,
        String evidence,
        int worker,
        int workers,
        int repeat,
        int repeats,
        double medianMs,
        double capacity,
        int seconds) {
    private static final Instant BEGIN = Instant.parse("2026-01-02T09:00:00Z");
    private static final ObjectNode WORKLOAD = workload();

    private static ObjectNode workload() {
        ObjectNode json =
                WorkloadFile.read(Path.of("../workloads/spike.yaml")).toJson().put("name", "invented");
        json.putObject("keys").put("count", 1000).put("hottest", 0.02);
        return json;
    }

    /** {@return the file, as an object that a test may still change} */
    public ObjectNode json() {
        SplittableRandom random = new SplittableRandom(31L * target.hashCode() + 7L * repeat + worker);
        Load load = new Load(seconds, workers, capacity, medianMs, random);
        ObjectNode file = JsonNodeFactory.instance.objectNode();
        file.put("schema", 1)
                .put("target", target)
                .put("evidence", evidence)
                .put("level", "bus")
                .put("stack", "invented stack of " + target);
        file.putObject("units").put("shard", 8).put("throughputUnit", 8);
        file.put("worker", worker)
                .put("workers", workers)
                .put("repeat", repeat)
                .put("repeats", repeats)
                .put("seed", 42);
        file.set("workload", WORKLOAD.deepCopy());
        file.put("command", "./triskel load invented.yaml --target memory,aws,azure,gcp");
        Instant from = BEGIN.plusSeconds((long) repeat * (seconds + 60));
        file.put("from", from.toString())
                .put("to", from.plusSeconds(seconds).toString())
                .put("partial", false);
        double noise = 1 + (random.nextDouble() - 0.5) * 0.06;
        ObjectNode corrected = Times.json(Times.around(medianMs * 1000 * noise, 20_000, random));
        verdict(file, corrected.path("p99Us").doubleValue() / 1000, load);
        load.phases(file.putArray("phases"));
        ObjectNode latency = file.putObject("latency");
        latency.set("corrected", corrected);
        latency.set("actual", Times.json(Times.around(medianMs * 900 * noise, 20_000, random)));
        ArrayNode stages = file.putArray("stages");
        stage(stages, "schedule-to-send", 60, random);
        stage(stages, "send-to-acknowledgement", medianMs * 300, random);
        stage(stages, "send-to-broker", medianMs * 250, random).put("clockErrorUs", 900);
        stage(stages, "broker-to-handler", medianMs * 600, random).put("clockErrorUs", 900);
        stage(stages, "send-to-handler", medianMs * 880, random);
        file.put("clockErrorUs", 1800);
        load.series(file.putObject("series"));
        correctness(file, load);
        file.put("late", 12).put("unsent", 0);
        if (load.throttled() > 0) {
            file.putArray("errors")
                    .addObject()
                    .put("cause", "THROTTLED")
                    .put("code", "InventedThroughputExceeded")
                    .put("count", load.throttled());
        }
        file.putObject("backlog").put("atMost", 30_000).put("drainMs", (long) (medianMs * 40));
        capacity(file);
        file.putObject("self")
                .put("cpuSeconds", 10.1)
                .put("cpuUsPerEvent", 8.3)
                .put("cores", 2)
                .put("gcMs", 40)
                .put("scheduleDelayP50Us", 40)
                .put("scheduleDelayP99Us", 300);
        file.set(
                "sending",
                ResultJson.tree(new Sending(
                        40,
                        4_000,
                        31,
                        0.02,
                        0,
                        0.4,
                        new Held(0.001, 40, 120, 300, 12_000),
                        new Held(0.02, 0, 0, 15_000, 60_000),
                        new Held(0.003, 0, 0, 2_000, 20_000))));
        file.putObject("environment")
                .put("os", "invented")
                .put("java", "17")
                .put("cpus", 2)
                .put("triskel", "0.1.0-SNAPSHOT")
                .put("commit", "0000000");
        return file;
    }

    private static void verdict(ObjectNode file, double p99Ms, Load load) {
        ObjectNode verdict = file.putObject("verdict").put("exit", 0).put("valid", true);
        ArrayNode checks = verdict.putArray("checks");
        checks.addObject()
                .put("name", "scheduleDelayP99")
                .put("value", 0.3)
                .put("unit", "ms")
                .put("limit", 10)
                .put("ok", true);
        checks.addObject()
                .put("name", "atOwnLimit")
                .put("value", 0)
                .put("unit", "%")
                .put("limit", 1)
                .put("ok", true);
        checks.addObject()
                .put("name", "lateShare")
                .put("value", 0.004)
                .put("unit", "%")
                .put("limit", 0.1)
                .put("ok", true);
        checks.addObject()
                .put("name", "processor")
                .put("value", 46)
                .put("unit", "%")
                .put("limit", 80)
                .put("ok", true);
        ArrayNode objectives = verdict.putArray("objectives");
        objectives
                .addObject()
                .put("name", "p99")
                .put("value", p99Ms)
                .put("unit", "ms")
                .put("limit", 1500)
                .put("met", p99Ms <= 1500);
        double throttled = 100.0 * load.throttled() / load.offered();
        objectives
                .addObject()
                .put("name", "throttled")
                .put("value", throttled)
                .put("unit", "%")
                .put("limit", 1)
                .put("met", throttled <= 1);
    }

    private static ObjectNode stage(ArrayNode stages, String name, double medianUs, SplittableRandom random) {
        ObjectNode times = Times.json(Times.around(medianUs, 5_000, random));
        return stages.addObject()
                .put("name", name)
                .put("negative", name.equals("send-to-handler") ? 3 : 0)
                .setAll(times);
    }

    private static void correctness(ObjectNode file, Load load) {
        ObjectNode correctness = file.putObject("correctness");
        correctness
                .put("sent", load.offered())
                .put("accepted", load.offered() - load.throttled())
                .put("delivered", load.offered() - load.throttled());
        correctness.put("lost", 0).put("unknownOutcome", 0);
        correctness.putObject("duplicates").put("producer", 4).put("redelivered", 31);
        correctness
                .put("reordered", 0)
                .put("deepestReorder", 0)
                .put("corrupt", 0)
                .put("foreign", 0)
                .put("drainMs", 210);
    }

    private void capacity(ObjectNode file) {
        ObjectNode found = file.putObject("capacity");
        found.put("unit", "events/s")
                .put("passed", Math.rint(capacity * 0.95))
                .put("failed", capacity)
                .put("reason", "backlog");
        found.putObject("underObjectives")
                .put("passed", Math.rint(capacity * 0.85))
                .put("failed", Math.rint(capacity * 0.89))
                .put("reason", "throttled");
        ArrayNode probes = found.putArray("probes");
        for (double share : new double[] {0.25, 0.5, 1.3, 0.8, 0.95, 1}) {
            probes.addObject()
                    .put("rate", Math.rint(capacity * share))
                    .put("ok", share < 1)
                    .put("reason", share < 1 ? "" : "backlog")
                    .put("seconds", 60);
        }
    }
}
