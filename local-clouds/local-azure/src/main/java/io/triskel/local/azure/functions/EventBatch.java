package io.triskel.local.azure.functions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.local.azure.eventhubs.StoredEvent;
import io.triskel.local.azure.functions.wire.Data;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Events of one partition as a function receives them, with the types and names of the real trigger ("Azure Event Hubs
 * trigger", event metadata). Only metadata that the function asks for is sent.
 */
record EventBatch(Trigger.EventHub trigger, String namespace, String partitionId, List<StoredEvent> events) {
    private static final ObjectMapper JSON = new ObjectMapper();

    int size() {
        return events.size();
    }

    long lastSequenceNumber() {
        return events.get(events.size() - 1).sequenceNumber();
    }

    Map<String, Data> inputs(List<String> metadata) {
        Map<String, Data> inputs = new LinkedHashMap<>();
        inputs.put(trigger.binding(), bodies());
        for (String name : metadata) {
            inputs.put(name, metadata(name));
        }
        return inputs;
    }

    private Data bodies() {
        return trigger.binary()
                ? new Data.ByteArrays(events.stream().map(StoredEvent::body).toList())
                : texts(event -> new String(event.body(), StandardCharsets.UTF_8));
    }

    private Data metadata(String name) {
        return switch (name) {
            case "PartitionContext", "TriggerPartitionContext" -> json(partitionContext());
            case "PartitionKeyArray" -> texts(event -> event.partitionKey().orElse(""));
            case "OffsetArray", "OffsetStringArray" -> texts(StoredEvent::offset);
            case "SequenceNumberArray" ->
                new Data.Longs(
                        events.stream().mapToLong(StoredEvent::sequenceNumber).toArray());
            case "EnqueuedTimeUtcArray" ->
                json(events.stream().map(EventBatch::enqueuedTime).toList());
            case "PropertiesArray" ->
                json(events.stream().map(event -> plain(event.properties())).toList());
            case "SystemPropertiesArray" ->
                json(events.stream().map(EventBatch::systemProperties).toList());
            default -> new Data.Nothing();
        };
    }

    /** Like the real host, omits empty texts, so the list may be shorter than the batch. */
    private Data texts(Function<StoredEvent, String> text) {
        return new Data.Texts(
                events.stream().map(text).filter(value -> !value.isEmpty()).toList());
    }

    private Map<String, Object> partitionContext() {
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("FullyQualifiedNamespace", namespace);
        context.put("EventHubName", trigger.hub());
        context.put("ConsumerGroup", trigger.consumerGroup());
        context.put("PartitionId", partitionId);
        return context;
    }

    private static Map<String, Object> systemProperties(StoredEvent event) {
        Map<String, Object> properties = plain(event.systemProperties());
        properties.put("SequenceNumber", event.sequenceNumber());
        properties.put("Offset", Long.parseLong(event.offset()));
        properties.put("OffsetString", event.offset());
        event.partitionKey().ifPresent(key -> properties.put("PartitionKey", key));
        properties.put("EnqueuedTimeUtc", enqueuedTime(event));
        return properties;
    }

    /** In the real host's form: a {@code DateTime} of no kind, so in UTC and without an offset. */
    private static String enqueuedTime(StoredEvent event) {
        return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(event.enqueuedTime().atOffset(ZoneOffset.UTC));
    }

    private static Map<String, Object> plain(Map<String, Object> properties) {
        Map<String, Object> plain = new LinkedHashMap<>();
        properties.forEach((name, value) -> plain.put(name, value instanceof Instant time ? time.toString() : value));
        return plain;
    }

    private static Data json(Object value) {
        try {
            return new Data.Json(JSON.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Not to be written as JSON: " + value, e);
        }
    }
}
