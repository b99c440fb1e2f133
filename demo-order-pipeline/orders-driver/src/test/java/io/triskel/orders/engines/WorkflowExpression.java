package io.triskel.orders.engines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of the expressions of Workflows that the export uses (cloud.google.com/workflows/docs/reference/syntax/expressions):
 * variables with their members, texts, whole numbers, {@code == < + in not(..)}, {@code sys.get_env(..)}.
 */
final class WorkflowExpression {
    private static final Pattern TOKEN =
            Pattern.compile("\\s*(\"[^\"]*\"|[0-9]+|==|[A-Za-z_][A-Za-z0-9_]*(?:\\.[A-Za-z_][A-Za-z0-9_]*)*|[<+()])");

    private final List<String> tokens = new ArrayList<>();
    private final Map<String, JsonNode> variables;
    private int at;

    private WorkflowExpression(String text, Map<String, JsonNode> variables) {
        this.variables = variables;
        Matcher token = TOKEN.matcher(text);
        int end = 0;
        while (token.lookingAt()) {
            tokens.add(token.group(1));
            end = token.end();
            token.region(end, text.length());
        }
        if (end != text.length()) {
            throw new IllegalArgumentException("This is not imitated: " + text.substring(end));
        }
    }

    /** {@return a value with all expressions in it evaluated} */
    static JsonNode evaluate(JsonNode value, Map<String, JsonNode> variables) {
        if (value.isTextual() && value.textValue().startsWith("${")) {
            String text = value.textValue();
            return new WorkflowExpression(text.substring(2, text.length() - 1), variables).whole();
        }
        if (value.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            value.properties().forEach(member -> object.set(member.getKey(), evaluate(member.getValue(), variables)));
            return object;
        }
        if (value.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            value.forEach(element -> array.add(evaluate(element, variables)));
            return array;
        }
        return value;
    }

    private JsonNode whole() {
        JsonNode value = comparison();
        if (at != tokens.size()) {
            throw new IllegalArgumentException("This is too much: " + tokens.subList(at, tokens.size()));
        }
        return value;
    }

    private boolean next(String token) {
        if (at < tokens.size() && tokens.get(at).equals(token)) {
            at++;
            return true;
        }
        return false;
    }

    private JsonNode comparison() {
        JsonNode left = sum();
        if (next("==")) {
            return BooleanNode.valueOf(left.equals(sum()));
        }
        if (next("<")) {
            return BooleanNode.valueOf(left.longValue() < sum().longValue());
        }
        if (next("in")) {
            boolean found = false;
            for (JsonNode each : sum()) {
                found |= each.equals(left);
            }
            return BooleanNode.valueOf(found);
        }
        return left;
    }

    private JsonNode sum() {
        JsonNode value = part();
        while (next("+")) {
            JsonNode more = part();
            value = value.isTextual()
                    ? TextNode.valueOf(value.textValue() + more.asText())
                    : LongNode.valueOf(value.longValue() + more.longValue());
        }
        return value;
    }

    private JsonNode part() {
        String token = tokens.get(at++);
        if (token.startsWith("\"")) {
            return TextNode.valueOf(token.substring(1, token.length() - 1));
        }
        if (Character.isDigit(token.charAt(0))) {
            return LongNode.valueOf(Long.parseLong(token));
        }
        if (next("(")) {
            JsonNode argument = comparison();
            at++;
            return token.equals("not")
                    ? BooleanNode.valueOf(!argument.booleanValue())
                    : TextNode.valueOf(token + " of " + argument.asText());
        }
        return variable(token);
    }

    private JsonNode variable(String path) {
        String[] names = path.split("\\.", -1);
        JsonNode value = variables.get(names[0]);
        for (int i = 1; i < names.length && value != null; i++) {
            value = value.get(names[i]);
        }
        if (value == null) {
            throw new IllegalArgumentException("KeyError: nothing is at " + path);
        }
        return value;
    }
}
