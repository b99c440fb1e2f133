package io.triskel.orders.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.codec.EventCodec;
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

    /** {@return what a document asks for; empty if it is another one} */
    static Optional<RedeliveryRequest> read(byte[] document) {
        try {
            JsonNode request = JSON.readTree(document);
            return request.path("triskel").asText().equals(KIND) ? Optional.of(read(request)) : Optional.empty();
        } catch (IOException broken) {
            return Optional.empty();
        }
    }

    private static RedeliveryRequest read(JsonNode request) throws IOException {
        List<WireEvent> events = new ArrayList<>();
        for (JsonNode event : request.path("events")) {
            Map<String, String> attributes = new LinkedHashMap<>();
            event.path("attributes")
                    .properties()
                    .forEach(each ->
                            attributes.put(each.getKey(), each.getValue().asText()));
            events.add(new WireEvent(attributes, event.path("body").binaryValue()));
        }
        return new RedeliveryRequest(
                request.path("consumer").asText(),
                events,
                Duration.ofSeconds(request.path("seconds").asLong()));
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
        List<Delivery> deliveries =
                events.stream().map(event -> delivery(event, platform.codec())).toList();
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
