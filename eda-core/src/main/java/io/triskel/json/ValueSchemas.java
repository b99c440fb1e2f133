package io.triskel.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Schemas of values that need no definition: numbers, texts, constants, and what is made of other schemas. */
final class ValueSchemas {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Types whose text has a JSON Schema format. Years beyond 9999 have a sign, and fit no format. */
    private static final Map<String, String> FORMATS = Map.of(
            "java.util.UUID", "uuid",
            "java.net.URI", "uri-reference",
            "java.time.Instant", "date-time",
            "java.time.OffsetDateTime", "date-time",
            "java.time.LocalDate", "date");

    private ValueSchemas() {}

    static ObjectNode list(ObjectNode items) {
        return JSON.objectNode().put("type", "array").set("items", items);
    }

    static ObjectNode limited(int most) {
        return JSON.objectNode().put("maxLength", most);
    }

    static ObjectNode nullable(ObjectNode content) {
        return anyOf(content, JSON.objectNode().put("type", "null"));
    }

    private static ObjectNode anyOf(ObjectNode... schemas) {
        ArrayNode any = JSON.arrayNode();
        for (ObjectNode schema : schemas) {
            any.add(schema);
        }
        return JSON.objectNode().set("anyOf", any);
    }

    static ObjectNode text() {
        return JSON.objectNode().put("type", "string");
    }

    static ObjectNode value(Class<?> type) {
        return switch (type.getName()) {
            case "boolean", "java.lang.Boolean" -> JSON.objectNode().put("type", "boolean");
            case "byte", "java.lang.Byte" -> integer(Byte.MIN_VALUE, Byte.MAX_VALUE);
            case "short", "java.lang.Short" -> integer(Short.MIN_VALUE, Short.MAX_VALUE);
            case "int", "java.lang.Integer" ->
                integer(Integer.MIN_VALUE, Integer.MAX_VALUE).put("format", "int32");
            case "long", "java.lang.Long" ->
                JSON.objectNode().put("type", "integer").put("format", "int64");
            case "java.math.BigInteger" -> JSON.objectNode().put("type", "integer");
            case "java.math.BigDecimal" -> JSON.objectNode().put("type", "number");
            case "float", "java.lang.Float", "double", "java.lang.Double" ->
                anyOf(
                        JSON.objectNode().put("type", "number"),
                        JSON.objectNode()
                                .set(
                                        "enum",
                                        JSON.arrayNode()
                                                .add("NaN")
                                                .add("Infinity")
                                                .add("-Infinity")));
            case "char", "java.lang.Character" -> text().put("minLength", 1).put("maxLength", 1);
            default -> formatted(type);
        };
    }

    private static ObjectNode integer(int least, int most) {
        return JSON.objectNode().put("type", "integer").put("minimum", least).put("maximum", most);
    }

    private static ObjectNode formatted(Class<?> type) {
        ObjectNode text = text();
        String format = FORMATS.get(type.getName());
        if (format != null) {
            text.put("format", format);
        } else if (type != String.class) {
            text.put("description", "As " + type.getName() + " writes it.");
        }
        return text;
    }

    static ObjectNode constants(Class<?> type) {
        ArrayNode names = JSON.arrayNode();
        for (Object constant : type.getEnumConstants()) {
            names.add(Names.of((Enum<?>) constant));
        }
        return text().set("enum", names);
    }
}
