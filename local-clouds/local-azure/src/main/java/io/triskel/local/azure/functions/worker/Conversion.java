package io.triskel.local.azure.functions.worker;

import com.microsoft.azure.functions.HttpRequestMessage;
import io.triskel.local.azure.functions.wire.Data;
import java.lang.reflect.Array;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Converts a value to the type of a function's parameter. An unknown type is an error of the invocation. */
final class Conversion {
    private Conversion() {}

    static @Nullable Object to(Type type, Data data) {
        if (data instanceof Data.Nothing) {
            return null;
        }
        if (data instanceof Data.Request request && rawOf(type) == HttpRequestMessage.class) {
            return new HttpRequest(request, ofBody(argumentOf(type), request.body()));
        }
        if (data instanceof Data.Request request) {
            return ofBody(type, request.body());
        }
        if (data instanceof Data.Text text && type == String.class) {
            return text.value();
        }
        if (data instanceof Data.Json json) {
            return ofJson(type, json.value());
        }
        if (data instanceof Data.Bytes bytes) {
            return ofBytes(type, bytes.value());
        }
        if (data instanceof Data.Longs longs) {
            return ofLongs(type, longs.values());
        }
        List<?> values = data instanceof Data.Texts texts ? texts.values() : byteArraysOf(type, data);
        if (rawOf(type) == List.class) {
            return values;
        }
        if (type == String[].class) {
            return values.toArray(new String[0]);
        }
        if (type == byte[][].class) {
            return values.toArray(new byte[0][]);
        }
        throw unsupported(type, data);
    }

    private static List<?> byteArraysOf(Type type, Data data) {
        if (!(data instanceof Data.ByteArrays arrays)) {
            throw unsupported(type, data);
        }
        if (type != String[].class && argumentOf(type) != String.class) {
            return arrays.values();
        }
        List<String> texts = new ArrayList<>();
        for (byte[] bytes : arrays.values()) {
            texts.add(new String(bytes, StandardCharsets.UTF_8));
        }
        return texts;
    }

    private static @Nullable Object ofBody(Type type, byte[] body) {
        if (rawOf(type) == Optional.class) {
            return body.length == 0 ? Optional.empty() : Optional.of(ofBytes(argumentOf(type), body));
        }
        return ofBytes(type, body);
    }

    private static Object ofBytes(Type type, byte[] bytes) {
        if (type == byte[].class) {
            return bytes;
        }
        if (type == String.class) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        throw unsupported(type, new Data.Bytes(bytes));
    }

    private static Object ofLongs(Type type, long[] values) {
        if (type == long[].class) {
            return values;
        }
        List<Long> list = new ArrayList<>();
        for (long value : values) {
            list.add(value);
        }
        if (type == Long[].class) {
            return list.toArray(new Long[0]);
        }
        if (rawOf(type) == List.class) {
            return list;
        }
        throw unsupported(type, new Data.Longs(values));
    }

    private static @Nullable Object ofJson(Type type, String json) {
        if (type == String.class) {
            return json;
        }
        Object value = new JsonText(json).value();
        Class<?> raw = rawOf(type);
        if (value instanceof List<?> list && raw.isArray()) {
            Object array = Array.newInstance(raw.getComponentType(), list.size());
            for (int i = 0; i < list.size(); i++) {
                Array.set(array, i, list.get(i));
            }
            return array;
        }
        if ((value instanceof List && raw == List.class) || (value instanceof Map && raw == Map.class)) {
            return value;
        }
        throw unsupported(type, new Data.Json(json));
    }

    private static Class<?> rawOf(Type type) {
        if (type instanceof Class<?> plain) {
            return plain;
        }
        if (type instanceof ParameterizedType parameterized && parameterized.getRawType() instanceof Class<?> raw) {
            return raw;
        }
        if (type instanceof java.lang.reflect.GenericArrayType array) {
            return Array.newInstance(rawOf(array.getGenericComponentType()), 0).getClass();
        }
        return Object.class;
    }

    private static Type argumentOf(Type type) {
        return type instanceof ParameterizedType parameterized
                ? parameterized.getActualTypeArguments()[0]
                : Object.class;
    }

    private static IllegalArgumentException unsupported(Type type, Data data) {
        return new IllegalArgumentException("This host makes no " + type.getTypeName() + " of "
                + data.getClass().getSimpleName());
    }
}
