package io.triskel.load.report.result;

import com.fasterxml.jackson.databind.JsonNode;
import io.triskel.load.result.ResultException;
import io.triskel.load.result.ResultFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** An object of an evaluation, read field by field; a field of the wrong kind is an error that names file and field. */
record Fields(Path file, String path, JsonNode object) {
    /**
     * Opens a file.
     *
     * @param schema the only version that is read
     * @param again what to do about another one
     */
    static Fields open(Path file, int schema, String again) {
        return new Fields(file, "", ResultFile.open(file, schema, again));
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
