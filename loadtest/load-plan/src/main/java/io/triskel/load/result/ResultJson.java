package io.triskel.load.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.MutableCoercionConfig;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** The records of this package as JSON: absent values have no member, unknown members are skipped, and no value is taken for another kind. */
public final class ResultJson {
    private static final String COUNT = "a count, 0 or more";
    private static final ObjectMapper JSON = mapper();

    private ResultJson() {}

    private static ObjectMapper mapper() {
        JsonMapper.Builder mapper = JsonMapper.builder()
                .addModule(new Jdk8Module())
                .addModule(new SimpleModule()
                        .addSerializer(Instant.class, ToStringSerializer.instance)
                        .addDeserializer(Instant.class, new Moment())
                        .addDeserializer(long.class, new Count())
                        .addDeserializer(int.class, new Index()))
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .withCoercionConfig(LogicalType.Textual, ResultJson::textsOnly);
        for (Class<?> type : List.of(String.class, List.class, Map.class)) {
            mapper.withConfigOverride(
                    type, override -> override.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)));
        }
        return mapper.build();
    }

    private static void textsOnly(MutableCoercionConfig config) {
        config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
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

    static byte[] bytes(RunFile run) throws IOException {
        return JSON.writeValueAsBytes(run);
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
        return (found.isMissingNode() ? "missing" : shown(found)) + ", expected " + expected(wrong);
    }

    private static String shown(JsonNode found) {
        String shown = found.toString();
        return shown.length() > 60 ? shown.substring(0, 60) + "…" : shown;
    }

    private static String expected(JsonMappingException wrong) {
        if (wrong instanceof Expected || !(wrong instanceof MismatchedInputException mismatch)) {
            return wrong.getOriginalMessage();
        }
        Class<?> type = mismatch.getTargetType();
        if (type == long.class || type == int.class || type == OptionalLong.class || type == Integer.class) {
            return COUNT;
        }
        if (type == double.class || type == OptionalDouble.class) {
            return "a number";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == String.class || type == Instant.class) {
            return "a text";
        }
        if (type.isEnum()) {
            return words(type);
        }
        return Collection.class.isAssignableFrom(type) ? "a list" : "an object";
    }

    private static String words(Class<?> type) {
        List<String> words = Arrays.stream(type.getEnumConstants())
                .map(one -> String.valueOf(one).toLowerCase(Locale.ROOT))
                .toList();
        int last = words.size() - 1;
        return String.join(", ", words.subList(0, last)) + " or " + words.get(last);
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

    private static long count(JsonParser json) throws IOException {
        if (!json.currentToken().isNumeric() || json.getLongValue() < 0) {
            throw new Expected(json, COUNT);
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
