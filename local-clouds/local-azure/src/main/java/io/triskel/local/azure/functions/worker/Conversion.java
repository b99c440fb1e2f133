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
        if (data instanceof Data.Request request) {
            return ofRequest(type, request);
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

    /**
     * Like the real worker (RpcHttpRequestDataSource), supports no other type for a request, and does not convert text
     * to bytes.
     */
    private static Object ofRequest(Type type, Data.Request request) {
        if (rawOf(type) != HttpRequestMessage.class) {
            throw noCast(request, type);
        }
        Type wanted = argumentOf(type);
        if (rawOf(wanted) != Optional.class) {
            return new HttpRequest(request, ofBody(type, wanted, request));
        }
        return new HttpRequest(request, Optional.ofNullable(ofBody(type, argumentOf(wanted), request)));
    }

    private static @Nullable Object ofBody(Type type, Type wanted, Data.Request request) {
        if (request.body() instanceof Data.Nothing) {
            return null;
        }
        if (request.body() instanceof Data.Bytes bytes) {
            return ofBytes(wanted, bytes.value());
        }
        if (request.body() instanceof Data.Text text && wanted == String.class) {
            return text.value();
        }
        throw noCast(request, type);
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

    private static ClassCastException noCast(Data.Request request, Type type) {
        return new ClassCastException("Cannot convert a request with "
                + request.body().getClass().getSimpleName() + " to type " + type.getTypeName());
    }

    private static IllegalArgumentException unsupported(Type type, Data data) {
        return new IllegalArgumentException("This host makes no " + type.getTypeName() + " of "
                + data.getClass().getSimpleName());
    }
}
