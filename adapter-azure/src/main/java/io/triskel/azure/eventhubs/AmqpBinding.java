package io.triskel.azure.eventhubs;

import com.azure.messaging.eventhubs.EventData;
import io.triskel.codec.EventCodec;
import io.triskel.codec.WireEvent;
import io.triskel.consume.Deliveries;
import io.triskel.consume.Delivery;
import io.triskel.consume.Delivery.Position;
import io.triskel.event.EventType;
import io.triskel.publish.EventBus.Outgoing;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.qpid.proton.amqp.Binary;
import org.jspecify.annotations.Nullable;

/**
 * Maps events to AMQP messages and back, by the CloudEvents AMQP binding 1.0. In binary mode the attributes are
 * application properties with a prefix, the data's media type is the message's content type, and the data is its body.
 *
 * <p>Integer and boolean extensions are written as AMQP {@code long} and {@code boolean}. All other attributes,
 * including {@code time}, are written as canonical text, which the binding permits: an AMQP timestamp has no offset and
 * only milliseconds. Reading accepts all AMQP types, both prefixes, and structured events.
 */
public final class AmqpBinding {
    private static final String CONTENT_TYPE = "datacontenttype";
    private static final String STRUCTURED = "application/cloudevents";

    /** AMQP's name of the media type among a message's system properties, and the spellings of the SDKs. */
    private static final List<String> MEDIA_TYPE = List.of("content-type", "ContentType", "contentType");

    /** The binding defines both prefixes: the second is for JMS, whose names have no colon. */
    private static final List<String> PREFIXES = List.of("cloudEvents:", "cloudEvents_");

    /** The attributes of most events, prefixed in advance, so that no text is joined or split per event. */
    private static final List<String> USUAL = List.of(
            "specversion",
            "id",
            "source",
            "type",
            "subject",
            "time",
            "dataschema",
            "partitionkey",
            "correlationid",
            "causationid",
            "replyto",
            "traceparent",
            "tracestate",
            "triskelpattern",
            "stream",
            "sequence",
            "entity",
            "entityversion",
            "entitydeleted",
            "commandtarget",
            "lookup",
            "lookupversion");

    /** Searched for each attribute of each event: a {@code HashMap}, since {@code Map.of} divides on each look-up. */
    private static final Map<String, String> PROPERTIES = new HashMap<>();

    private static final Map<String, String> ATTRIBUTES = new HashMap<>();

    static {
        USUAL.forEach(name -> {
            PROPERTIES.put(name, PREFIXES.get(0) + name);
            ATTRIBUTES.put(PREFIXES.get(0) + name, name);
        });
    }

    private AmqpBinding() {}

    /** {@return an event as a message} */
    static EventData write(Outgoing outgoing) {
        WireEvent wire = outgoing.wire();
        EventData message = new EventData(wire.body());
        Map<String, Object> properties = message.getProperties();
        wire.attributes().forEach((name, value) -> {
            if (name.equals(CONTENT_TYPE)) {
                message.setContentType(value);
            } else {
                properties.put(property(name), value);
            }
        });
        outgoing.event().metadata().extensions().forEach((name, value) -> {
            value.whole().ifPresent(whole -> properties.put(property(name), (long) whole));
            value.flag().ifPresent(flag -> properties.put(property(name), flag));
        });
        return message;
    }

    /** {@return a message's media type, if its system properties have one} */
    public static @Nullable String contentType(Map<String, ?> system) {
        return MEDIA_TYPE.stream()
                .filter(name -> system.get(name) != null)
                .findFirst()
                .map(name -> String.valueOf(system.get(name)))
                .orElse(null);
    }

    /** Reads a message of a partition. */
    static Delivery read(EventCodec codec, Predicate<EventType> wanted, EventData message, Position position) {
        WireEvent wire = wire(message.getContentType(), message.getProperties(), message.getBody());
        return read(
                codec,
                wanted,
                wire,
                Optional.ofNullable(message.getPartitionKey()),
                position,
                Optional.ofNullable(message.getEnqueuedTime()));
    }

    /**
     * Reads a message.
     *
     * @param partitionKey the message's own key, used if the message is not an event and its attributes have no key
     * @param enqueued when the service put the message into its partition (an AMQP timestamp: milliseconds); empty if
     *     unknown
     */
    public static Delivery read(
            EventCodec codec,
            Predicate<EventType> wanted,
            WireEvent wire,
            Optional<String> partitionKey,
            Position position,
            Optional<Instant> enqueued) {
        return Deliveries.read(codec, wanted, wire, key(wire, partitionKey), position, enqueued);
    }

    /** {@return the ordering key in a message's attributes, else its partition key, if that is a valid ordering key} */
    public static Optional<String> key(WireEvent wire, Optional<String> partitionKey) {
        return Optional.ofNullable(wire.attributes().get("partitionkey"))
                .or(() -> partitionKey)
                .filter(text -> !text.isEmpty());
    }

    /**
     * {@return attributes and bytes of a message; without attributes if it is a structured event}
     *
     * @param contentType the message's content type, if it has one
     * @param properties the message's application properties, of any type; those outside the binding are ignored
     */
    public static WireEvent wire(@Nullable String contentType, Map<String, ?> properties, byte[] body) {
        if (contentType != null && contentType.regionMatches(true, 0, STRUCTURED, 0, STRUCTURED.length())) {
            return WireEvent.structured(body);
        }
        Map<String, String> attributes = new LinkedHashMap<>();
        for (Map.Entry<String, ?> property : properties.entrySet()) {
            String name = attribute(property.getKey());
            Object value = property.getValue();
            if (name != null && value != null) {
                attributes.put(name, value instanceof String text ? text : canonical(value));
            }
        }
        if (contentType != null && !attributes.isEmpty()) {
            attributes.put(CONTENT_TYPE, contentType);
        }
        return new WireEvent(attributes, body);
    }

    private static String canonical(Object value) {
        if (value instanceof Date date) {
            return canonical(date.toInstant());
        }
        if (value instanceof Instant instant) {
            return DateTimeFormatter.ISO_INSTANT.format(instant);
        }
        if (value instanceof OffsetDateTime moment) {
            return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(moment);
        }
        if (value instanceof Binary binary) {
            return canonical(Arrays.copyOfRange(
                    binary.getArray(), binary.getArrayOffset(), binary.getArrayOffset() + binary.getLength()));
        }
        return value instanceof byte[] octets ? Base64.getEncoder().encodeToString(octets) : value.toString();
    }

    private static String property(String attribute) {
        String known = PROPERTIES.get(attribute);
        return known != null ? known : PREFIXES.get(0) + attribute;
    }

    /** {@return the attribute of a property, or null if the property is not part of the binding} */
    private static @Nullable String attribute(String property) {
        String known = ATTRIBUTES.get(property);
        if (known != null) {
            return known;
        }
        for (String prefix : PREFIXES) {
            if (property.startsWith(prefix)) {
                return property.substring(prefix.length());
            }
        }
        return null;
    }
}
