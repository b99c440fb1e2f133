package io.triskel.orders.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * As much of JSON Schema (draft 2020-12) as the manifest's schema uses; an unknown keyword is an error. References lead into
 * {@code $defs} of the same document.
 */
final class JsonSchema {
    private static final String DEFINITIONS = "#/$defs/";
    private static final Set<String> KEYWORDS = Set.of(
            "$ref",
            "type",
            "const",
            "enum",
            "pattern",
            "minimum",
            "properties",
            "required",
            "additionalProperties",
            "propertyNames",
            "items",
            "minItems",
            "allOf",
            "if",
            "then",
            "$schema",
            "$id",
            "$defs",
            "title",
            "description");

    private final JsonNode root;

    private JsonSchema(JsonNode root) {
        this.root = root;
    }

    static JsonSchema read(Path file) throws IOException {
        return of(new ObjectMapper().readTree(file.toFile()));
    }

    static JsonSchema of(JsonNode root) {
        return new JsonSchema(root);
    }

    /** {@return the problems, each with its place; empty if the document is valid} */
    List<String> problems(JsonNode document) {
        List<String> problems = new ArrayList<>();
        check(root, document, "", problems);
        return problems;
    }

    private void check(JsonNode schema, JsonNode value, String at, List<String> problems) {
        if (schema.isBoolean()) {
            if (!schema.booleanValue()) {
                problems.add(at + " is not expected");
            }
            return;
        }
        schema.fieldNames().forEachRemaining(keyword -> {
            if (!KEYWORDS.contains(keyword)) {
                throw new IllegalArgumentException("The schema says " + keyword + ", which this check does not know");
            }
        });
        reference(schema, value, at, problems);
        combined(schema, value, at, problems);
        simple(schema, value, at, problems);
        if (value.isObject()) {
            object(schema, value, at, problems);
        }
        if (value.isArray()) {
            array(schema, value, at, problems);
        }
    }

    private void reference(JsonNode schema, JsonNode value, String at, List<String> problems) {
        if (schema.has("$ref")) {
            String reference = schema.path("$ref").asText();
            if (!reference.startsWith(DEFINITIONS)) {
                throw new IllegalArgumentException("The schema refers to " + reference + ", expected " + DEFINITIONS);
            }
            JsonNode definition = root.path("$defs").required(reference.substring(DEFINITIONS.length()));
            check(definition, value, at, problems);
        }
    }

    private void combined(JsonNode schema, JsonNode value, String at, List<String> problems) {
        schema.path("allOf").forEach(each -> check(each, value, at, problems));
        if (schema.has("if")) {
            List<String> unmet = new ArrayList<>();
            check(schema.path("if"), value, at, unmet);
            if (unmet.isEmpty() && schema.has("then")) {
                check(schema.path("then"), value, at, problems);
            }
        }
    }

    private static void simple(JsonNode schema, JsonNode value, String at, List<String> problems) {
        JsonNode type = schema.path("type");
        if (!type.isMissingNode() && !isOf(type, value)) {
            problems.add(at + " is " + value + ", expected " + type);
        }
        if (schema.has("const") && !schema.path("const").equals(value)) {
            problems.add(at + " is " + value + ", expected " + schema.path("const"));
        }
        if (schema.has("enum") && !among(schema.path("enum"), value)) {
            problems.add(at + " is " + value + ", expected one of " + schema.path("enum"));
        }
        if (schema.has("pattern") && value.isTextual()) {
            String pattern = schema.path("pattern").asText();
            if (!Pattern.compile(pattern).matcher(value.textValue()).find()) {
                problems.add(at + " is " + value + ", expected what matches " + pattern);
            }
        }
        if (schema.has("minimum")
                && value.isNumber()
                && value.doubleValue() < schema.path("minimum").doubleValue()) {
            problems.add(at + " is " + value + ", expected at least " + schema.path("minimum"));
        }
    }

    private static boolean isOf(JsonNode type, JsonNode value) {
        if (type.isArray()) {
            for (JsonNode each : type) {
                if (isOf(each, value)) {
                    return true;
                }
            }
            return false;
        }
        return switch (type.asText()) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "boolean" -> value.isBoolean();
            default ->
                throw new IllegalArgumentException("The schema says type " + type + ", which this check does not know");
        };
    }

    private static boolean among(JsonNode values, JsonNode value) {
        for (JsonNode each : values) {
            if (each.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private void object(JsonNode schema, JsonNode value, String at, List<String> problems) {
        for (JsonNode name : schema.path("required")) {
            if (!value.has(name.asText())) {
                problems.add(at + "/" + name.asText() + " is missing");
            }
        }
        JsonNode properties = schema.path("properties");
        for (Map.Entry<String, JsonNode> property : value.properties()) {
            String place = at + "/" + property.getKey();
            JsonNode names = schema.path("propertyNames").path("pattern");
            if (names.isTextual()
                    && !Pattern.compile(names.asText())
                            .matcher(property.getKey())
                            .find()) {
                problems.add(place + " has a name that does not match " + names.asText());
            }
            if (properties.has(property.getKey())) {
                check(properties.path(property.getKey()), property.getValue(), place, problems);
            } else if (schema.has("additionalProperties")) {
                check(schema.path("additionalProperties"), property.getValue(), place, problems);
            }
        }
    }

    private void array(JsonNode schema, JsonNode value, String at, List<String> problems) {
        if (value.size() < schema.path("minItems").asInt(0)) {
            problems.add(at + " has " + value.size() + " elements, expected at least " + schema.path("minItems"));
        }
        if (schema.has("items")) {
            for (int i = 0; i < value.size(); i++) {
                check(schema.path("items"), value.path(i), at + "/" + i, problems);
            }
        }
    }
}
