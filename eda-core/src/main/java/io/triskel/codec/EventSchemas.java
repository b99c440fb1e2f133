package io.triskel.codec;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.EventType;
import io.triskel.event.Metadata;
import io.triskel.event.NoData;
import io.triskel.event.OrderingKey;
import io.triskel.json.JsonMapping;
import io.triskel.json.JsonSchemas;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * JSON Schemas (draft 7) of events in structured mode: the envelope, the attributes of each pattern, and the data of a
 * type.
 */
final class EventSchemas {
    /** The definition that all events share. */
    private static final String ENVELOPE = "CloudEvent";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final JsonSchemas types;

    EventSchemas(JsonSchemas types) {
        this.types = types;
        types.define(ENVELOPE, envelope());
    }

    /** The schemas describe written events; reading also accepts longer texts, and treats a null attribute as absent. */
    private static ObjectNode envelope() {
        ObjectNode properties = JSON.objectNode();
        put(properties, Attribute.SPECVERSION, constant(Attribute.SPEC_VERSION_1));
        put(properties, Attribute.ID, text(EventId.MAX_ID));
        put(properties, Attribute.SOURCE, text(EventId.MAX_SOURCE).put("format", "uri-reference"));
        put(properties, Attribute.TYPE, text().put("minLength", 1));
        put(properties, Attribute.SUBJECT, text(Envelope.MAX_SUBJECT));
        put(properties, Attribute.TIME, text().put("format", "date-time"));
        put(properties, Attribute.DATACONTENTTYPE, text().put("description", "Absent means JSON."));
        put(properties, Attribute.DATASCHEMA, text().put("format", "uri"));
        put(
                properties,
                Attribute.PARTITIONKEY,
                text(OrderingKey.MAX).put("description", "The ordering key: events that share it stay in order."));
        put(properties, Attribute.CORRELATIONID, text(Metadata.MAX_ID));
        put(properties, Attribute.CAUSATIONID, text(Metadata.MAX_ID));
        properties.set(
                Metadata.REPLY_TO,
                text().put(
                                "description",
                                "On a command of a saga: where its answer belongs. On the answer: the same text."));
        put(properties, Attribute.TRACEPARENT, text());
        put(properties, Attribute.TRACESTATE, text());
        put(
                properties,
                Attribute.PATTERN,
                text().put("title", "TriskelPattern").set("enum", names(PatternAttributes.ALL)));
        put(properties, Attribute.DATA, JSON.objectNode());
        put(properties, Attribute.DATA_BASE64, text().put("contentEncoding", "base64"));
        ObjectNode envelope = JSON.objectNode().put("type", "object");
        envelope.put("description", "A CloudEvent 1.0 in structured mode. Other members are extensions.");
        envelope.set("properties", properties);
        envelope.setAll(requires(Attribute.SPECVERSION, Attribute.ID, Attribute.SOURCE, Attribute.TYPE));
        envelope.set(
                "additionalProperties",
                JSON.objectNode()
                        .set(
                                "type",
                                JSON.arrayNode().add("string").add("boolean").add("integer")));
        return envelope.set(
                "x-triskel-limits",
                JSON.objectNode()
                        .put("eventBytes", EventCodec.DEFAULT_MAX_BYTES)
                        .put("nesting", JsonMapping.MAX_DEPTH)
                        .put("digitsOfANumber", JsonMapping.MAX_DIGITS)
                        .put("bytesOfAName", JsonMapping.MAX_NAME));
    }

    /**
     * The schema of a type's events.
     *
     * @param pattern empty if the events may have any
     * @param keyed whether each has an ordering key
     */
    ObjectNode event(EventType type, Class<?> data, Optional<Class<? extends EventKind>> pattern, boolean keyed) {
        ObjectNode properties = JSON.objectNode();
        put(properties, Attribute.TYPE, constant(type.wire()));
        ObjectNode own = JSON.objectNode().put("type", "object");
        own.set("properties", properties);
        String title = JsonSchemas.title(type.wire());
        data(title, data, pattern, own, properties);
        ArrayNode all = JSON.arrayNode().add(types.reference(ENVELOPE));
        pattern.ifPresent(kind -> all.add(pattern(kind)));
        if (keyed) {
            all.add(requires(Attribute.PARTITIONKEY));
        }
        return JSON.objectNode().put("title", title).set("allOf", all.add(own));
    }

    private void data(
            String title,
            Class<?> data,
            Optional<Class<? extends EventKind>> pattern,
            ObjectNode schema,
            ObjectNode properties) {
        if (data == EncodedData.class) {
            return;
        }
        if (data == NoData.class) {
            ArrayNode any = JSON.arrayNode().add(requires(Attribute.DATA)).add(requires(Attribute.DATA_BASE64));
            schema.set("not", JSON.objectNode().set("anyOf", any));
            return;
        }
        Attribute member = data == byte[].class ? Attribute.DATA_BASE64 : Attribute.DATA;
        if (data != byte[].class) {
            put(properties, Attribute.DATA, types.of(data));
        }
        boolean mayBeTombstone = pattern.isEmpty() || pattern.get() == EventKind.StateTransfer.class;
        if (mayBeTombstone) {
            schema.set("if", JSON.objectNode().set("not", requires(Attribute.ENTITYDELETED)));
            schema.set("then", requires(member).put("title", title + "NotDeleted"));
        } else {
            schema.setAll(requires(member));
        }
    }

    private ObjectNode pattern(Class<? extends EventKind> kind) {
        String name = "Pattern." + kind.getSimpleName();
        types.define(name, described(kind));
        return types.reference(name);
    }

    private static ObjectNode described(Class<? extends EventKind> kind) {
        ObjectNode attributes = JSON.objectNode();
        if (kind == EventKind.Sourced.class) {
            put(attributes, Attribute.STREAM, text(OrderingKey.MAX));
            put(attributes, Attribute.SEQUENCE, digits("[0-9]{19}"));
            return pattern("Event sourcing: a fact of a stream's history.", PatternAttributes.SOURCED, attributes);
        }
        if (kind == EventKind.StateTransfer.class) {
            put(attributes, Attribute.ENTITY, text(OrderingKey.MAX));
            put(attributes, Attribute.ENTITYVERSION, digits("[1-9][0-9]{0,18}"));
            put(attributes, Attribute.ENTITYDELETED, JSON.objectNode().put("const", true));
            return pattern(
                    "Event-carried state transfer: the whole state of an entity at a version, or that it is deleted.",
                    PatternAttributes.STATE,
                    attributes);
        }
        if (kind == EventKind.Notification.class) {
            put(
                    attributes,
                    Attribute.LOOKUP,
                    text(EventKind.Notification.MAX_LOOKUP).put("format", "uri-reference"));
            put(attributes, Attribute.LOOKUPVERSION, digits("[0-9]{1,19}"));
            return pattern(
                    "Event notification: something changed, look it up.", PatternAttributes.NOTIFICATION, attributes);
        }
        if (kind == EventKind.Command.class) {
            put(attributes, Attribute.COMMANDTARGET, text(OrderingKey.MAX));
            return pattern(
                    "A request to one receiver, whose answer carries the same replyto.",
                    PatternAttributes.COMMAND,
                    attributes);
        }
        return JSON.objectNode()
                .put("description", "An event that follows no pattern.")
                .set("not", requires(Attribute.PATTERN));
    }

    /** All attributes are required, except a tombstone's mark. */
    private static ObjectNode pattern(String description, String name, ObjectNode attributes) {
        ArrayNode required = JSON.arrayNode().add(Attribute.PATTERN.attribute());
        attributes.properties().forEach(attribute -> {
            if (!attribute.getKey().equals(Attribute.ENTITYDELETED.attribute())) {
                required.add(attribute.getKey());
            }
        });
        ObjectNode properties = JSON.objectNode().set(Attribute.PATTERN.attribute(), constant(name));
        ObjectNode schema = JSON.objectNode().put("type", "object").put("description", description);
        schema.set("properties", properties.setAll(attributes));
        return schema.set("required", required);
    }

    private static void put(ObjectNode properties, Attribute attribute, ObjectNode schema) {
        properties.set(attribute.attribute(), schema);
    }

    private static ObjectNode requires(Attribute... attributes) {
        return JsonSchemas.requires(
                Stream.of(attributes).map(Attribute::attribute).toArray(String[]::new));
    }

    private static ArrayNode names(List<String> all) {
        ArrayNode names = JSON.arrayNode();
        all.forEach(names::add);
        return names;
    }

    private static ObjectNode text() {
        return JSON.objectNode().put("type", "string");
    }

    private static ObjectNode text(int most) {
        return text().put("minLength", 1).put("maxLength", most);
    }

    private static ObjectNode digits(String pattern) {
        return text().put("pattern", "^" + pattern + "$");
    }

    private static ObjectNode constant(String value) {
        return JSON.objectNode().put("const", value);
    }
}
