package io.triskel.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.triskel.event.WireName;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Names in JSON: by {@link WireName}, else by Jackson's annotation, else as in Java. */
final class Names {
    private Names() {}

    /** {@return the registered name of a sealed type's member, or null} */
    static @Nullable String ofMember(Class<?> member) {
        WireName named = member.getAnnotation(WireName.class);
        JsonTypeName jackson = named == null ? member.getAnnotation(JsonTypeName.class) : null;
        String name = named != null ? named.value() : jackson != null ? jackson.value() : "";
        return name.isEmpty() ? null : name;
    }

    static String of(RecordComponent component) {
        JsonProperty jackson = component.getAccessor().getAnnotation(JsonProperty.class);
        return name(component.getAnnotation(WireName.class), jackson, component.getName());
    }

    static String of(Enum<?> constant) {
        try {
            return of(constant.getDeclaringClass().getField(constant.name()));
        } catch (NoSuchFieldException impossible) {
            throw new IllegalStateException(constant + " is a constant without its field", impossible);
        }
    }

    private static String of(Field field) {
        return name(field.getAnnotation(WireName.class), field.getAnnotation(JsonProperty.class), field.getName());
    }

    private static String name(@Nullable WireName named, @Nullable JsonProperty jackson, String inJava) {
        String name = named != null ? named.value() : jackson != null ? jackson.value() : "";
        return name.isEmpty() ? inJava : name;
    }

    /** Rejects a record or enum with one name for two components or constants. */
    static void requireDistinct(Class<?> type) {
        Set<String> names = new HashSet<>();
        for (Field field : type.getDeclaredFields()) {
            boolean written = type.isRecord() ? !Modifier.isStatic(field.getModifiers()) : field.isEnumConstant();
            if (written && !names.add(of(field))) {
                throw new TypeCheck.Refusal(type.getName() + " has the name '" + of(field)
                        + "' twice: give one of them another name by @WireName");
            }
        }
    }
}
