package io.triskel.asyncapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes the data of messages as Python 3.10 dataclasses, with {@code DATA} by wire type and a reader of JSON. */
final class PythonTypes {
    private static final Set<String> KEYWORDS = Set.of(
            "False",
            "None",
            "True",
            "and",
            "as",
            "assert",
            "async",
            "await",
            "break",
            "class",
            "continue",
            "def",
            "del",
            "elif",
            "else",
            "except",
            "finally",
            "for",
            "from",
            "global",
            "if",
            "import",
            "in",
            "is",
            "lambda",
            "nonlocal",
            "not",
            "or",
            "pass",
            "raise",
            "return",
            "try",
            "while",
            "with",
            "yield");

    private static final String HEAD = """
        # Written by Triskel from the registered types. Do not edit.
        from __future__ import annotations

        import dataclasses
        import types
        import typing
        from dataclasses import dataclass, field
        from typing import Any, Literal, Optional, Union
        """;

    private static final String READER = """


        def from_json(kind: Any, value: Any) -> Any:
            \"""Reads parsed JSON as a type of this module; unknown members are ignored, a missing one is an error.\"""
            origin, of = typing.get_origin(kind), typing.get_args(kind)
            if dataclasses.is_dataclass(kind):
                hints = typing.get_type_hints(kind)
                read = {}
                for one in dataclasses.fields(kind):
                    name = one.metadata.get("name", one.name)
                    if name in value:
                        read[one.name] = from_json(hints[one.name], value[name])
                    elif one.default is dataclasses.MISSING:
                        raise ValueError(f"{getattr(kind, '__name__', kind)}: '{name}' is missing")
                return kind(**read)  # type: ignore[operator]
            if origin in (Union, types.UnionType):
                for one in of:
                    try:
                        return from_json(one, value)
                    except (ValueError, TypeError):
                        continue
                raise ValueError(f"no type of {kind} fits")
            if origin is list:
                return [from_json(of[0], one) for one in _expect(list, value)]
            if origin is tuple:
                return tuple(from_json(one, part) for one, part in zip(of, _expect(list, value), strict=True))
            if origin is dict:
                return {name: from_json(of[1], one) for name, one in _expect(dict, value).items()}
            if origin is Literal:
                if value not in of:
                    raise ValueError(f"expected one of {of}")
                return value
            return value if kind is Any else _expect((int, float) if kind is float else kind, value)


        def _expect(kind: Any, value: Any) -> Any:
            if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
                raise ValueError(f"expected {kind}, not {type(value).__name__}")
            return value
        """;

    private final TypeTree types;
    private final StringBuilder classes = new StringBuilder();
    private final StringBuilder cases = new StringBuilder();
    private final StringBuilder aliases = new StringBuilder();

    PythonTypes(TypeTree types) {
        this.types = types;
    }

    String text() {
        types.definitions().forEach(this::declare);
        StringBuilder data =
                new StringBuilder("\n\n# The data of each event, by its wire type.\nDATA: dict[str, Any] = {\n");
        types.data()
                .forEach((type, schema) -> data.append("    ")
                        .append(quoted(type))
                        .append(": ")
                        .append(of(schema))
                        .append(",\n"));
        return HEAD + classes + cases + (aliases.isEmpty() ? "" : "\n\n" + aliases) + data.append("}\n") + READER;
    }

    private void declare(String title, JsonNode schema) {
        if (TypeTree.isRecord(schema)) {
            dataclass(title, "", schema);
            return;
        }
        List<JsonNode> several = TypeTree.alternatives(schema);
        if (several.isEmpty()) {
            aliases.append(title).append(" = ").append(of(schema)).append('\n');
            return;
        }
        String all = several.stream()
                .map(one -> one.has("allOf") ? tagged(one) : of(one))
                .map(name -> name.matches("[A-Za-z0-9]+") ? quoted(name) : name)
                .collect(Collectors.joining(", "));
        aliases.append(title).append(" = Union[").append(all).append("]\n");
    }

    /** A member of a closed set is its record and the tag. */
    private String tagged(JsonNode one) {
        JsonNode tag = one.at("/allOf/1");
        String title = one.path("title").asText();
        dataclass(title, types.title(one.at("/allOf/0")), tag);
        return title;
    }

    private void dataclass(String title, String base, JsonNode schema) {
        StringBuilder text = new StringBuilder("\n\n@dataclass(frozen=True, kw_only=True)\nclass ")
                .append(title)
                .append(base.isEmpty() ? ":\n" : "(" + base + "):\n");
        if (schema.path("properties").isEmpty()) {
            text.append("    pass\n");
        }
        schema.path("properties").properties().forEach(one -> {
            boolean optional = !TypeTree.isRequired(schema, one.getKey());
            String name = identifier(one.getKey());
            String type = of(one.getValue());
            text.append("    ").append(name).append(": ").append(optional ? "Optional[" + type + "]" : type);
            if (!name.equals(one.getKey())) {
                text.append(" = field(")
                        .append(optional ? "default=None, " : "")
                        .append("metadata={\"name\": ")
                        .append(quoted(one.getKey()))
                        .append("})");
            } else if (optional) {
                text.append(" = None");
            }
            text.append('\n');
        });
        // A base class comes before what extends it.
        (base.isEmpty() ? classes : cases).append(text);
    }

    private static String identifier(String name) {
        String legal = name.replaceAll("[^A-Za-z0-9_]", "_");
        return KEYWORDS.contains(legal) || !legal.matches("[A-Za-z].*") ? "m_" + legal.replaceFirst("^_+", "") : legal;
    }

    private static String quoted(String text) {
        return TextNode.valueOf(text).toString();
    }

    private String of(JsonNode schema) {
        if (schema.has("$ref")) {
            return types.title(schema);
        }
        if (schema.has("const")) {
            JsonNode value = schema.get("const");
            return "Literal[" + (value.isBoolean() ? value.booleanValue() ? "True" : "False" : value.toString()) + "]";
        }
        if (schema.has("enum")) {
            return TypeTree.stream(schema.get("enum"))
                    .map(JsonNode::toString)
                    .collect(Collectors.joining(", ", "Literal[", "]"));
        }
        List<JsonNode> cases = TypeTree.alternatives(schema);
        if (!cases.isEmpty()) {
            return cases.stream().map(this::of).collect(Collectors.joining(", ", "Union[", "]"));
        }
        return switch (schema.path("type").asText()) {
            case "array" ->
                schema.path("items").isArray()
                        ? TypeTree.stream(schema.get("items"))
                                .map(this::of)
                                .collect(Collectors.joining(", ", "tuple[", "]"))
                        : "list[" + of(schema.path("items")) + "]";
            case "object" -> "dict[str, " + of(schema.path("additionalProperties")) + "]";
            case "string" -> "str";
            case "integer" -> "int";
            case "number" -> "float";
            case "boolean" -> "bool";
            case "null" -> "None";
            default -> "Any";
        };
    }
}
