package io.triskel.asyncapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Small schemas of every kind, changes of them, and what a writer of one may write: declared and described members only. */
final class RandomSchemas {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> TEXTS =
            List.of("", "a", "b", "ab", "aa", "abc", "2026-01-31", "2026-01-31T10:00:00Z");
    private static final List<String> NAMES = List.of("a", "b", "cc");

    private final Random random;

    RandomSchemas(long seed) {
        random = new Random(seed);
    }

    private boolean chance(int of) {
        return random.nextInt(of) == 0;
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    ObjectNode schema(int depth) {
        int kind = random.nextInt(depth > 0 ? 13 : 5);
        return switch (kind) {
            case 0, 1 -> text();
            case 2 -> number("integer");
            case 3 -> number("number");
            case 4 -> JSON.objectNode().put("type", one(List.of("boolean", "null", "string")));
            case 5, 6, 7, 8 -> object(depth);
            case 9 -> list(depth);
            case 10 ->
                JSON.objectNode()
                        .set("anyOf", JSON.arrayNode().add(schema(depth - 1)).add(schema(depth - 1)));
            case 11 -> tagged(depth);
            default ->
                JSON.objectNode()
                        .set("allOf", JSON.arrayNode().add(object(depth)).add(object(depth)));
        };
    }

    private ObjectNode text() {
        ObjectNode text = JSON.objectNode().put("type", "string");
        switch (random.nextInt(6)) {
            case 0 -> text.put("minLength", random.nextInt(3));
            case 1 -> text.put("maxLength", 1 + random.nextInt(3));
            case 2 -> text.put("pattern", one(List.of("^a*$", "^[ab]*$")));
            case 3 -> text.put("format", one(List.of("date", "date-time")));
            case 4 -> {
                text.set(
                        "enum",
                        values(TEXTS.stream().<JsonNode>map(JSON::textNode).toList()));
            }
            default -> {
                // Any text.
            }
        }
        return text;
    }

    private ArrayNode values(List<JsonNode> of) {
        ArrayNode values = JSON.arrayNode();
        for (JsonNode one : of) {
            if (values.isEmpty() || chance(3)) {
                values.add(one);
            }
        }
        return values;
    }

    private ObjectNode number(String type) {
        ObjectNode number = JSON.objectNode().put("type", type);
        if (chance(3)) {
            number.put(one(List.of("minimum", "exclusiveMinimum")), random.nextInt(4) - 2);
        }
        if (chance(3)) {
            number.put(one(List.of("maximum", "exclusiveMaximum")), 1 + random.nextInt(4));
        }
        if (chance(4)) {
            number.put("multipleOf", 1 + random.nextInt(3));
        }
        return number;
    }

    private ObjectNode object(int depth) {
        ObjectNode object = JSON.objectNode().put("type", "object");
        ObjectNode properties = object.putObject("properties");
        ArrayNode required = JSON.arrayNode();
        for (String name : NAMES) {
            if (chance(2)) {
                properties.set(name, schema(depth - 1));
            }
            if (properties.has(name) && chance(2)) {
                required.add(name);
            }
        }
        if (!required.isEmpty()) {
            object.set("required", required);
        }
        switch (random.nextInt(9)) {
            case 0 -> object.put("additionalProperties", false);
            case 1 -> object.set("additionalProperties", schema(0));
            case 2 -> object.set("propertyNames", JSON.objectNode().put("maxLength", 1 + random.nextInt(2)));
            case 3 -> object.put(one(List.of("minProperties", "maxProperties")), 1 + random.nextInt(2));
            case 4 ->
                object.set(
                        "not",
                        JSON.objectNode().set("required", JSON.arrayNode().add(one(NAMES))));
            case 5 -> object.set("patternProperties", JSON.objectNode().set(one(List.of("^c", "^a")), schema(0)));
            default -> {
                // Open.
            }
        }
        return object;
    }

    private ObjectNode list(int depth) {
        ObjectNode list = JSON.objectNode().put("type", "array");
        if (chance(3)) {
            list.set("items", JSON.arrayNode().add(schema(0)).add(schema(0)));
            if (chance(2)) {
                list.set("additionalItems", chance(2) ? JSON.booleanNode(false) : schema(0));
            }
        } else if (!chance(4)) {
            list.set("items", schema(depth - 1));
        }
        switch (random.nextInt(5)) {
            case 0 -> list.put("minItems", 1 + random.nextInt(2));
            case 1 -> list.put("maxItems", 1 + random.nextInt(2));
            case 2 -> list.put("uniqueItems", true);
            default -> {
                // Any number.
            }
        }
        return list;
    }

    private ObjectNode tagged(int depth) {
        ArrayNode cases = JSON.arrayNode();
        for (String tag : List.of("X", "Y", "Z")) {
            if (cases.isEmpty() || chance(2)) {
                ObjectNode tagged = object(depth);
                tagged.remove(List.of("additionalProperties", "propertyNames", "maxProperties", "not"));
                ((ObjectNode) tagged.get("properties"))
                        .set("t", JSON.objectNode().put("const", tag));
                tagged.withArray("required").add("t");
                cases.add(tagged);
            }
        }
        return JSON.objectNode().set("oneOf", cases);
    }

    /** {@return a changed copy} */
    ObjectNode changed(ObjectNode schema) {
        ObjectNode copy = schema.deepCopy();
        change(copy, 4);
        return copy;
    }

    private void change(ObjectNode schema, int depth) {
        List<ObjectNode> children = new ArrayList<>();
        schema.path("properties").forEach(one -> children.add((ObjectNode) one));
        for (String keyword : List.of("anyOf", "oneOf", "allOf", "items")) {
            JsonNode list = schema.path(keyword);
            (list.isArray() ? list : JSON.arrayNode().add(list)).forEach(one -> {
                if (one.isObject()) {
                    children.add((ObjectNode) one);
                }
            });
        }
        if (depth > 0 && !children.isEmpty() && !chance(3)) {
            change(one(children), depth - 1);
            return;
        }
        ObjectNode other = ofSameKind(schema);
        List<String> keywords = new ArrayList<>();
        other.fieldNames().forEachRemaining(keywords::add);
        schema.fieldNames().forEachRemaining(keywords::add);
        keywords.remove("type");
        if (keywords.isEmpty() || chance(8)) {
            schema.put("type", one(List.of("string", "integer", "number", "object", "null")));
            return;
        }
        String keyword = one(keywords);
        if (keyword.equals("properties") && schema.has(keyword)) {
            ((ObjectNode) schema.get(keyword))
                    .setAll((ObjectNode) other.path("properties").deepCopy());
        } else if (other.has(keyword)) {
            schema.set(keyword, other.get(keyword));
        } else if (!keyword.equals("type")) {
            schema.remove(keyword);
        }
    }

    private ObjectNode ofSameKind(ObjectNode schema) {
        if (schema.has("oneOf")) {
            return tagged(1);
        }
        return switch (schema.path("type").asText()) {
            case "string" -> text();
            case "integer", "number" -> number(schema.path("type").asText());
            case "object" -> object(1);
            case "array" -> list(1);
            default -> schema(1);
        };
    }

    /** {@return the schema of a writer that always writes the same one of several: it declares what it writes} */
    JsonNode chosen(JsonNode schema) {
        if (schema.isArray()) {
            ArrayNode all = JSON.arrayNode();
            schema.forEach(one -> all.add(chosen(one)));
            return all;
        }
        if (!schema.isObject()) {
            return schema;
        }
        for (String keyword : List.of("anyOf", "oneOf")) {
            if (schema.path(keyword).isArray()) {
                return chosen(schema.get(keyword)
                        .get(random.nextInt(schema.get(keyword).size())));
            }
        }
        ObjectNode chosen = JSON.objectNode();
        schema.properties().forEach(one -> chosen.set(one.getKey(), chosen(one.getValue())));
        return chosen;
    }

    /** {@return what a writer may write; it may still break one of the schema's bounds, which the judge tells} */
    JsonNode instance(JsonNode schema) {
        if (!schema.isObject()) {
            return JSON.numberNode(7);
        }
        for (String keyword : List.of("anyOf", "oneOf")) {
            if (schema.has(keyword)) {
                return instance(schema.get(keyword)
                        .get(random.nextInt(schema.get(keyword).size())));
            }
        }
        if (schema.has("const")) {
            return schema.get("const");
        }
        if (schema.has("enum")) {
            return schema.get("enum").get(random.nextInt(schema.get("enum").size()));
        }
        if (schema.has("allOf")) {
            ObjectNode merged = JSON.objectNode();
            schema.get("allOf").forEach(one -> {
                JsonNode part = instance(one);
                if (part.isObject()) {
                    merged.setAll((ObjectNode) part);
                }
            });
            return merged;
        }
        return switch (schema.path("type").asText()) {
            case "string" -> JSON.textNode(one(TEXTS));
            case "integer" -> JSON.numberNode(random.nextInt(9) - 3);
            case "number" -> JSON.numberNode((random.nextInt(17) - 6) / 2.0);
            case "boolean" -> JSON.booleanNode(chance(2));
            case "null" -> JSON.nullNode();
            case "array" -> elements(schema);
            case "object" -> members(schema);
            default ->
                one(List.<JsonNode>of(JSON.textNode("a"), JSON.numberNode(1), JSON.nullNode(), JSON.objectNode()));
        };
    }

    private ArrayNode elements(JsonNode schema) {
        ArrayNode list = JSON.arrayNode();
        JsonNode items = schema.path("items");
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(
                    !items.isArray()
                            ? instance(items)
                            : instance(
                                    list.size() < items.size()
                                            ? items.get(list.size())
                                            : schema.path("additionalItems")));
        }
        return list;
    }

    private ObjectNode members(JsonNode schema) {
        ObjectNode object = JSON.objectNode();
        schema.path("properties").properties().forEach(one -> {
            boolean required = false;
            for (JsonNode name : schema.path("required")) {
                required |= name.asText().equals(one.getKey());
            }
            if (required || chance(2)) {
                object.set(one.getKey(), instance(one.getValue()));
            }
        });
        for (JsonNode described :
                List.of(schema.path("additionalProperties"), first(schema.path("patternProperties")))) {
            String name = one(List.of("a", "b", "cc", "ccc"));
            if (described.isObject() && !object.has(name)) {
                object.set(name, instance(described));
            }
        }
        return object;
    }

    private static JsonNode first(JsonNode of) {
        return of.isEmpty() ? of : of.iterator().next();
    }
}
