package io.triskel.azure.functions;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the host's JSON, every value as its text, so that a number keeps its digits. Skips nested objects, arrays and
 * nulls.
 */
final class HostJson {
    private static final JsonFactory JSON = new JsonFactory();

    private HostJson() {}

    /** {@return one map per element of an array; an empty one for an element that is not an object} */
    static List<Map<String, String>> objects(@Nullable String array) {
        return read(array, "an array of objects", HostJson::objects);
    }

    /** {@return the fields of an object} */
    static Map<String, String> object(@Nullable String object) {
        return read(object, "an object", json -> {
            require(json.nextToken(), JsonToken.START_OBJECT);
            return fields(json);
        });
    }

    private static List<Map<String, String>> objects(JsonParser json) throws IOException {
        require(json.nextToken(), JsonToken.START_ARRAY);
        List<Map<String, String>> objects = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() == JsonToken.START_OBJECT) {
                objects.add(fields(json));
            } else {
                json.skipChildren();
                objects.add(Map.of());
            }
        }
        return objects;
    }

    private static Map<String, String> fields(JsonParser json) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (value.isScalarValue() && value != JsonToken.VALUE_NULL) {
                fields.put(name, json.getText());
            }
            json.skipChildren();
        }
        return fields;
    }

    private static <T> T read(@Nullable String text, String expected, Reading<T> reading) {
        try (JsonParser json = JSON.createParser(text == null ? "" : text)) {
            return reading.read(json);
        } catch (IOException malformed) {
            throw new IllegalArgumentException(
                    "The host must pass " + expected + " as JSON: " + malformed.getMessage(), malformed);
        }
    }

    private static void require(@Nullable JsonToken token, JsonToken expected) throws IOException {
        if (token != expected) {
            throw new IOException("it begins with " + token);
        }
    }

    private interface Reading<T> {
        T read(JsonParser json) throws IOException;
    }
}
