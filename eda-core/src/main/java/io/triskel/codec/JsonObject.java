package io.triskel.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that an upcaster changes: {@code old -> old.rename("id", "orderId").set("currency", "EUR")}. Mutable, and
 * nested objects are views, so that upcasting copies nothing. Numbers keep all digits; absent and null are distinct.
 *
 * <p>Reading an absent member, or one of another kind, throws {@link IllegalArgumentException}. Members that may be absent
 * are renamed, moved and removed only if they exist, and no move replaces another member. Personal data is encrypted: move
 * it, do not read it.
 */
public final class JsonObject {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final ObjectNode node;

    JsonObject(ObjectNode node) {
        this.node = node;
    }

    ObjectNode node() {
        return node;
    }

    /** {@return a new object without members} */
    public static JsonObject empty() {
        return new JsonObject(JSON.objectNode());
    }

    /**
     * Reads an object, for example in the test of an upcaster.
     *
     * @throws IllegalArgumentException if the text is not exactly one JSON object
     */
    public static JsonObject parse(String json) {
        return new JsonObject(JsonNodes.parse(json));
    }

    /** {@return whether the member exists; its value may be null} */
    public boolean has(String name) {
        return node.has(name);
    }

    /** {@return whether the member exists and is null} */
    public boolean isNull(String name) {
        return node.has(name) && node.get(name).isNull();
    }

    /** {@return the names of all members, as they are now} */
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    public String text(String name) {
        return required(name, JsonNode::isTextual, "a text").textValue();
    }

    /** {@return an integer or decimal number, exactly} */
    public BigDecimal number(String name) {
        return required(name, JsonNode::isNumber, "a number").decimalValue();
    }

    /** {@return a number without a decimal point or exponent} */
    public long integer(String name) {
        return required(name, value -> value.isIntegralNumber() && value.canConvertToLong(), "an integer of 64 bits")
                .longValue();
    }

    public boolean bool(String name) {
        return required(name, JsonNode::isBoolean, "a boolean").booleanValue();
    }

    /** {@return a view of a nested object: changing it changes this object} */
    public JsonObject object(String name) {
        return new JsonObject((ObjectNode) required(name, JsonNode::isObject, "an object"));
    }

    /** {@return views of the objects in a list} */
    public List<JsonObject> objects(String name) {
        return list(name, JsonNode::isObject, "objects", value -> new JsonObject((ObjectNode) value));
    }

    public List<String> texts(String name) {
        return list(name, JsonNode::isTextual, "texts", JsonNode::textValue);
    }

    public List<BigDecimal> numbers(String name) {
        return list(name, JsonNode::isNumber, "numbers", JsonNode::decimalValue);
    }

    public JsonObject set(String name, String value) {
        return put(name, JSON.textNode(value));
    }

    /** Sets a number with all its digits; without a fraction (scale 0) it is an integer. */
    public JsonObject set(String name, BigDecimal value) {
        return put(name, JsonNodes.number(value));
    }

    public JsonObject set(String name, BigInteger value) {
        return put(name, JsonNodes.integer(value));
    }

    public JsonObject set(String name, long value) {
        return put(name, JsonNodes.integer(BigInteger.valueOf(value)));
    }

    public JsonObject set(String name, boolean value) {
        return put(name, JSON.booleanNode(value));
    }

    /** Sets a nested object; it is not copied. */
    public JsonObject set(String name, JsonObject value) {
        return put(name, value.node);
    }

    public JsonObject setNull(String name) {
        return put(name, JSON.nullNode());
    }

    public JsonObject setObjects(String name, List<JsonObject> values) {
        return putAll(name, values, JsonObject::node);
    }

    public JsonObject setTexts(String name, List<String> values) {
        return putAll(name, values, JSON::textNode);
    }

    public JsonObject setNumbers(String name, List<BigDecimal> values) {
        return putAll(name, values, JsonNodes::number);
    }

    public JsonObject remove(String name) {
        node.remove(name);
        return this;
    }

    /** Renames a member if it exists. */
    public JsonObject rename(String from, String to) {
        return moveAs(from, this, to);
    }

    /** Moves a member into another object if it exists. */
    public JsonObject move(String name, JsonObject to) {
        return moveAs(name, to, name);
    }

    /** Splits a record: moves these members into a nested object, which is created if it does not exist. */
    public JsonObject nest(String name, String... members) {
        JsonObject moved = empty();
        for (String member : members) {
            move(member, moved);
        }
        if (!has(name)) {
            return set(name, moved);
        }
        JsonObject nested = object(name);
        moved.names().forEach(member -> moved.move(member, nested));
        return this;
    }

    /** Joins a record: moves all members of a nested object into this one, and removes the nested object if it exists. */
    public JsonObject unnest(String name) {
        if (has(name)) {
            JsonObject nested = object(name);
            remove(name);
            nested.names().forEach(member -> nested.move(member, this));
        }
        return this;
    }

    /** Replaces each object in a list, if the list exists. */
    public JsonObject map(String name, UnaryOperator<JsonObject> change) {
        return has(name) ? setObjects(name, objects(name).stream().map(change).toList()) : this;
    }

    private JsonObject moveAs(String from, JsonObject to, String name) {
        JsonNode value = node.remove(from);
        if (value != null) {
            if (to.has(name)) {
                throw new IllegalArgumentException(
                        "'" + from + "' cannot become '" + name + "', which exists: remove that first");
            }
            to.node.set(name, value);
        }
        return this;
    }

    private JsonObject put(String name, JsonNode value) {
        node.set(name, value);
        return this;
    }

    private <T> JsonObject putAll(String name, List<T> values, Function<T, JsonNode> written) {
        ArrayNode list = JSON.arrayNode(values.size());
        values.forEach(value -> list.add(written.apply(value)));
        return put(name, list);
    }

    private <T> List<T> list(String name, Predicate<JsonNode> is, String expected, Function<JsonNode, T> read) {
        List<T> values = new ArrayList<>();
        for (JsonNode element : required(name, JsonNode::isArray, "a list of " + expected)) {
            if (!is.test(element)) {
                throw new IllegalArgumentException(
                        "'" + name + "' must be a list of " + expected + ", but has " + JsonNodes.kind(element));
            }
            values.add(read.apply(element));
        }
        return values;
    }

    private JsonNode required(String name, Predicate<JsonNode> is, String expected) {
        JsonNode value = node.get(name);
        if (value == null || !is.test(value)) {
            throw new IllegalArgumentException("'" + name + "' must be " + expected + ", not " + JsonNodes.kind(value));
        }
        return value;
    }

    /** {@return whether the other object has equal members, in any order} */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonObject object && node.equals(object.node);
    }

    @Override
    public int hashCode() {
        return node.hashCode();
    }

    /** {@return the JSON text with two spaces an indent and LF line breaks, the same on every system} */
    public String indented() {
        return JsonNodes.indented(node);
    }

    /** {@return the JSON text on one line} */
    @Override
    public String toString() {
        return node.toString();
    }
}
