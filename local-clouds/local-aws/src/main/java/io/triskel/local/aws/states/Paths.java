package io.triskel.local.aws.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Reference paths ({@code $.a.b}; specification, "Reference Paths"): each names one place in a document. Without
 * filters, arrays and intrinsic functions.
 */
final class Paths {
    /** The error of a path that leads nowhere (specification, "Predefined Error Names"). */
    static final String NOWHERE = "States.ParameterPathFailure";

    private Paths() {}

    static boolean isPath(String text) {
        return text.matches("\\$(\\.[A-Za-z][A-Za-z0-9_]*)*");
    }

    private static List<String> names(String path) {
        return path.equals("$") ? List.of() : List.of(path.substring(2).split("\\.", -1));
    }

    /** @throws StateException if nothing is there */
    static JsonNode read(JsonNode document, String path) {
        JsonNode found = document;
        for (String name : names(path)) {
            found = found.path(name);
        }
        if (found.isMissingNode()) {
            throw new StateException(NOWHERE, "The path '" + path + "' leads nowhere in the state's input");
        }
        return found;
    }

    /**
     * {@return the document with a value at this place; missing fields on the way are created (specification,
     * "ResultPath")}
     */
    static JsonNode write(JsonNode document, String path, JsonNode value) {
        List<String> names = names(path);
        if (names.isEmpty()) {
            return value;
        }
        ObjectNode changed =
                document.isObject() ? ((ObjectNode) document).deepCopy() : JsonNodeFactory.instance.objectNode();
        ObjectNode parent = changed;
        for (String name : names.subList(0, names.size() - 1)) {
            JsonNode child = parent.path(name);
            parent = child.isObject() ? (ObjectNode) child : parent.putObject(name);
        }
        parent.set(names.get(names.size() - 1), value);
        return changed;
    }

    /** {@return a template with each field that ends in {@code .$} filled from its path (specification, "Payload Template")} */
    static ObjectNode fill(ObjectNode template, JsonNode input, JsonNode context) {
        ObjectNode filled = JsonNodeFactory.instance.objectNode();
        template.properties().forEach(field -> {
            String name = field.getKey();
            JsonNode value = field.getValue();
            if (name.endsWith(".$")) {
                String path = value.textValue();
                filled.set(
                        name.substring(0, name.length() - 2),
                        path.startsWith("$$") ? read(context, path.substring(1)) : read(input, path));
            } else {
                filled.set(name, value.isObject() ? fill((ObjectNode) value, input, context) : value);
            }
        });
        return filled;
    }
}
