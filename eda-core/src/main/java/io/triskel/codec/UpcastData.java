package io.triskel.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.event.PortException.Fault;
import io.triskel.json.JsonMapping;
import io.triskel.json.WritableValues;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs upcasters, and rejects a result that a parser would reject. No parser sees that result, so without this check an event
 * could be read but not be written again.
 */
final class UpcastData {
    private UpcastData() {}

    /**
     * {@return the data after these upcasters, one after another}
     *
     * @throws InvalidEventException if the data is not an object, or an upcaster fails
     */
    static JsonNode upcast(List<TypeRegistry.Step> steps, JsonNode oldest) {
        if (!(oldest instanceof ObjectNode object)) {
            throw new InvalidEventException(
                    "data",
                    "upcasting from " + steps.get(0).from() + " takes a JSON object, not " + oldest.getNodeType());
        }
        JsonObject at = new JsonObject(object);
        for (TypeRegistry.Step step : steps) {
            try {
                at = step.upcaster().apply(at);
                require(at.node());
            } catch (RuntimeException | Error failed) {
                Fault fault = Fault.of(failed);
                if (fault == Fault.PACKAGE || fault == Fault.MACHINE) {
                    throw failed;
                }
                throw new InvalidEventException(
                        "data", "the upcaster from " + step.from() + " to " + step.to() + " failed: " + failed, failed);
            }
        }
        return at.node();
    }

    /** @throws IllegalArgumentException if the data is nested too deeply, or has a name or a number that cannot be read */
    static void require(JsonNode data) {
        require(data, 0);
    }

    private static void require(JsonNode node, int above) {
        if (node.isBigInteger()) {
            requireReadable(WritableValues.unreadable(node.bigIntegerValue()));
        } else if (node.isBigDecimal()) {
            requireReadable(WritableValues.unreadable(node.decimalValue()));
        } else if (node.isContainerNode()) {
            int depth = above + 1;
            requireReadable(
                    depth < JsonMapping.MAX_DEPTH
                            ? null
                            : "data is nested " + depth + " deep or more, and less than " + JsonMapping.MAX_DEPTH
                                    + " is read in an event");
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                requireReadable(WritableValues.unreadableName(member.getKey()));
            }
            for (JsonNode child : node) {
                require(child, depth);
            }
        }
    }

    private static void requireReadable(@Nullable String why) {
        if (why != null) {
            throw new IllegalArgumentException(why);
        }
    }
}
