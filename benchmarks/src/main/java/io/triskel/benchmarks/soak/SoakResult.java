package io.triskel.benchmarks.soak;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.Environment;
import java.time.Duration;
import java.util.Map;

/**
 * The result of a soak.
 *
 * @param target the target's name
 * @param every the tally of the consumer of every event
 * @param sampled the tally of the consumer with an inbox
 * @param outcomes of publications, by kind
 * @param onTheBus events on the bus, repeats included
 * @param injected faults of the services, by kind
 * @param kills of functions' JVMs
 * @param functions the host's counts, by function and name
 * @param took from the first publication until all was settled
 */
public record SoakResult(
        String target,
        SoakSettings settings,
        Tally every,
        Tally sampled,
        Map<String, Long> outcomes,
        long onTheBus,
        Map<String, Long> injected,
        int kills,
        Map<String, Map<String, Long>> functions,
        Duration took) {
    public SoakResult {
        outcomes = Map.copyOf(outcomes);
        injected = Map.copyOf(injected);
        functions = Map.copyOf(functions);
    }

    /** {@return whether nothing was lost, doubled or out of order} */
    public boolean perfect() {
        return every.perfect() && sampled.perfect();
    }

    /** {@return the result as one object} */
    public ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("target", target)
                .put("environment", Environment.EMULATOR.word())
                .put("perfect", perfect())
                .put("events", settings.events())
                .put("keys", settings.keys())
                .put("seconds", took.toMillis() / 1000.0)
                .put("onTheBus", onTheBus);
        node.set(EveryEvent.NAME, every.json().put("effect", effect()));
        node.set(
                SampledEvents.NAME,
                sampled.json()
                        .put(
                                "effect",
                                "one commit per event, behind an inbox; only one key in " + settings.sampled()
                                        + ", since stores on one machine do several hundred writes a second"));
        ObjectNode published = node.putObject("published");
        outcomes.forEach(published::put);
        ObjectNode chaos = node.putObject("chaos");
        injected.forEach(chaos::put);
        chaos.put("JVMs killed", kills).put("handlers fail at the first try of one event in", settings.failEvery());
        ObjectNode counted = node.putObject("functions");
        functions.forEach((name, counts) -> counts.forEach(counted.putObject(name)::put));
        return node;
    }

    private String effect() {
        String commits = settings.batch() == 1
                ? "one commit of the event store per event"
                : "one commit of the event store per key and batch of up to " + settings.batch() + " events";
        return commits + ", which leaves out what is there already; no inbox";
    }
}
