package io.triskel.hosting.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces <code>${name}</code> by values; a text that is one placeholder and nothing else becomes the value itself, such as
 * a number.
 */
final class Placeholders {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([a-zA-Z]+)}");

    private final Map<String, Parameter> parameters;
    private final Map<String, JsonNode> values;
    private final UnaryOperator<String> rewriting;
    private final Map<String, String> open = new TreeMap<>();

    private Placeholders(
            Map<String, Parameter> parameters, Map<String, JsonNode> values, UnaryOperator<String> rewriting) {
        this.parameters = parameters;
        this.values = values;
        this.rewriting = rewriting;
    }

    /**
     * {@return a copy with values}
     *
     * @param parameters for their meanings, in the message
     * @param rewriting changes each text that has its values
     * @throws IllegalArgumentException if parameters have no value: the message names all of them
     */
    static JsonNode filled(
            JsonNode node,
            Map<String, Parameter> parameters,
            Map<String, JsonNode> values,
            UnaryOperator<String> rewriting) {
        Placeholders placeholders = new Placeholders(parameters, values, rewriting);
        JsonNode filled = placeholders.fill(node);
        if (!placeholders.open.isEmpty()) {
            StringBuilder message = new StringBuilder("Give these parameters of the manifest a value:");
            placeholders.open.forEach((name, meaning) ->
                    message.append("\n- ").append(name).append(": ").append(meaning));
            throw new IllegalArgumentException(message.toString());
        }
        return filled;
    }

    private JsonNode fill(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode filled = JsonNodeFactory.instance.objectNode();
            object.properties().forEach(entry -> filled.set(entry.getKey(), fill(entry.getValue())));
            return filled;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode filled = JsonNodeFactory.instance.arrayNode();
            array.forEach(element -> filled.add(fill(element)));
            return filled;
        }
        JsonNode filled = node.isTextual() ? fill(node.textValue()) : node;
        return filled.isTextual() ? TextNode.valueOf(rewriting.apply(filled.textValue())) : filled;
    }

    private JsonNode fill(String text) {
        Matcher whole = PLACEHOLDER.matcher(text);
        if (whole.matches()) {
            return value(whole.group(1));
        }
        Function<MatchResult, String> replacement =
                match -> Matcher.quoteReplacement(value(match.group(1)).asText());
        return TextNode.valueOf(whole.replaceAll(replacement));
    }

    private JsonNode value(String name) {
        JsonNode value = values.get(name);
        if (value == null) {
            Parameter parameter = parameters.get(name);
            open.put(name, parameter == null ? "not declared" : parameter.meaning());
            return TextNode.valueOf("");
        }
        return value;
    }
}
