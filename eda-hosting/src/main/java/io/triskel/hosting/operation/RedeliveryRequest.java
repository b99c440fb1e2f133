package io.triskel.hosting.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.codec.EventCodec;
import io.triskel.codec.InvalidEventException;
import io.triskel.codec.WireEvent;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Delivery;
import io.triskel.consume.EventConsumer;
import io.triskel.consume.Redelivery;
import io.triskel.consume.Settlement;
import io.triskel.consume.Verdict;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.platform.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Events that a consumer's own function settles as if the bus delivered them. What cannot be handled is parked, since nothing brings it
 * again.
 *
 * @param consumer whose function is meant
 * @param events in their order
 * @param time the longest that the function works; its own deadline may be earlier
 */
record RedeliveryRequest(String consumer, List<WireEvent> events, Duration time) {
    private static final String KIND = "redeliver";
    private static final ObjectMapper JSON = new ObjectMapper();

    RedeliveryRequest {
        if (consumer.isBlank() || time.toSeconds() < 1) {
            throw expected("'" + consumer + "' and " + time.toSeconds());
        }
    }

    /**
     * {@return what a document asks for; empty if it asks for something else}
     *
     * @throws IllegalArgumentException if it is a broken request; the message says what was expected
     */
    static Optional<RedeliveryRequest> read(byte[] document) {
        JsonNode request;
        try {
            request = JSON.readTree(document);
        } catch (IOException broken) {
            return Optional.empty();
        }
        return request.path("triskel").asText().equals(KIND) ? Optional.of(read(request)) : Optional.empty();
    }

    private static RedeliveryRequest read(JsonNode request) {
        JsonNode consumer = request.path("consumer");
        JsonNode seconds = request.path("seconds");
        JsonNode events = request.path("events");
        if (!consumer.isTextual() || !seconds.canConvertToInt() || !events.isArray()) {
            throw expected("other members");
        }
        List<WireEvent> wires = new ArrayList<>();
        events.forEach(event -> wires.add(wire(event)));
        return new RedeliveryRequest(consumer.textValue(), wires, Duration.ofSeconds(seconds.intValue()));
    }

    private static WireEvent wire(JsonNode event) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> attribute : event.path("attributes").properties()) {
            if (!attribute.getValue().isTextual()) {
                throw expected("an attribute " + attribute.getKey() + " that is no text");
            }
            attributes.put(attribute.getKey(), attribute.getValue().textValue());
        }
        try {
            byte[] body = event.path("body").isTextual() ? event.path("body").binaryValue() : null;
            if (body == null || !event.path("attributes").isObject()) {
                throw expected("an event without attributes or body");
            }
            return new WireEvent(attributes, body);
        } catch (IOException notBase64) {
            throw expected("a body that is not Base64");
        }
    }

    private static IllegalArgumentException expected(String found) {
        return new IllegalArgumentException("expected"
                + " {\"triskel\":\"redeliver\",\"consumer\":NAME,\"seconds\":N,\"events\":[{\"attributes\":{..},\"body\":BASE64},"
                + " ..]} with at least 1 second, not " + found);
    }

    byte[] toJson() {
        ObjectNode request = JSON.createObjectNode()
                .put("triskel", KIND)
                .put("consumer", consumer)
                .put("seconds", time.toSeconds());
        ArrayNode all = request.putArray("events");
        for (WireEvent event : events) {
            ObjectNode node = all.addObject().put("body", event.body());
            event.attributes().forEach(node.putObject("attributes")::put);
        }
        return request.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Settles the events. {@return how many leading ones are settled, as JSON, and why the next one is not} */
    byte[] settle(EventConsumer own, Platform platform, Deadline deadline) {
        if (!own.name().equals(consumer)) {
            throw new IllegalArgumentException(
                    "this is the function of consumer " + own.name() + "; the request is for " + consumer);
        }
        BatchProcessor processor = BatchProcessor.of(own)
                .codec(platform.codec())
                .clock(platform.clock())
                .observer(platform.observer())
                .build();
        List<Delivery> deliveries = new ArrayList<>();
        for (WireEvent event : events) {
            try {
                deliveries.add(delivery(event, platform.codec()));
            } catch (InvalidEventException invalid) {
                throw new IllegalArgumentException(
                        "event " + (deliveries.size() + 1) + " of the request: " + invalid.getMessage(), invalid);
            }
        }
        Settlement settlement = processor.process(
                deliveries, Redelivery.NEVER, deadline.orEarlier(Deadline.in(time, platform.clock())));
        int settled = settlement.firstUnsettled().orElse(deliveries.size());
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("settled", settled);
        if (settled < deliveries.size()) {
            answer.put("problem", why(settlement.verdicts().get(settled)));
        }
        return answer.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Its data stays encoded: the processor decodes it for the handler, with the keys of persons. */
    private static Delivery delivery(WireEvent event, EventCodec codec) {
        Envelope<?> envelope = codec.decodeBinary(event, type -> false);
        return new Delivery.Decoded(
                envelope,
                new Delivery.Position("archive " + envelope.id().source() + " "
                        + envelope.id().id()),
                Optional.of(event));
    }

    private static String why(Verdict verdict) {
        return verdict instanceof Verdict.Unsettled unsettled
                ? unsettled.why() + ", " + unsettled.message()
                : verdict.tag();
    }
}
