package io.triskel.load.result;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.triskel.load.json.Expected;
import io.triskel.load.json.StrictJson;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** The records of this package as JSON: absent values have no member, unknown members are skipped, and no value is taken for another kind. */
public final class ResultJson {
    private static final ObjectMapper JSON = mapper();

    private ResultJson() {}

    private static ObjectMapper mapper() {
        JsonMapper.Builder mapper = StrictJson.mapper()
                // Read, so that the refusal can name the member.
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .addModule(new SimpleModule()
                        .addSerializer(Instant.class, ToStringSerializer.instance)
                        .addDeserializer(Instant.class, new Moment())
                        .addDeserializer(double.class, new Real())
                        .addDeserializer(OptionalDouble.class, new MaybeReal())
                        .addDeserializer(long.class, new Count())
                        .addDeserializer(int.class, new Index()));
        for (Class<?> type : List.of(String.class, List.class, Map.class)) {
            mapper.withConfigOverride(
                    type, override -> override.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)));
        }
        return mapper.build();
    }

    /** {@return a record as a tree} */
    public static ObjectNode tree(Object written) {
        return JSON.valueToTree(written);
    }

    /** {@return the summary that a target's process answered} */
    public static RunSummary summary(JsonNode answer) {
        try {
            return JSON.treeToValue(answer, RunSummary.class);
        } catch (JsonProcessingException wrong) {
            throw new ResultException(
                    "The summary " + answer + " cannot be read: " + wrong.getOriginalMessage(), wrong);
        }
    }

    static JsonNode tree(byte[] json) throws IOException {
        return JSON.readTree(json);
    }

    static byte[] bytes(Object written) throws IOException {
        return JSON.writeValueAsBytes(written);
    }

    /** Reads an object of a file. */
    static <T> T read(Path file, ObjectNode object, Class<T> type) {
        try {
            return JSON.treeToValue(object, type);
        } catch (JsonMappingException wrong) {
            throw new ResultException(file + ": field '" + path(wrong) + "' is " + problem(object, wrong), wrong);
        } catch (JsonProcessingException impossible) {
            throw new ResultException("Cannot read " + file + ": " + impossible.getOriginalMessage(), impossible);
        }
    }

    private static String path(JsonMappingException wrong) {
        return wrong.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                .collect(Collectors.joining())
                .replaceFirst("^\\.", "");
    }

    private static String problem(JsonNode root, JsonMappingException wrong) {
        JsonNode found = root;
        for (JsonMappingException.Reference step : wrong.getPath()) {
            found = step.getFieldName() == null ? found.path(step.getIndex()) : found.path(step.getFieldName());
        }
        return (found.isMissingNode() ? "missing" : shown(found)) + ", expected " + Expected.of(wrong);
    }

    private static String shown(JsonNode found) {
        String shown = found.toString();
        return shown.length() > 60 ? shown.substring(0, 60) + "…" : shown;
    }

    private static final class Moment extends JsonDeserializer<Instant> {
        @Override
        public Instant deserialize(JsonParser json, DeserializationContext context) throws IOException {
            try {
                return Instant.parse(json.getText());
            } catch (DateTimeException notOne) {
                throw new Expected(json, "a moment such as 2026-11-27T00:00:00Z");
            }
        }
    }

    /** Jackson by itself takes the texts "NaN" and "Infinity" for numbers. */
    private static double real(JsonParser json) throws IOException {
        if (!json.currentToken().isNumeric()) {
            throw new Expected(json, "a number");
        }
        return json.getDoubleValue();
    }

    private static final class MaybeReal extends JsonDeserializer<OptionalDouble> {
        @Override
        public OptionalDouble deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return OptionalDouble.of(real(json));
        }

        @Override
        public OptionalDouble getNullValue(DeserializationContext context) {
            return OptionalDouble.empty();
        }
    }

    private static final class Real extends JsonDeserializer<Double> {
        @Override
        public Double deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return real(json);
        }

        @Override
        public Double getNullValue(DeserializationContext context) {
            return 0.0;
        }
    }

    private static long count(JsonParser json) throws IOException {
        if (!json.currentToken().isNumeric() || json.getLongValue() < 0) {
            throw new Expected(json, Expected.COUNT);
        }
        return json.getLongValue();
    }

    private static final class Count extends JsonDeserializer<Long> {
        @Override
        public Long deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return count(json);
        }

        @Override
        public Long getNullValue(DeserializationContext context) {
            return 0L;
        }
    }

    /** A seed may be below zero. */
    static final class Signed extends JsonDeserializer<Long> {
        @Override
        public Long deserialize(JsonParser json, DeserializationContext context) throws IOException {
            if (!json.currentToken().isNumeric()) {
                throw new Expected(json, "a whole number");
            }
            return json.getLongValue();
        }

        @Override
        public Long getNullValue(DeserializationContext context) {
            return 0L;
        }
    }

    private static final class Index extends JsonDeserializer<Integer> {
        @Override
        public Integer deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return (int) Math.min(Integer.MAX_VALUE, count(json));
        }

        @Override
        public Integer getNullValue(DeserializationContext context) {
            return 0;
        }
    }
}
