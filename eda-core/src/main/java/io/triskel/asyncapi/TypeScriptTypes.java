package io.triskel.asyncapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.stream.Collectors;

/** Writes the data of messages as TypeScript declarations: an interface per record, and {@code EventData} by wire type. */
final class TypeScriptTypes {
    private final TypeTree types;

    TypeScriptTypes(TypeTree types) {
        this.types = types;
    }

    String text() {
        StringBuilder text = new StringBuilder("// Written by Triskel from the registered types. Do not edit.\n");
        types.definitions().forEach((title, schema) -> text.append('\n').append(declaration(title, schema)));
        text.append("\n/** The data of each event, by its wire type. */\nexport interface EventData {\n");
        types.data()
                .forEach((type, schema) -> text.append("  ")
                        .append(quoted(type))
                        .append(": ")
                        .append(of(schema))
                        .append(";\n"));
        return text.append("}\n\nexport type EventTypeName = keyof EventData;\n")
                .toString();
    }

    private String declaration(String title, JsonNode schema) {
        return TypeTree.isRecord(schema)
                ? "export interface " + title + " " + members(schema) + "\n"
                : "export type " + title + " = " + of(schema) + ";\n";
    }

    private String members(JsonNode schema) {
        return schema.path("properties").properties().stream()
                .map(one -> "  " + key(one.getKey()) + (TypeTree.isRequired(schema, one.getKey()) ? "" : "?") + ": "
                        + of(one.getValue()) + ";\n")
                .collect(Collectors.joining("", "{\n", "}"));
    }

    private static String key(String name) {
        return name.matches("[A-Za-z_$][A-Za-z0-9_$]*") ? name : quoted(name);
    }

    private static String quoted(String text) {
        return TextNode.valueOf(text).toString();
    }

    private String of(JsonNode schema) {
        if (schema.has("$ref")) {
            return types.title(schema);
        }
        if (schema.has("const")) {
            return schema.get("const").toString();
        }
        if (schema.has("enum")) {
            return TypeTree.stream(schema.get("enum")).map(JsonNode::toString).collect(Collectors.joining(" | "));
        }
        if (schema.has("allOf")) {
            return TypeTree.stream(schema.get("allOf")).map(this::of).collect(Collectors.joining(" & "));
        }
        if (TypeTree.isRecord(schema)) {
            return members(schema).replaceAll("\\n *", " ");
        }
        if (!TypeTree.alternatives(schema).isEmpty()) {
            return TypeTree.alternatives(schema).stream().map(this::of).collect(Collectors.joining(" | "));
        }
        return ofType(schema);
    }

    private String ofType(JsonNode schema) {
        return switch (schema.path("type").asText()) {
            case "array" ->
                schema.path("items").isArray()
                        ? TypeTree.stream(schema.get("items")).map(this::of).collect(Collectors.joining(", ", "[", "]"))
                        : "Array<" + of(schema.path("items")) + ">";
            case "object" -> "Record<string, " + of(schema.path("additionalProperties")) + ">";
            case "string" -> "string";
            // Beyond 2^53 a number of JavaScript is not exact: read such members with a parser that keeps digits.
            case "integer", "number" -> "number";
            case "boolean" -> "boolean";
            case "null" -> "null";
            default -> "unknown";
        };
    }
}
