package io.triskel.load.aws.soak;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.Environment;
import io.triskel.load.soak.Tally;
import io.triskel.local.aws.lambda.FunctionMetrics;
import java.time.Duration;
import java.util.Map;

/**
 * What a soak came to.
 *
 * @param every what the consumer of every event has in its streams
 * @param sampled what the consumer with an inbox has
 * @param outcomes of publications, by kind
 * @param onTheBus records in the stream, repeats included
 * @param faults injected into Kinesis, by kind
 * @param kills of function JVMs
 * @param metrics of functions, by name
 * @param took from the first publication until all was settled
 */
record SoakResult(
        SoakSettings settings,
        Tally every,
        Tally sampled,
        Map<String, Long> outcomes,
        long onTheBus,
        Map<String, Long> faults,
        int kills,
        Map<String, FunctionMetrics> metrics,
        Duration took) {
    SoakResult {
        outcomes = Map.copyOf(outcomes);
        faults = Map.copyOf(faults);
        metrics = Map.copyOf(metrics);
    }

    boolean perfect() {
        return every.perfect() && sampled.perfect();
    }

    ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("target", "aws")
                .put("environment", Environment.EMULATOR.word())
                .put("perfect", perfect())
                .put("events", settings.events())
                .put("keys", settings.keys())
                .put("seconds", took.toMillis() / 1000.0)
                .put("onTheBus", onTheBus);
        node.set(
                "every",
                every.json()
                        .put(
                                "effect",
                                "one commit of the event store per key and batch of up to " + settings.batch()
                                        + " records, which leaves out what is there already; no inbox"));
        node.set(
                "inbox",
                sampled.json()
                        .put(
                                "effect",
                                "one commit per event; repeats are kept off by DynamoDbInbox; only one key in "
                                        + settings.sampled()
                                        + ", since dynalite does several hundred writes a second"));
        ObjectNode published = node.putObject("published");
        outcomes.forEach(published::put);
        ObjectNode chaos = node.putObject("chaos");
        faults.forEach(chaos::put);
        chaos.put("JVMs killed", kills)
                .put("shards split and merged", 2)
                .put("handlers fail at the first try of one event in", settings.failEvery())
                .put("DynamoDB", "no faults injected");
        ObjectNode functions = node.putObject("functions");
        metrics.forEach((name, of) -> functions
                .putObject(name)
                .put("invocations", of.invocations())
                .put("errors", of.errors())
                .put("throttles", of.throttles())
                .put("coldStarts", of.coldStarts().size())
                .put("batches", of.batches())
                .put("recordsPerBatch", Math.round(of.batchFill())));
        return node;
    }
}
