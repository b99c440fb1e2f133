package io.triskel.gcp.functions;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.triskel.codec.EventCodec;
import io.triskel.codec.WireEvent;
import io.triskel.consume.Deliveries;
import io.triskel.consume.Delivery;
import io.triskel.event.EventType;
import io.triskel.gcp.pubsub.PubSubBinding;
import io.triskel.gcp.pubsub.PubSubPosition;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A message as Pub/Sub pushes it and Eventarc passes it on (Pub/Sub documentation, "Receive messages from push
 * subscriptions"). Read token by token, since Google's library for this format is large, slow to load, and fails if a
 * name has both spellings.
 */
record PublishedMessage(
        String subscription,
        String id,
        @Nullable String orderingKey,
        Optional<Instant> published,
        Map<String, String> attributes,
        byte[] data) {

    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] NOTHING = {};

    /**
     * {@return the message in a body}
     *
     * @throws IllegalArgumentException if the body is not a pushed message
     */
    static PublishedMessage read(byte[] body) {
        try (JsonParser json = JSON.createParser(body)) {
            Draft draft = new Draft();
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("A pushed message must be a JSON object");
            }
            draft.readBody(json);
            return draft.message();
        } catch (IOException malformed) {
            throw new IllegalArgumentException("A pushed message must be JSON: " + malformed.getMessage(), malformed);
        }
    }

    Delivery delivery(EventCodec codec, Predicate<EventType> wanted) {
        WireEvent wire = PubSubBinding.wire(attributes, data);
        return Deliveries.read(
                codec,
                wanted,
                wire,
                PubSubBinding.key(wire, orderingKey),
                PubSubPosition.of(subscription, id),
                published);
    }

    /** The fields read so far. */
    private static final class Draft {
        private final Map<String, String> attributes = new LinkedHashMap<>();
        private @Nullable String subscription;
        private @Nullable String id;
        private @Nullable String orderingKey;
        private Optional<Instant> published = Optional.empty();
        private byte[] data = NOTHING;

        void readBody(JsonParser json) throws IOException {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (name.equals("message") && value == JsonToken.START_OBJECT) {
                    readMessage(json);
                } else if (name.equals("subscription") && value == JsonToken.VALUE_STRING) {
                    subscription = json.getText();
                } else {
                    json.skipChildren();
                }
            }
        }

        private void readMessage(JsonParser json) throws IOException {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (name.equals("attributes") && value == JsonToken.START_OBJECT) {
                    readAttributes(json);
                } else if (value == JsonToken.VALUE_STRING) {
                    readText(name, json);
                } else {
                    json.skipChildren();
                }
            }
        }

        private void readText(String name, JsonParser json) throws IOException {
            switch (name) {
                case "data" -> data = json.getBinaryValue();
                case "messageId", "message_id" -> id = json.getText();
                case "orderingKey", "ordering_key" -> orderingKey = json.getText();
                case "publishTime", "publish_time" -> published = time(json.getText());
                default -> {
                    // Other fields are skipped.
                }
            }
        }

        /** An unreadable time counts as missing: it is no reason to reject a message. */
        private static Optional<Instant> time(String text) {
            try {
                return Optional.of(DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from));
            } catch (DateTimeException unreadable) {
                return Optional.empty();
            }
        }

        private void readAttributes(JsonParser json) throws IOException {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                if (json.nextToken() == JsonToken.VALUE_STRING) {
                    attributes.put(name, json.getText());
                } else {
                    json.skipChildren();
                }
            }
        }

        PublishedMessage message() {
            if (subscription == null || id == null) {
                throw new IllegalArgumentException(
                        "A pushed message must name its subscription and have an id, this one "
                                + (subscription == null ? "names none" : "has none")
                                + ": is this function behind a Pub/Sub trigger?");
            }
            return new PublishedMessage(subscription, id, orderingKey, published, attributes, data);
        }
    }
}
