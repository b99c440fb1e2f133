package io.triskel.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A seeded run: processes of two languages take turns under one consumer's name, on a store that throttles and loses answers,
 * with handlers that fail and processes that die between effect and completion. The source redelivers as the platform does.
 */
final class ExchangePlan {
    static final String GROUP = "exchange";

    private static final int EVENTS = 9;
    private static final int MOST_CALLS = 200;
    private static final List<String> LANES = List.of("order-1", "order-2", "order-3");
    private static final List<List<String>> SCRIPTS =
            List.of(List.of("ok"), List.of("ok"), List.of("fail", "ok"), List.of("crash", "ok"), List.of("fail"));

    private final String platform;
    private final Random random;
    private final Bench bench;
    private final ObjectNode script = Json.object();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<String, List<JsonNode>> lanes = new HashMap<>();
    private final List<JsonNode> all = new ArrayList<>();
    private final List<String> effects = new ArrayList<>();
    private final Set<String> settled = new HashSet<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private int calls;

    private ExchangePlan(String platform, long seed, Bench bench) {
        this.platform = platform;
        this.random = new Random(seed);
        this.bench = bench;
    }

    static List<Cases.Case> cases(Setting setting) {
        return setting.java().stream()
                .flatMap(cloud -> Stream.of(1L, 2L)
                        .map(seed -> new Cases.Case(
                                GROUP,
                                "two_processes_take_turns_and_no_effect_is_lost_or_out_of_order_" + seed,
                                Set.of("settle", "replay", "held", cloud.platform(), cloud.store()),
                                bench -> {
                                    bench.open("$store", true);
                                    new ExchangePlan(cloud.platform(), seed, bench).run();
                                })))
                .toList();
    }

    private void run() {
        for (int i = 0; i < EVENTS; i++) {
            String lane = LANES.get(random.nextInt(LANES.size()));
            ObjectNode event = Json.object().put("id", "e-" + i).put("key", lane);
            SCRIPTS.get(random.nextInt(SCRIPTS.size()))
                    .forEach(step ->
                            script.withArrayProperty(event.path("id").asText()).add(step));
            lanes.computeIfAbsent(lane, name -> new ArrayList<>()).add(event);
            all.add(event);
        }
        deliver();
        replay();

        assertThat(effects).as("every event has its effect").hasSize(EVENTS);
        lanes.forEach((lane, events) -> {
            List<String> ids =
                    events.stream().map(event -> event.path("id").asText()).toList();
            assertThat(effects.stream().filter(ids::contains))
                    .as("first effects in %s", lane)
                    .isEqualTo(ids);
        });
    }

    private void deliver() {
        List<JsonNode> left = new ArrayList<>(all);
        while (!left.isEmpty()) {
            assertThat(calls)
                    .as("calls until all is settled; left are %s", left)
                    .isLessThan(MOST_CALLS);
            List<JsonNode> batch = batch(left);
            JsonNode answer = settle(batch);
            List<JsonNode> again = unsettled(batch, answer);
            left.removeIf(event -> batch.contains(event) && !again.contains(event));
        }
    }

    /** A push has one event, the first of a lane; a stream has the next ones. */
    private List<JsonNode> batch(List<JsonNode> left) {
        if (!platform.equals("pubsub")) {
            return List.copyOf(left.subList(0, Math.min(4, left.size())));
        }
        List<JsonNode> heads = LANES.stream()
                .flatMap(lane -> lanes.getOrDefault(lane, List.of()).stream()
                        .filter(left::contains)
                        .limit(1))
                .toList();
        return List.of(heads.get(random.nextInt(heads.size())));
    }

    private JsonNode settle(List<JsonNode> batch) {
        bench.take(random.nextInt(bench.drivers()));
        ArrayNode deliveries = Json.NODES.arrayNode().addAll(batch);
        ObjectNode operation = operation("settle").put("platform", platform);
        operation.set("script", platform.equals("pubsub") ? PushTime.used(script) : script);
        operation.set("invocation", Messages.invocation(platform, deliveries, numbers, Json.object()));
        JsonNode answer = bench.ask(operation);
        boolean crashed = answer.path("crashed").asBoolean();
        Duration between = platform.equals("pubsub") ? PushTime.BETWEEN : Duration.ofSeconds(1);
        note(answer.path("calls"));
        for (int i = 0; !crashed && i < batch.size(); i++) {
            if (answer.at("/verdicts/" + i + "/verdict").asText().equals("handled")) {
                settled.add(batch.get(i).path("id").asText());
            }
        }
        now = now.plus(crashed ? Duration.ofMinutes(10) : between);
        return answer;
    }

    private ObjectNode operation(String name) {
        ObjectNode operation = Json.object()
                .put("op", name)
                .put("claimant", "claimant-" + calls++)
                .put("now", now.toString())
                .put("remainingMillis", PushTime.MILLIS);
        ObjectNode consumer = operation.putObject("consumer").put("name", "payment");
        consumer.putArray("types").add("orders.order-placed.v1");
        consumer.put("attempts", 3).put("inbox", true).put("lot", true);
        return operation;
    }

    private void note(JsonNode made) {
        made.forEach(call -> {
            String id = call.path("id").asText();
            assertThat(settled).as("handled before this call").doesNotContain(id);
            JsonNode steps = script.path(id);
            String step = steps.get(Math.min(call.path("attempt").asInt(), steps.size()) - 1)
                    .asText();
            if (!step.equals("fail") && !effects.contains(id)) {
                effects.add(id);
            }
        });
    }

    private List<JsonNode> unsettled(List<JsonNode> batch, JsonNode answer) {
        JsonNode told = answer.path("answer");
        if (answer.path("crashed").asBoolean()
                || told.has("throws")
                || told.path("status").asInt() == 500) {
            return batch;
        }
        JsonNode failures = told.path("batchItemFailures");
        for (int i = 0; !failures.isEmpty() && i < batch.size(); i++) {
            String number = String.valueOf(numbers.get(batch.get(i).path("id").asText()));
            if (number.equals(failures.at("/0/itemIdentifier").asText())) {
                return batch.subList(i, batch.size());
            }
        }
        return List.of();
    }

    /** By turns, until nothing is parked. */
    private void replay() {
        script.removeAll();
        all.forEach(event -> script.withArrayProperty(event.path("id").asText()).add("ok"));
        boolean parked = true;
        while (parked) {
            assertThat(calls).as("calls until no lane is parked").isLessThan(MOST_CALLS);
            bench.exchange();
            now = now.plus(Duration.ofMinutes(10));
            ObjectNode operation = operation("replay");
            operation.put("remainingMillis", 60_000).set("script", script);
            operation
                    .putObject("document")
                    .put("triskel", "replay")
                    .put("consumer", "payment")
                    .put("limit", 100)
                    .put("seconds", 50);
            note(bench.ask(operation).path("calls"));
            ObjectNode held = Json.object().put("op", "held").put("consumer", "payment");
            LANES.forEach(held.putArray("lanes")::add);
            parked = !bench.ask(held).path("held").isEmpty();
        }
    }
}
