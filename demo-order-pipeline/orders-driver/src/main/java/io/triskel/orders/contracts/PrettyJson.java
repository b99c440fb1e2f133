package io.triskel.orders.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** JSON for people: an object or a list that fits is on one line. */
final class PrettyJson {
    private static final int WIDTH = 140;

    private PrettyJson() {}

    static String of(JsonNode document) {
        return lines(document, "", 0) + "\n";
    }

    private static String lines(JsonNode value, String indent, int before) {
        String line = line(value);
        if (!value.isContainerNode() || value.isEmpty() || before + line.length() <= WIDTH) {
            return line;
        }
        String deeper = indent + "  ";
        String all = value.isObject()
                ? value.properties().stream()
                        .map(field -> {
                            String name = deeper + TextNode.valueOf(field.getKey()) + ": ";
                            return name + lines(field.getValue(), deeper, name.length());
                        })
                        .collect(Collectors.joining(",\n"))
                : StreamSupport.stream(value.spliterator(), false)
                        .map(each -> deeper + lines(each, deeper, deeper.length()))
                        .collect(Collectors.joining(",\n"));
        return (value.isObject() ? "{\n" : "[\n") + all + "\n" + indent + (value.isObject() ? "}" : "]");
    }

    private static String line(JsonNode value) {
        if (value.isObject() && !value.isEmpty()) {
            return value.properties().stream()
                    .map(field -> TextNode.valueOf(field.getKey()) + ": " + line(field.getValue()))
                    .collect(Collectors.joining(", ", "{ ", " }"));
        }
        if (value.isArray()) {
            return StreamSupport.stream(value.spliterator(), false)
                    .map(PrettyJson::line)
                    .collect(Collectors.joining(", ", "[", "]"));
        }
        return value.toString();
    }
}
