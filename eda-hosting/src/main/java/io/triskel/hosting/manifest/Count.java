package io.triskel.hosting.manifest;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * A whole number that the deployer chooses: the placeholder of a parameter, and its value once that is filled in.
 *
 * @param json as the manifest has it
 */
public record Count(@JsonValue JsonNode json) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Count {}

    /** {@return the number that a parameter has} */
    public static Count of(String parameter) {
        return new Count(TextNode.valueOf(Parameters.placeholder(parameter)));
    }

    /** {@return this fixed number} */
    public static Count of(int number) {
        return new Count(IntNode.valueOf(number));
    }

    /**
     * {@return the number}
     *
     * @throws IllegalStateException if it is a placeholder, or a text that was given in its place
     */
    public int value() {
        if (!json.isInt()) {
            throw new IllegalStateException("Expected a whole number in the manifest, not " + json);
        }
        return json.intValue();
    }
}
