package io.triskel.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.triskel.json.PlainRecord.Unusual;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How {@link PlainRecord} reads one component, at the parser's current token; never null. */
interface PlainValue {
    Object read(JsonParser json) throws IOException, ReflectiveOperationException;

    default Object absent() throws Unusual {
        throw new Unusual(null);
    }

    /** {@return null if only databind can read the type} */
    static @Nullable PlainValue of(Type type, List<Class<?>> within) {
        if (type instanceof Class<?> raw) {
            return raw.isRecord() ? record(raw, within) : raw.isEnum() ? constants(raw) : Scalar.of(raw);
        }
        if (type instanceof ParameterizedType generic
                && generic.getActualTypeArguments()[0] instanceof Class<?> content) {
            PlainValue value = of(content, within);
            if (value != null && generic.getRawType() == List.class) {
                return new Several(value);
            }
            return value != null && generic.getRawType() == Optional.class ? new Perhaps(value) : null;
        }
        return null;
    }

    private static @Nullable PlainValue record(Class<?> type, List<Class<?>> within) {
        PlainRecord record = PlainRecord.of(type, within);
        return record == null ? null : new Nested(record);
    }

    private static @Nullable PlainValue constants(Class<?> type) {
        if (!PlainRecord.isPlain(type)) {
            return null;
        }
        Map<String, Object> byName = new HashMap<>();
        for (Object constant : type.getEnumConstants()) {
            byName.put(((Enum<?>) constant).name(), constant);
        }
        return new Constant(byName);
    }

    record Nested(PlainRecord record) implements PlainValue {
        @Override
        public Object read(JsonParser json) throws IOException, ReflectiveOperationException {
            return record.record(json);
        }
    }

    record Several(PlainValue each) implements PlainValue {
        @Override
        public Object read(JsonParser json) throws IOException, ReflectiveOperationException {
            if (json.currentToken() != JsonToken.START_ARRAY) {
                throw new Unusual(null);
            }
            List<Object> all = new ArrayList<>();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                all.add(each.read(json));
            }
            return all;
        }
    }

    record Perhaps(PlainValue content) implements PlainValue {
        @Override
        public Object read(JsonParser json) throws IOException, ReflectiveOperationException {
            return json.currentToken() == JsonToken.VALUE_NULL ? Optional.empty() : Optional.of(content.read(json));
        }

        @Override
        public Object absent() {
            return Optional.empty();
        }
    }

    record Constant(Map<String, Object> byName) implements PlainValue {
        @Override
        public Object read(JsonParser json) throws IOException {
            Object constant = json.currentToken() == JsonToken.VALUE_STRING ? byName.get(json.getText()) : null;
            if (constant == null) {
                throw new Unusual(null);
            }
            return constant;
        }
    }

    record Scalar(Class<?> type) implements PlainValue {
        static @Nullable PlainValue of(Class<?> type) {
            boolean known = type == String.class
                    || type == boolean.class
                    || type == Boolean.class
                    || type == int.class
                    || type == Integer.class
                    || type == long.class
                    || type == Long.class
                    || type == BigDecimal.class;
            return known ? new Scalar(type) : null;
        }

        @Override
        public Object read(JsonParser json) throws IOException {
            JsonToken token = json.currentToken();
            if (token == JsonToken.VALUE_STRING && type == String.class) {
                return json.getText();
            }
            if (token == JsonToken.VALUE_NUMBER_INT && (type == int.class || type == Integer.class)) {
                return json.getIntValue();
            }
            if (token == JsonToken.VALUE_NUMBER_INT && (type == long.class || type == Long.class)) {
                return json.getLongValue();
            }
            if (token.isNumeric() && type == BigDecimal.class) {
                return json.getDecimalValue();
            }
            if (token.isBoolean() && (type == boolean.class || type == Boolean.class)) {
                return token == JsonToken.VALUE_TRUE;
            }
            throw new Unusual(null);
        }
    }
}
