package io.triskel.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A settlement case of one platform: invocations of its function, restarts, replays and exchanges. */
final class SettlementCase {
    private static final Instant NEW_YEAR = Instant.parse("2026-01-01T00:00:00Z");

    private final String platform;
    private final JsonNode written;
    private final Map<String, Integer> numbers = new HashMap<>();

    SettlementCase(String platform, JsonNode written) {
        this.platform = platform;
        this.written = written;
    }

    /** {@return whether the platform can deliver this: a push has one event} */
    static boolean fits(String platform, JsonNode written) {
        for (JsonNode step : written.path("steps")) {
            if (platform.equals("pubsub") && step.path("deliveries").size() > 1) {
                return false;
            }
        }
        return true;
    }

    Set<String> operations() {
        Set<String> operations = new TreeSet<>();
        for (JsonNode step : written.path("steps")) {
            if (step.has("deliveries")) {
                operations.add("settle");
            } else if (step.has("replay")) {
                operations.add("replay");
            } else if (step.has("restart")) {
                operations.add("restart");
            }
        }
        return operations;
    }

    void on(Bench bench) throws Exception {
        int step = 0;
        for (JsonNode told : written.path("steps")) {
            ObjectNode operation = Json.object();
            ObjectNode script = told.has("script") ? (ObjectNode) told.get("script") : Json.object();
            Instant now = Json.instant(told, "now").orElse(NEW_YEAR);
            boolean isPush = platform.equals("pubsub");
            operation.put("claimant", "claimant-" + step);
            operation.put("now", (isPush ? now.plus(PushTime.BETWEEN.multipliedBy(step)) : now).toString());
            operation.put("remainingMillis", isPush && !told.path("crashed").asBoolean() ? PushTime.MILLIS : 60_000);
            operation.set("consumer", consumer(told));
            operation.set("script", isPush ? PushTime.used(script) : script);
            step++;
            if (told.has("deliveries")) {
                settle(operation, told, bench);
            } else if (told.has("replay")) {
                ObjectNode document = Json.object()
                        .put("triskel", "replay")
                        .put("consumer", "payment")
                        .put("limit", 100)
                        .put("seconds", 50);
                told.get("replay").properties().forEach(member -> document.set(member.getKey(), member.getValue()));
                operation.put("op", "replay").set("document", document);
                bench.expect(operation, told.path("expect"));
            } else if (told.has("put")) {
                RowCase.put(told.get("put").asInt(), bench);
            } else if (told.has("exchange")) {
                bench.exchange();
            } else {
                bench.expect(Json.object().put("op", "restart"), Json.object());
            }
        }
    }

    private ObjectNode consumer(JsonNode told) {
        boolean stored = !written.path("store").asText().equals("none");
        ObjectNode consumer = Json.object().put("name", "payment");
        consumer.putArray("types").add("orders.order-placed.v1");
        consumer.put("attempts", 3).put("inbox", stored).put("lot", stored);
        told.path("consumer").properties().forEach(member -> consumer.set(member.getKey(), member.getValue()));
        return consumer;
    }

    private void settle(ObjectNode operation, JsonNode told, Bench bench) {
        JsonNode deliveries = told.get("deliveries");
        operation
                .put("op", "settle")
                .put("platform", platform)
                .set("invocation", Messages.invocation(platform, deliveries, numbers, told.path("retry")));
        ObjectNode expected = Json.object();
        if (told.path("crashed").asBoolean()) {
            expected.put("crashed", true);
        } else {
            Optional<Integer> first =
                    Optional.ofNullable(told.get("firstUnsettled")).map(JsonNode::asInt);
            expected.set("answer", Messages.answer(platform, deliveries, numbers, first));
            expected.set("verdicts", verdicts(told.path("verdicts")));
        }
        if (told.has("calls")) {
            expected.set("calls", told.get("calls"));
        }
        bench.expect(operation, expected);
    }

    /** A verdict is a word, or an object with its reason. */
    private static ArrayNode verdicts(JsonNode words) {
        ArrayNode verdicts = Json.NODES.arrayNode();
        words.forEach(word -> {
            if (word.isObject()) {
                verdicts.add(word);
            } else {
                verdicts.addObject().put("verdict", word.asText());
            }
        });
        return verdicts;
    }
}
