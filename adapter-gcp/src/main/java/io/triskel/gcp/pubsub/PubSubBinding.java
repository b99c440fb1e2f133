package io.triskel.gcp.pubsub;

import com.google.protobuf.UnsafeByteOperations;
import com.google.pubsub.v1.PubsubMessage;
import io.triskel.codec.EventCodec;
import io.triskel.codec.WireEvent;
import io.triskel.consume.Deliveries;
import io.triskel.consume.Delivery;
import io.triskel.consume.Delivery.Position;
import io.triskel.event.EventType;
import io.triskel.publish.EventBus.Outgoing;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Maps events to Pub/Sub messages and back, by the Google Cloud Pub/Sub Protocol Binding for CloudEvents 1.0. In binary
 * mode each attribute of the event is an attribute of the message, with the prefix {@code ce-}, and the event's data is
 * the message's data. Structured events can be read too, from messages with their content type or without any
 * attribute. The ordering key is the message's ordering key.
 */
public final class PubSubBinding {
    private static final String PREFIX = "ce-";
    private static final String CONTENT_TYPE = "content-type";

    /** The spelling of the CloudEvents SDK for Go ({@code protocol/pubsub/v2/message.go}), contrary to the binding. */
    private static final String CONTENT_TYPE_OF_GO = "Content-Type";

    private static final String DATA_CONTENT_TYPE = "datacontenttype";
    private static final String STRUCTURED = "application/cloudevents";

    /** The limit of one attribute's value (Pub/Sub documentation, "Quotas and limits", "Resource limits"). */
    private static final int VALUE_BYTES = 1024;

    private static final int ATTRIBUTES = 100;

    /**
     * The attributes of most events, prefixed in advance, so that no text is joined or split per event; a HashMap is
     * faster to search than Map.of.
     */
    private static final Map<String, String> PREFIXED = Stream.of(
                    "specversion",
                    "id",
                    "source",
                    "type",
                    DATA_CONTENT_TYPE,
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
                    "lookupversion")
            .collect(Collectors.toMap(name -> name, name -> PREFIX + name));

    private static final Map<String, String> PLAIN =
            PREFIXED.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));

    private PubSubBinding() {}

    /** {@return why Pub/Sub would reject an event, and with it its whole request; empty if it would accept it} */
    static Optional<String> misfit(Outgoing outgoing) {
        Map<String, String> attributes = outgoing.wire().attributes();
        // The attributes of most events together have fewer bytes than the limit of one value.
        if (outgoing.bytes() - outgoing.wire().body().length <= VALUE_BYTES && attributes.size() <= ATTRIBUTES) {
            return Optional.empty();
        }
        if (attributes.size() > ATTRIBUTES) {
            return Optional.of(
                    "A message can have at most " + ATTRIBUTES + " attributes, this event has " + attributes.size());
        }
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            String value = attribute.getValue();
            if (value.length() * 3 > VALUE_BYTES && value.getBytes(StandardCharsets.UTF_8).length > VALUE_BYTES) {
                return Optional.of("An attribute of a message can have at most " + VALUE_BYTES + " bytes, this event's "
                        + attribute.getKey() + " has more");
            }
        }
        return Optional.empty();
    }

    /** {@return an event as a message} */
    static PubsubMessage write(Outgoing outgoing) {
        PubsubMessage.Builder message = PubsubMessage.newBuilder();
        outgoing.wire().attributes().forEach((name, value) -> message.putAttributes(prefixed(name), value));
        outgoing.event().key().ifPresent(key -> message.setOrderingKey(key.value()));
        return message.setData(UnsafeByteOperations.unsafeWrap(outgoing.wire().body()))
                .build();
    }

    /** Reads a message of a subscription. */
    static Delivery read(EventCodec codec, Predicate<EventType> wanted, PubsubMessage message, Position position) {
        WireEvent wire = wire(message.getAttributesMap(), message.getData().toByteArray());
        return Deliveries.read(codec, wanted, wire, key(wire, message.getOrderingKey()), position, published(message));
    }

    /**
     * {@return when the server received a message; only the server sets this (Pub/Sub API, {@code
     * PubsubMessage.publish_time})}
     */
    private static Optional<Instant> published(PubsubMessage message) {
        return message.hasPublishTime()
                ? Optional.of(Instant.ofEpochSecond(
                        message.getPublishTime().getSeconds(),
                        message.getPublishTime().getNanos()))
                : Optional.empty();
    }

    /**
     * {@return the message's ordering key, else the key in its attributes, if that is a valid ordering key}
     *
     * @param orderingKey the message's own; empty or null if it has none
     */
    public static Optional<String> key(WireEvent wire, @Nullable String orderingKey) {
        return Optional.ofNullable(orderingKey)
                .filter(text -> !text.isEmpty())
                .or(() -> Optional.ofNullable(wire.attributes().get("partitionkey")))
                .filter(text -> !text.isEmpty());
    }

    /** {@return the key that orders a message, read before decoding; empty if there is none} */
    static String laneOf(PubsubMessage message) {
        String key = message.getOrderingKey();
        return key.isEmpty() ? message.getAttributesOrDefault("ce-partitionkey", "") : key;
    }

    /**
     * {@return attributes and bytes of a message; without attributes if it is a structured event}
     *
     * @param attributes the message's; those outside the binding are ignored
     */
    public static WireEvent wire(Map<String, String> attributes, byte[] data) {
        String spelled = attributes.get(CONTENT_TYPE);
        String contentType = spelled != null ? spelled : attributes.get(CONTENT_TYPE_OF_GO);
        if (contentType != null && contentType.regionMatches(true, 0, STRUCTURED, 0, STRUCTURED.length())) {
            return WireEvent.structured(data);
        }
        Map<String, String> plain = new LinkedHashMap<>();
        attributes.forEach((name, value) -> {
            String known = PLAIN.get(name);
            if (known != null) {
                plain.put(known, value);
            } else if (name.startsWith(PREFIX)) {
                plain.put(name.substring(PREFIX.length()), value);
            }
        });
        if (contentType != null && !plain.isEmpty()) {
            plain.put(DATA_CONTENT_TYPE, contentType);
        }
        return new WireEvent(plain, data);
    }

    private static String prefixed(String attribute) {
        String known = PREFIXED.get(attribute);
        return known != null ? known : PREFIX + attribute;
    }
}
