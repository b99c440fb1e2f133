package io.triskel.asyncapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A JSON Schema (draft 7) without references and {@code allOf}. Compared by identity: each schema of a document has one. */
final class SchemaPart {
    private final ContractDocument document;
    private final JsonNode json;
    private final Map<String, SchemaPart> without = new HashMap<>();

    SchemaPart(ContractDocument document, JsonNode json) {
        this.document = document;
        this.json = json;
    }

    /** {@return a schema that one text fits} */
    static SchemaPart constant(ContractDocument document, String text) {
        return new SchemaPart(document, JsonNodeFactory.instance.objectNode().put("const", text));
    }

    /** {@return a schema that any text fits} */
    static SchemaPart text(ContractDocument document) {
        return new SchemaPart(document, JsonNodeFactory.instance.objectNode().put("type", "string"));
    }

    /** {@return whether nothing fits} */
    boolean isNothing() {
        return json.isBoolean() && !json.booleanValue();
    }

    boolean has(String keyword) {
        return json.has(keyword);
    }

    /** {@return the keyword's value; a missing node if it is absent} */
    JsonNode get(String keyword) {
        return json.path(keyword);
    }

    JsonNode json() {
        return json;
    }

    ContractDocument document() {
        return document;
    }

    List<String> keywords() {
        return json.properties().stream().map(Map.Entry::getKey).toList();
    }

    List<String> names(String keyword) {
        return get(keyword).properties().stream().map(Map.Entry::getKey).toList();
    }

    List<SchemaPart> parts(JsonNode schema) {
        return document.parts(schema);
    }

    SchemaPart without(String keyword) {
        return without.computeIfAbsent(keyword, left -> {
            ObjectNode others = JsonNodeFactory.instance.objectNode();
            others.setAll((ObjectNode) json);
            return new SchemaPart(document, others.without(left));
        });
    }
}
