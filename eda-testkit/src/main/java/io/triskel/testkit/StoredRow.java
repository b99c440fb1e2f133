package io.triskel.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * A stored row, and its form as one line of JSON, with each value under the name of its type.
 *
 * @param table the name of its table, without the deployment's prefix
 * @param columns the values, with keys: text, {@link Integer}, {@link Long}, {@link BigDecimal}, {@link Boolean},
 *     {@link Instant}, {@code byte[]}, a list or a map of such
 */
public record StoredRow(String table, Map<String, Object> columns) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Longer values of bytes are compressed, so that a line stays readable. */
    private static final int LONG = 512;

    public StoredRow {
        columns = Map.copyOf(columns);
    }

    /** {@return this row with another value in one column} */
    public StoredRow with(String column, Object value) {
        Map<String, Object> changed = new TreeMap<>(columns);
        changed.put(column, value);
        return new StoredRow(table, changed);
    }

    /** {@return this row as one line of JSON} */
    public String line() {
        ObjectNode row = NODES.objectNode().put("table", table);
        row.set("columns", written(columns).get("map"));
        return row.toString();
    }

    /** {@return the row of a line} */
    public static StoredRow of(String line) {
        try {
            JsonNode row = JSON.readTree(line);
            return new StoredRow(row.get("table").asText(), map(row.get("columns")));
        } catch (IOException noJson) {
            throw new UncheckedIOException("This is not a stored row: " + line, noJson);
        }
    }

    /** {@return names and types without values; equal for two rows of one kind} */
    String shape() {
        return table + " " + shape(written(columns).get("map"));
    }

    private static String shape(JsonNode node) {
        if (node.isObject()) {
            TreeMap<String, String> members = new TreeMap<>();
            node.properties().forEach(member -> members.put(member.getKey(), shape(member.getValue())));
            return members.toString();
        }
        if (node.isArray()) {
            TreeSet<String> elements = new TreeSet<>();
            node.forEach(element -> elements.add(shape(element)));
            return elements.toString();
        }
        return "";
    }

    private static ObjectNode written(Object value) {
        ObjectNode node = NODES.objectNode();
        if (value instanceof String text) {
            return node.put("text", text);
        } else if (value instanceof Integer number) {
            return node.put("int", number);
        } else if (value instanceof Long number) {
            return node.put("long", number.toString());
        } else if (value instanceof BigDecimal number) {
            return node.put("number", number.toString());
        } else if (value instanceof Boolean flag) {
            return node.put("flag", flag);
        } else if (value instanceof Instant time) {
            return node.put("time", time.toString());
        } else if (value instanceof byte[] bytes) {
            return node.put("bytes", bytes.length <= LONG ? base64(bytes) : "deflated:" + base64(deflated(bytes)));
        } else if (value instanceof List<?> list) {
            ArrayNode elements = node.putArray("list");
            list.forEach(element -> elements.add(written(element)));
            return node;
        } else if (value instanceof Map<?, ?> map) {
            ObjectNode members = node.putObject("map");
            new TreeMap<>(map).forEach((name, member) -> members.set(String.valueOf(name), written(member)));
            return node;
        }
        throw new IllegalArgumentException("A column has no value of " + value.getClass());
    }

    private static Object read(JsonNode node) {
        String type = node.fieldNames().next();
        JsonNode value = node.get(type);
        return switch (type) {
            case "text" -> value.asText();
            case "int" -> value.asInt();
            case "long" -> Long.valueOf(value.asText());
            case "number" -> new BigDecimal(value.asText());
            case "flag" -> value.asBoolean();
            case "time" -> Instant.parse(value.asText());
            case "bytes" -> bytes(value.asText());
            case "list" -> {
                List<Object> list = new ArrayList<>();
                value.forEach(element -> list.add(read(element)));
                yield list;
            }
            case "map" -> map(value);
            default -> throw new IllegalArgumentException("A column has no type " + type);
        };
    }

    private static Map<String, Object> map(JsonNode members) {
        Map<String, Object> map = new LinkedHashMap<>();
        members.properties().forEach(member -> map.put(member.getKey(), read(member.getValue())));
        return map;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] deflated(byte[] bytes) {
        ByteArrayOutputStream small = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(small)) {
            out.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException("Memory takes bytes", impossible);
        }
        return small.toByteArray();
    }

    private static byte[] bytes(String text) {
        if (!text.startsWith("deflated:")) {
            return Base64.getDecoder().decode(text);
        }
        byte[] small = Base64.getDecoder().decode(text.substring("deflated:".length()));
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(small))) {
            return in.readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException("These bytes were not deflated", broken);
        }
    }
}
