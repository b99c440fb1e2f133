package io.triskel.codec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.json.JsonMapping;
import io.triskel.json.JsonTokens;
import io.triskel.json.PersonalCrypto;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What {@link JsonObject} needs of Jackson: texts to and from nodes, and nodes as a parser makes them. */
final class JsonNodes {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private JsonNodes() {}

    static ObjectNode parse(String json) {
        try {
            JsonNode read = JsonMapping.mapper(JsonTokens.factory(), PersonalCrypto.without())
                    .reader(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readTree(json);
            if (read instanceof ObjectNode object) {
                return object;
            }
            throw new IllegalArgumentException("Expected a JSON object, not " + kind(read));
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException("Not JSON: " + MappingFailure.reason(broken), broken);
        }
    }

    static String indented(ObjectNode node) {
        DefaultIndenter indent = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter().withObjectIndenter(indent).withArrayIndenter(indent);
        try {
            return new ObjectMapper().writer(printer).writeValueAsString(node);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A tree of JSON can be written", impossible);
        }
    }

    /** {@return the node that a parser would make of the written number, so that it is equal to one that was read} */
    static JsonNode number(BigDecimal value) {
        return value.scale() == 0 ? integer(value.unscaledValue()) : JSON.numberNode(value);
    }

    static JsonNode integer(BigInteger value) {
        int bits = value.bitLength();
        return bits < Integer.SIZE
                ? JSON.numberNode(value.intValue())
                : bits < Long.SIZE ? JSON.numberNode(value.longValue()) : JSON.numberNode(value);
    }

    /** {@return a word for a message, never the value itself, which logs must not have} */
    static String kind(@Nullable JsonNode value) {
        if (value == null || value.isMissingNode()) {
            return "absent";
        }
        return switch (value.getNodeType()) {
            case STRING -> "a text";
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            case NUMBER -> "a number";
            case BOOLEAN -> "a boolean";
            default -> value.getNodeType().name().toLowerCase(Locale.ROOT);
        };
    }
}
