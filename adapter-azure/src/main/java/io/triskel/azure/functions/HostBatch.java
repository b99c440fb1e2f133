package io.triskel.azure.functions;

import io.triskel.azure.eventhubs.AmqpBinding;
import io.triskel.azure.eventhubs.HubPosition;
import io.triskel.codec.EventCodec;
import io.triskel.codec.WireEvent;
import io.triskel.consume.Delivery;
import io.triskel.event.EventType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A batch as the host passes it: the bodies, and JSON arrays with the metadata of each body at the same index. {@code
 * PartitionKeyArray} is not read, because the host omits its empty elements. Each event's sequence number is among its
 * system properties (azure-sdk-for-net, {@code EventHubTriggerBindingStrategy.GetSystemPropertiesForBinding}).
 */
record HostBatch(
        byte[][] bodies,
        @Nullable String properties,
        @Nullable String systemProperties,
        @Nullable String partition) {

    private static final String SEQUENCE_NUMBER = "SequenceNumber";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ISO_DATE_TIME;

    /**
     * {@return one delivery per body, in order}
     *
     * @throws IllegalArgumentException if the arrays do not match the bodies
     */
    List<Delivery> deliveries(EventCodec codec, Predicate<EventType> wanted) {
        List<Map<String, String>> ofEvents = aligned("PropertiesArray", properties);
        List<Map<String, String>> ofMessages = aligned("SystemPropertiesArray", systemProperties);
        Map<String, String> where = HostJson.object(partition);
        String hub = required("PartitionContext", where, "EventHubName");
        String id = required("PartitionContext", where, "PartitionId");
        List<Delivery> deliveries = new ArrayList<>(bodies.length);
        for (int i = 0; i < bodies.length; i++) {
            Map<String, String> message = ofMessages.get(i);
            WireEvent wire = AmqpBinding.wire(AmqpBinding.contentType(message), ofEvents.get(i), bodies[i]);
            deliveries.add(AmqpBinding.read(
                    codec,
                    wanted,
                    wire,
                    Optional.ofNullable(message.get("PartitionKey"))
                            .or(() -> Optional.ofNullable(message.get("x-opt-partition-key"))),
                    HubPosition.of(hub, id, required("SystemPropertiesArray", message, SEQUENCE_NUMBER)),
                    enqueued(message)));
        }
        return deliveries;
    }

    /** One map for each body. */
    private List<Map<String, String>> aligned(String name, @Nullable String json) {
        if (json == null) {
            throw new IllegalArgumentException(name + " is missing: is it bound with @BindingName(\"" + name + "\")?");
        }
        List<Map<String, String>> array = HostJson.objects(json);
        if (array.size() != bodies.length) {
            throw new IllegalArgumentException(name + " has " + array.size() + " elements for " + bodies.length
                    + " events: is it bound with @BindingName(\"" + name
                    + "\"), and the trigger with cardinality MANY and dataType binary?");
        }
        return array;
    }

    /**
     * The host writes a time in UTC, but possibly without an offset, since it is a {@code DateTime} of no kind in the
     * method named above. An unreadable time counts as missing: it is no reason to reject an event.
     */
    private static Optional<Instant> enqueued(Map<String, String> message) {
        try {
            return Optional.ofNullable(message.get("EnqueuedTimeUtc"))
                    .map(text -> TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from))
                    .map(time ->
                            time instanceof LocalDateTime utc ? utc.toInstant(ZoneOffset.UTC) : Instant.from(time));
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    private static String required(String array, Map<String, String> where, String name) {
        String value = where.get(name);
        if (value == null) {
            throw new IllegalArgumentException(array + " has no " + name + ": is it bound with @BindingName(\"" + array
                    + "\")? It has " + where.keySet());
        }
        return value;
    }

    /** The events' sequence numbers for messages, as far as the host passes them. */
    String sequenceNumbers() {
        try {
            return HostJson.objects(systemProperties).stream()
                    .map(message -> message.getOrDefault(SEQUENCE_NUMBER, "unknown"))
                    .toList()
                    .toString();
        } catch (IllegalArgumentException unreadable) {
            return "unknown";
        }
    }
}
