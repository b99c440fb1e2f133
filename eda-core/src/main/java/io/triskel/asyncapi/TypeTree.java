package io.triskel.asyncapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.codec.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The data of an own document's messages, for writers of types in another language. */
final class TypeTree {
    private final JsonNode root;

    private TypeTree(JsonNode root) {
        this.root = root;
    }

    /** {@return the types of a document in a language: {@code typescript} or {@code python}} */
    static String text(JsonObject document, String language) {
        TypeTree types = new TypeTree(tree(document));
        return switch (language) {
            case "typescript" -> new TypeScriptTypes(types).text();
            case "python" -> new PythonTypes(types).text();
            default ->
                throw new IllegalArgumentException("unknown language '" + language + "'; known: typescript, python");
        };
    }

    private static JsonNode tree(JsonObject document) {
        try {
            return new ObjectMapper().readTree(document.toString());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("JSON that was written can be read", impossible);
        }
    }

    /** {@return the definitions of data by their titles; the envelope and its attributes are the wire's} */
    Map<String, JsonNode> definitions() {
        Map<String, JsonNode> definitions = new TreeMap<>();
        root.at("/components/schemas").properties().stream()
                .filter(one ->
                        !one.getKey().equals("CloudEvent") && !one.getKey().startsWith("Pattern."))
                .forEach(one -> definitions.put(one.getValue().path("title").asText(), one.getValue()));
        return definitions;
    }

    /** {@return the schema of the data by wire type, without messages that have none} */
    Map<String, JsonNode> data() {
        Map<String, JsonNode> data = new LinkedHashMap<>();
        root.at("/components/messages").forEach(message -> {
            JsonNode all = message.at("/payload/allOf");
            JsonNode own = all.get(all.size() - 1).at("/properties/data");
            if (!own.isMissingNode()) {
                data.put(message.path("name").asText(), own);
            }
        });
        return data;
    }

    /** {@return the title of the definition that a schema refers to} */
    String title(JsonNode reference) {
        return root.at(reference.path("$ref").asText().substring(1))
                .path("title")
                .asText();
    }

    static boolean isRecord(JsonNode schema) {
        return schema.has("properties");
    }

    static boolean isRequired(JsonNode schema, String member) {
        return stream(schema.path("required")).anyMatch(name -> name.asText().equals(member));
    }

    static Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    /** {@return the alternatives of a schema, none if it has none} */
    static List<JsonNode> alternatives(JsonNode schema) {
        List<JsonNode> all = new ArrayList<>();
        schema.path("anyOf").forEach(all::add);
        schema.path("oneOf").forEach(all::add);
        return all;
    }
}
