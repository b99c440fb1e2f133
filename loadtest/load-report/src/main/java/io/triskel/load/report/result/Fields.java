package io.triskel.load.report.result;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** An object of a result file, read field by field; a field of the wrong kind is an error that names file and field. */
record Fields(Path file, String path, JsonNode object) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Opens a file.
     *
     * @param schema the only version that is read
     * @param again what to do about another one
     */
    static Fields open(Path file, int schema, String again) {
        JsonNode root;
        try {
            root = JSON.readTree(Files.readAllBytes(file));
        } catch (JacksonException broken) {
            throw new ResultException(
                    file + " is no JSON: " + broken.getOriginalMessage()
                            + ". Was it cut off, as by a full disk? Remove it, or run the load again.",
                    broken);
        } catch (IOException unreadable) {
            throw new ResultException("Cannot read " + file + ": " + unreadable.getMessage(), unreadable);
        }
        if (!root.isObject()) {
            throw new ResultException(file + " is no result: expected a JSON object with the field 'schema'");
        }
        JsonNode found = root.path("schema");
        if (!found.isInt() || found.intValue() != schema) {
            throw new ResultException(file + " has schema " + (found.isMissingNode() ? "none" : found)
                    + ", this version reads schema " + schema + ". " + again);
        }
        return new Fields(file, "", root);
    }

    String text(String name) {
        JsonNode value = required(name, "a text");
        if (!value.isTextual()) {
            throw wrong(name, "a text", value);
        }
        return value.textValue();
    }

    String text(String name, String otherwise) {
        return object.has(name) ? text(name) : otherwise;
    }

    double number(String name) {
        JsonNode value = required(name, "a number");
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw wrong(name, "a number", value);
        }
        return value.doubleValue();
    }

    double number(String name, double otherwise) {
        return object.has(name) ? number(name) : otherwise;
    }

    OptionalDouble optionalNumber(String name) {
        return object.has(name) ? OptionalDouble.of(number(name)) : OptionalDouble.empty();
    }

    long count(String name, long otherwise) {
        if (!object.has(name)) {
            return otherwise;
        }
        JsonNode value = object.get(name);
        if (!value.canConvertToLong() || value.longValue() < 0) {
            throw wrong(name, "a count, 0 or more", value);
        }
        return value.longValue();
    }

    int index(String name, int otherwise) {
        return (int) Math.min(Integer.MAX_VALUE, count(name, otherwise));
    }

    boolean flag(String name, boolean otherwise) {
        if (!object.has(name)) {
            return otherwise;
        }
        JsonNode value = object.get(name);
        if (!value.isBoolean()) {
            throw wrong(name, "true or false", value);
        }
        return value.booleanValue();
    }

    Instant instant(String name) {
        String value = text(name);
        try {
            return Instant.parse(value);
        } catch (DateTimeException notOne) {
            throw new ResultException(
                    where(name) + " is '" + value + "', expected a moment such as 2026-11-27T00:00:00Z", notOne);
        }
    }

    Optional<Fields> child(String name) {
        if (!object.has(name)) {
            return Optional.empty();
        }
        JsonNode value = object.get(name);
        if (!value.isObject()) {
            throw wrong(name, "an object", value);
        }
        return Optional.of(new Fields(file, path + name + ".", value));
    }

    <T> List<T> list(String name, Function<Fields, T> reading) {
        List<T> items = new ArrayList<>();
        if (object.has(name)) {
            JsonNode array = array(name);
            for (int i = 0; i < array.size(); i++) {
                if (!array.get(i).isObject()) {
                    throw wrong(name, "a list of objects", array.get(i));
                }
                items.add(reading.apply(new Fields(file, path + name + "[" + i + "].", array.get(i))));
            }
        }
        return items;
    }

    /** Numbers of an array; {@code null} in it is {@code NaN}. */
    double[] numbers(String name) {
        JsonNode array = array(name);
        double[] numbers = new double[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            JsonNode value = array.get(i);
            if (!value.isNumber() && !value.isNull()) {
                throw wrong(name, "a list of numbers", value);
            }
            numbers[i] = value.isNull() ? Double.NaN : value.doubleValue();
        }
        return numbers;
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        if (object.has(name)) {
            for (JsonNode value : array(name)) {
                if (!value.isTextual()) {
                    throw wrong(name, "a list of texts", value);
                }
                texts.add(value.textValue());
            }
        }
        return texts;
    }

    /** All members that are texts, numbers or flags, as texts, in the file's order. */
    Map<String, String> scalars() {
        Map<String, String> texts = new LinkedHashMap<>();
        object.properties().forEach(member -> {
            if (member.getValue().isValueNode()) {
                texts.put(member.getKey(), member.getValue().asText());
            }
        });
        return texts;
    }

    List<String> arrays() {
        return object.properties().stream()
                .filter(member -> member.getValue().isArray())
                .map(Map.Entry::getKey)
                .toList();
    }

    String where(String name) {
        return file + ": field '" + path + name + "'";
    }

    ResultException wrong(String name, String expected, JsonNode found) {
        String shown = found.toString();
        return new ResultException(where(name) + " is " + (shown.length() > 60 ? shown.substring(0, 60) + "…" : shown)
                + ", expected " + expected);
    }

    private JsonNode array(String name) {
        JsonNode value = required(name, "a list");
        if (!value.isArray()) {
            throw wrong(name, "a list", value);
        }
        return value;
    }

    private JsonNode required(String name, String expected) {
        if (!object.has(name)) {
            throw new ResultException(where(name) + " is missing, expected " + expected);
        }
        return object.get(name);
    }
}
