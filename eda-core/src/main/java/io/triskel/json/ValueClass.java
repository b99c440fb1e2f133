package io.triskel.json;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** Classes and records that are one value in JSON: written by a {@code @JsonValue}, read by a {@code @JsonCreator}. */
final class ValueClass {
    private ValueClass() {}

    /** {@return the type that the class is written as and read from; null if there is none, or the two differ} */
    static @Nullable Type valueOf(Class<?> type) {
        boolean inner = type.isMemberClass() && !Modifier.isStatic(type.getModifiers());
        if (inner || !Modifier.isFinal(type.getModifiers())) {
            return null;
        }
        Type written = null;
        Type read = null;
        for (Method method : type.getDeclaredMethods()) {
            written = method.isAnnotationPresent(JsonValue.class) ? method.getGenericReturnType() : written;
            read = Modifier.isStatic(method.getModifiers()) ? readBy(method, read) : read;
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            read = readBy(constructor, read);
        }
        return written != null && written.equals(read) ? written : null;
    }

    private static @Nullable Type readBy(Executable executable, @Nullable Type other) {
        boolean creator = executable.isAnnotationPresent(JsonCreator.class) && executable.getParameterCount() == 1;
        return creator ? executable.getGenericParameterTypes()[0] : other;
    }
}
