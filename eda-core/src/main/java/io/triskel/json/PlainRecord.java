package io.triskel.json;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.triskel.event.WireName;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a record without databind, whose classes were most of what a function's first event waited for. It reads only
 * records without annotations whose components are texts, numbers, flags, enums, such records, or a List or an Optional of
 * these, and only JSON that has nothing unusual. For all else it throws {@link Unusual}, and the caller lets databind read
 * the same bytes: rules, messages and rare cases are databind's alone. No lambdas, because each is one more class.
 */
public final class PlainRecord {
    private final String[] names;
    private final PlainValue[] values;
    private final Constructor<?> constructor;

    private PlainRecord(String[] names, PlainValue[] values, Constructor<?> constructor) {
        this.names = names;
        this.values = values;
        this.constructor = constructor;
    }

    /** Thrown for JSON that databind must judge. It has no stack trace: it is an answer, and may be frequent. */
    public static final class Unusual extends IOException {
        private static final long serialVersionUID = 1L;

        Unusual(@Nullable Throwable cause) {
            super("left to databind", cause);
        }

        @Override
        public Throwable fillInStackTrace() {
            return this;
        }
    }

    /** {@return how to read values of a class, or nothing if only databind can} */
    public static Optional<PlainRecord> of(Class<?> type) {
        try {
            return Optional.ofNullable(of(type, new ArrayList<>()));
        } catch (RuntimeException notAccessible) {
            return Optional.empty();
        }
    }

    static @Nullable PlainRecord of(Class<?> type, List<Class<?>> within) {
        RecordComponent[] components = type.getRecordComponents();
        boolean possible = components != null
                && components.length > 0
                && type.getTypeParameters().length == 0
                && !within.contains(type)
                && isPlain(type);
        if (!possible) {
            return null;
        }
        within.add(type);
        String[] names = new String[components.length];
        PlainValue[] values = new PlainValue[components.length];
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            PlainValue value = PlainValue.of(components[i].getGenericType(), within);
            if (value == null) {
                return null;
            }
            names[i] = components[i].getName();
            values[i] = value;
            types[i] = components[i].getType();
        }
        within.remove(type);
        return new PlainRecord(names, values, accessible(type, types));
    }

    private static Constructor<?> accessible(Class<?> type, Class<?>[] types) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor;
        } catch (NoSuchMethodException impossible) {
            throw new IllegalStateException(type + " is a record without its constructor", impossible);
        }
    }

    /** Whether databind reads values by their components or names alone: it also knows annotations of others, and setters. */
    static boolean isPlain(Class<?> type) {
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (anyCounts(constructor.getAnnotations())) {
                return false;
            }
            for (Annotation[] parameter : constructor.getParameterAnnotations()) {
                if (anyCounts(parameter)) {
                    return false;
                }
            }
        }
        for (Method method : type.getDeclaredMethods()) {
            boolean setter = method.getName().startsWith("set") && method.getParameterCount() == 1;
            if (setter || anyCounts(method.getAnnotations())) {
                return false;
            }
        }
        for (Field field : type.getDeclaredFields()) {
            if (anyCounts(field.getAnnotations())) {
                return false;
            }
        }
        for (Class<?> above : type.getInterfaces()) {
            if (!isPlain(above)) {
                return false;
            }
        }
        return isOnlyNamed(type) || !anyCounts(type.getAnnotations());
    }

    private static boolean anyCounts(Annotation[] annotations) {
        for (Annotation annotation : annotations) {
            Class<?> type = annotation.annotationType();
            if (type != JsonTypeName.class && !type.getName().startsWith("java.lang.")) {
                return true;
            }
        }
        return false;
    }

    /** The name of a type counts only where it is read as one of a closed set, which databind does. */
    private static boolean isOnlyNamed(Class<?> type) {
        Annotation[] all = type.getAnnotations();
        return all.length == 1 && all[0].annotationType() == WireName.class;
    }

    /**
     * Reads the value at the parser's current token.
     *
     * @throws Unusual if databind must read it, or reject it
     */
    public Object read(JsonParser json) throws Unusual {
        try {
            return record(json);
        } catch (Unusual unusual) {
            throw unusual;
        } catch (IOException | ReflectiveOperationException | RuntimeException | StackOverflowError failed) {
            throw new Unusual(failed);
        }
    }

    Object record(JsonParser json) throws IOException, ReflectiveOperationException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw new Unusual(null);
        }
        Object[] arguments = new Object[values.length];
        int expected = 0;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            int index = indexOf(name, expected, names);
            json.nextToken();
            if (index < 0) {
                json.skipChildren();
            } else {
                arguments[index] = values[index].read(json);
                expected = index + 1;
            }
        }
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i] == null) {
                arguments[i] = values[i].absent();
            }
        }
        return constructor.newInstance(arguments);
    }

    /** Starts at the expected index: members usually arrive in the order of the components. */
    static int indexOf(String name, int expected, String[] names) {
        for (int i = expected; i < names.length; i++) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        for (int i = Math.min(expected, names.length) - 1; i >= 0; i--) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }
}
