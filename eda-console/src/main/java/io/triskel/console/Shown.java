package io.triskel.console;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.triskel.codec.EncodedData;
import io.triskel.codec.EventCodec;
import io.triskel.codec.JsonObject;
import io.triskel.codec.TypeRegistry;
import io.triskel.codec.WireEvent;
import io.triskel.event.Envelope;
import io.triskel.event.EventKind;
import io.triskel.personal.PersonalKeys;
import io.triskel.personal.UnknownSubjectException;
import io.triskel.platform.Platform;
import java.io.IOException;
import java.util.Optional;

/**
 * Shows events and rows without personal data. Events are read with a codec that knows no type and has no keys, so personal
 * data stays encrypted, and its place shows whether the person is known or forgotten.
 */
final class Shown {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final int MOST_BYTES = 64 * 1024;

    /** Reads attributes and leaves all data encoded. */
    static final EventCodec WITHOUT_TYPES = EventCodec.of(TypeRegistry.builder().build());

    private final Platform platform;
    private final PersonalKeys keys;

    Shown(Platform platform) {
        this.platform = platform;
        this.keys = platform.personalKeys();
    }

    /**
     * {@return an event as it was on the wire, with its data encoded}
     *
     * @throws io.triskel.codec.InvalidEventException if it is not an event
     */
    static Envelope<?> read(WireEvent wire) {
        return wire.attributes().isEmpty() ? WITHOUT_TYPES.decode(wire.body()) : WITHOUT_TYPES.decodeBinary(wire);
    }

    /** {@return the attributes of an event for the page} */
    static JsonObject attributes(Envelope<?> event) {
        JsonObject json = JsonObject.empty().set("event", identity(event)).set("kind", kind(event.pattern()));
        event.time().ifPresent(time -> json.set("at", Texts.time(time.toInstant())));
        event.metadata().correlation().ifPresent(id -> json.set("correlation", id));
        event.metadata().causation().ifPresent(id -> json.set("causation", id));
        return json;
    }

    static JsonObject identity(Envelope<?> event) {
        return JsonObject.empty()
                .set("source", event.id().source())
                .set("id", event.id().id())
                .set("type", event.type().wire());
    }

    static String kind(EventKind pattern) {
        return pattern.fold(
                plain -> "plain",
                command -> "command",
                notification -> "notification",
                state -> "state",
                sourced -> "fact");
    }

    /** {@return the data of an event, if it is a JSON object of a size to show} */
    Optional<JsonObject> data(Envelope<?> event) {
        if (event.data() instanceof EncodedData encoded) {
            return masked(encoded.bytes());
        }
        // A store in memory may keep objects.
        Envelope<?> written = WITHOUT_TYPES.decode(platform.codec().encode(event));
        return written.data() instanceof EncodedData encoded ? masked(encoded.bytes()) : Optional.empty();
    }

    /** {@return a row, which has no person in plain text any more} */
    Optional<JsonObject> row(Object row) {
        return masked(platform.states().encode(row));
    }

    private Optional<JsonObject> masked(byte[] bytes) {
        if (bytes.length > MOST_BYTES) {
            return Optional.empty();
        }
        try {
            JsonNode read = JSON.readTree(bytes);
            return read instanceof ObjectNode object
                    ? Optional.of(JsonObject.parse(mask(object).toString()))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException noObject) {
            // Not JSON, or personal data as a whole.
            return Optional.empty();
        }
    }

    private JsonNode mask(JsonNode node) {
        if (node instanceof ObjectNode object) {
            if (isPersonal(object)) {
                return new TextNode(stateOf(object));
            }
            ObjectNode masked = JSON.createObjectNode();
            object.properties().forEach(one -> masked.set(one.getKey(), mask(one.getValue())));
            return masked;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode masked = JSON.createArrayNode();
            array.forEach(one -> masked.add(mask(one)));
            return masked;
        }
        return node;
    }

    /** As the codecs write it: see docs/wire-format.md. What looks like it is hidden as well. */
    private static boolean isPersonal(ObjectNode object) {
        return object.path("subject").isTextual() && (object.has("sealed") || object.has("forgotten"));
    }

    /** Asks the keys, because an erased row of a person who is known has the mark of the forgotten, too. */
    private String stateOf(ObjectNode personal) {
        try {
            return keys.find(personal.get("subject").textValue()).isPresent() ? "personal" : "forgotten";
        } catch (UnknownSubjectException unknown) {
            return personal.has("forgotten") ? "forgotten" : "personal";
        }
    }
}
