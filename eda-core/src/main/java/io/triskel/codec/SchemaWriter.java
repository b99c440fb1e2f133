package io.triskel.codec;

import io.triskel.event.EventKind;
import io.triskel.event.EventType;
import io.triskel.event.ForAdapters;
import io.triskel.json.JsonSchemas;
import io.triskel.json.Schema;
import io.triskel.json.TypeCheck;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Writes JSON Schemas (draft 7) of data and events as {@link EventCodec} writes them: an event without a required
 * component, or with an unknown constant, does not match. Other members are allowed, because a newer writer may add some.
 * Records, enums, closed sets and personal data are defined once and referenced.
 */
@ForAdapters
public final class SchemaWriter {
    private final JsonSchemas types;
    private final EventSchemas events;

    /** @param base the text before a definition's name in a reference to it, such as {@code #/definitions/} */
    public SchemaWriter(String base) {
        types = new JsonSchemas(base);
        events = new EventSchemas(types);
    }

    /**
     * {@return the schema of data of this class, usually a reference to a definition}
     *
     * @throws IllegalArgumentException if {@link TypeRegistry} would reject the class
     */
    public JsonObject data(Class<?> type) {
        new TypeCheck().require(type, null);
        return new JsonObject(types.of(type));
    }

    /**
     * {@return the schema of a type's events in structured mode}
     *
     * @param data as in {@link TypeRegistry}
     * @param pattern the pattern of all these events; empty if they may have any
     * @param keyed whether all these events have an ordering key
     */
    public JsonObject event(
            EventType type, Class<?> data, Optional<Class<? extends EventKind>> pattern, boolean keyed) {
        new TypeCheck().require(data, type);
        return new JsonObject(events.event(type, data, pattern, keyed));
    }

    /** {@return the referenced definitions, by name} */
    public Map<String, JsonObject> definitions() {
        Map<String, JsonObject> definitions = new LinkedHashMap<>();
        types.definitions().forEach((name, definition) -> definitions.put(name, new JsonObject(definition)));
        return definitions;
    }

    /** {@return the shape of a type's JSON as text, one member a line, sorted: the content of golden files} */
    public static String outline(Class<?> type) {
        return Schema.describe(type);
    }
}
