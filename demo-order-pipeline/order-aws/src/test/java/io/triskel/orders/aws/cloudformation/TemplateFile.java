package io.triskel.orders.aws.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A template as CloudFormation reads it: {@code !Ref X} is the object {@code {"Ref": "X"}}. */
record TemplateFile(JsonNode root) {
    /** {@return the template that stands in a text} */
    static TemplateFile read(String yaml) {
        return new TemplateFile(json(
                new Compose(LoadSettings.builder().build()).composeString(yaml).orElseThrow()));
    }

    /** {@return all resources by their logical ids} */
    Map<String, JsonNode> resources() {
        Map<String, JsonNode> resources = new TreeMap<>();
        root.required("Resources").properties().forEach(each -> resources.put(each.getKey(), each.getValue()));
        return resources;
    }

    /** {@return the resources of a type, such as {@code Lambda::Function}, by their logical ids} */
    Map<String, JsonNode> resources(String type) {
        Map<String, JsonNode> resources = resources();
        resources.values().removeIf(each -> !each.required("Type").asText().equals("AWS::" + type));
        return resources;
    }

    /** {@return the properties of the resources of a type} */
    Stream<JsonNode> properties(String type) {
        return resources(type).values().stream().map(each -> each.path("Properties"));
    }

    /** {@return a number, or the least that a parameter takes in its place} */
    int least(JsonNode number) {
        return number.has("Ref")
                ? root.path("Parameters")
                        .path(number.path("Ref").asText())
                        .path("MinValue")
                        .asInt()
                : number.asInt();
    }

    private static JsonNode json(Node node) {
        String tag = node.getTag().getValue();
        if (tag.startsWith("!")) {
            String name = tag.substring(1);
            JsonNode value = plain(node);
            return JsonNodeFactory.instance
                    .objectNode()
                    .set(name.equals("Ref") || name.equals("Condition") ? name : "Fn::" + name, value);
        }
        return plain(node);
    }

    private static JsonNode plain(Node node) {
        if (node instanceof MappingNode mapping) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            mapping.getValue()
                    .forEach(
                            pair -> object.set(((ScalarNode) pair.getKeyNode()).getValue(), json(pair.getValueNode())));
            return object;
        }
        if (node instanceof SequenceNode sequence) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            sequence.getValue().forEach(item -> array.add(json(item)));
            return array;
        }
        String text = ((ScalarNode) node).getValue();
        if (node.getTag().equals(Tag.INT)) {
            return IntNode.valueOf(Integer.parseInt(text));
        }
        return node.getTag().equals(Tag.BOOL)
                ? BooleanNode.valueOf(Boolean.parseBoolean(text))
                : TextNode.valueOf(text);
    }

    /** {@return the items of a list, or the one value that stands where a list may} */
    static List<JsonNode> list(JsonNode node) {
        return node.isArray()
                ? Stream.iterate(0, i -> i < node.size(), i -> i + 1)
                        .map(node::get)
                        .toList()
                : List.of(node);
    }
}
