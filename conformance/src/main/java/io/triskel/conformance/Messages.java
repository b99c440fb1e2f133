package io.triskel.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Forms each platform's message and invocation from the two modes that a case writes out, by the platform's documents and
 * without any code under test.
 *
 * <p>Sources: AWS Lambda developer guide, "Using Lambda to process records from Amazon Kinesis Data Streams"; azure-sdk-for-net,
 * {@code EventHubTriggerBindingStrategy}; Pub/Sub documentation, "Receive messages from push subscriptions"; the CloudEvents
 * bindings for AMQP and Pub/Sub.
 */
final class Messages {
    static final String SUBSCRIPTION = "projects/local/subscriptions/payment";

    private static final Instant ACCEPTED = Instant.parse("2026-01-31T08:15:30.123Z");

    private Messages() {}

    static boolean isStructured(String platform) {
        return platform.equals("structured") || platform.equals("kinesis");
    }

    /** {@return the message of a case; empty if the case is not written in the platform's mode} */
    static Optional<ObjectNode> of(String platform, JsonNode wire) {
        Optional<String> key = Json.text(wire, "key");
        if (isStructured(platform)) {
            return Optional.ofNullable(wire.get("structured"))
                    .map(event -> event.isTextual() ? Json.bytes(event.asText()) : Json.bytes(event))
                    .map(body -> structured(platform, body, key));
        }
        return Optional.ofNullable(wire.get("attributes"))
                .map(attributes -> binary(platform, (ObjectNode) attributes, body(wire), key));
    }

    private static ObjectNode structured(String platform, byte[] body, Optional<String> key) {
        String member = platform.equals("kinesis") ? "data" : "body";
        ObjectNode message = Json.object().put(member, Json.base64(body));
        if (platform.equals("kinesis")) {
            key.ifPresent(text -> message.put("partitionKey", text));
        }
        return message;
    }

    private static byte[] body(JsonNode wire) {
        if (wire.has("body")) {
            return Json.bytes(wire.get("body"));
        }
        return wire.has("bodyText") ? Json.bytes(wire.get("bodyText").asText()) : Json.base64(wire, "bodyBase64");
    }

    private static ObjectNode binary(String platform, ObjectNode attributes, byte[] body, Optional<String> key) {
        ObjectNode message = Json.object();
        switch (platform) {
            case "eventhubs" -> {
                ObjectNode properties = message.putObject("properties");
                attributes.properties().forEach(attribute -> {
                    if (attribute.getKey().equals("datacontenttype")) {
                        message.set("contentType", attribute.getValue());
                    } else {
                        properties.set("cloudEvents:" + attribute.getKey(), attribute.getValue());
                    }
                });
                key.ifPresent(text -> message.put("partitionKey", text));
                message.put("body", Json.base64(body));
            }
            case "pubsub" -> {
                ObjectNode prefixed = message.putObject("attributes");
                Json.texts(attributes).forEach((name, value) -> prefixed.put("ce-" + name, value));
                key.ifPresent(text -> message.put("orderingKey", text));
                message.put("data", Json.base64(body));
            }
            default -> {
                ObjectNode texts = message.putObject("attributes");
                Json.texts(attributes).forEach(texts::put);
                message.put("body", Json.base64(body));
            }
        }
        return message;
    }

    /**
     * {@return a delivery of a settlement case in both modes, as {@link #of} takes it} {@code {"id", "key"}} and optional members
     * make an order that was placed; {@code {"id", "text", "key"}} makes a record that is no event.
     */
    static ObjectNode wire(JsonNode delivery) {
        ObjectNode wire = Json.object();
        Json.text(delivery, "key").ifPresent(key -> wire.put("key", key));
        if (delivery.has("text")) {
            wire.set("structured", delivery.get("text"));
            wire.putObject("attributes");
            wire.set("bodyText", delivery.get("text"));
            return wire;
        }
        ObjectNode attributes = Json.object()
                .put("specversion", Json.text(delivery, "specversion").orElse("1.0"))
                .put("id", delivery.path("id").asText())
                .put("source", "/shop")
                .put("type", Json.text(delivery, "type").orElse("orders.order-placed.v1"))
                .put("time", "2026-01-31T08:15:30Z");
        Json.text(delivery, "key").ifPresent(key -> attributes.put("partitionkey", key));
        for (String missing : Json.text(delivery, "without").stream().toList()) {
            attributes.remove(missing);
        }
        ObjectNode data = Json.object().put("order", delivery.path("id").asText());
        ObjectNode event = attributes.deepCopy();
        event.put("datacontenttype", "application/json").set("data", data);
        wire.set("structured", event);
        wire.set("attributes", attributes.put("datacontenttype", "application/json"));
        wire.set("body", data);
        return wire;
    }

    /**
     * {@return an invocation with these deliveries}
     *
     * @param numbers the sequence number of each delivery
     */
    static ObjectNode invocation(String platform, JsonNode deliveries, Map<String, Integer> numbers, JsonNode retry) {
        ObjectNode document = Json.object();
        switch (platform) {
            case "kinesis" -> deliveries.forEach(delivery -> kinesis(delivery, number(delivery, numbers), document));
            case "eventhubs" -> {
                document.putArray("bodies");
                document.putArray("propertiesArray");
                document.putArray("systemPropertiesArray");
                deliveries.forEach(delivery -> eventHubs(delivery, number(delivery, numbers), document));
                document.putObject("partitionContext")
                        .put("EventHubName", "orders")
                        .put("PartitionId", "0");
                document.set(
                        "retry",
                        retry.isObject() ? retry : Json.object().put("count", 0).put("max", -1));
            }
            default -> pubSub(deliveries.get(0), number(deliveries.get(0), numbers), document);
        }
        return document;
    }

    private static int number(JsonNode delivery, Map<String, Integer> numbers) {
        return numbers.computeIfAbsent(delivery.path("id").asText(), id -> 1001 + numbers.size());
    }

    private static void kinesis(JsonNode delivery, int number, ObjectNode document) {
        ObjectNode message = of("kinesis", wire(delivery)).orElseThrow();
        ObjectNode kinesis = message.deepCopy();
        kinesis.put("partitionKey", Json.text(delivery, "key").orElse("spread-" + number))
                .put("sequenceNumber", String.valueOf(number))
                .put("approximateArrivalTimestamp", ACCEPTED.toEpochMilli() / 1000.0);
        document.withArrayProperty("Records")
                .addObject()
                .put("eventID", "shardId-000000000000:" + number)
                .put("eventSourceARN", "arn:aws:kinesis:us-east-1:000000000000:stream/orders")
                .set("kinesis", kinesis);
    }

    private static void eventHubs(JsonNode delivery, int number, ObjectNode document) {
        ObjectNode message = of("eventhubs", wire(delivery)).orElseThrow();
        document.withArrayProperty("bodies").add(message.get("body"));
        document.withArrayProperty("propertiesArray").add(message.get("properties"));
        ObjectNode system = document.withArrayProperty("systemPropertiesArray")
                .addObject()
                .put("SequenceNumber", String.valueOf(number))
                .put("EnqueuedTimeUtc", ACCEPTED.toString());
        Json.text(message, "contentType").ifPresent(type -> system.put("content-type", type));
        Json.text(message, "partitionKey").ifPresent(key -> system.put("PartitionKey", key));
    }

    private static void pubSub(JsonNode delivery, int number, ObjectNode document) {
        ObjectNode message = of("pubsub", wire(delivery)).orElseThrow();
        message.put("messageId", String.valueOf(number)).put("publishTime", ACCEPTED.toString());
        document.put("subscription", SUBSCRIPTION).set("message", message);
    }

    /** {@return what the platform must be told} */
    static ObjectNode answer(
            String platform, JsonNode deliveries, Map<String, Integer> numbers, Optional<Integer> firstUnsettled) {
        ObjectNode answer = Json.object();
        switch (platform) {
            case "kinesis" -> {
                ArrayNode failures = answer.putArray("batchItemFailures");
                firstUnsettled.ifPresent(first -> failures.addObject()
                        .put("itemIdentifier", String.valueOf(number(deliveries.get(first), numbers))));
            }
            case "eventhubs" -> answer.put(firstUnsettled.isPresent() ? "throws" : "completes", true);
            default -> answer.put("status", firstUnsettled.isPresent() ? 500 : 204);
        }
        return answer;
    }
}
