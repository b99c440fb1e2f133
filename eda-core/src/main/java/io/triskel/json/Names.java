package io.triskel.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.triskel.event.WireName;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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

    static String name(@Nullable WireName named, @Nullable JsonProperty jackson, String inJava) {
        String name = named != null ? named.value() : jackson != null ? jackson.value() : "";
        return name.isEmpty() ? inJava : name;
    }

    /** Rejects a class or enum with one name for two components or constants. */
    static void requireDistinct(Class<?> type) {
        Set<String> names = new HashSet<>();
        for (String name : type.isRecord() || type.isEnum() ? ofFields(type) : ofProperties(type)) {
            if (!names.add(name)) {
                throw new TypeCheck.Refusal(type.getName() + " has the name '" + name
                        + "' twice: give one of them another name by @WireName");
            }
        }
    }

    private static List<String> ofFields(Class<?> type) {
        List<String> names = new ArrayList<>();
        for (Field field : type.getDeclaredFields()) {
            if (type.isRecord() ? !Modifier.isStatic(field.getModifiers()) : field.isEnumConstant()) {
                names.add(of(field));
            }
        }
        return names;
    }

    /** Jackson would take a getter's name for the property's, and the fields alone are written. */
    private static List<String> ofProperties(Class<?> type) {
        for (Method method : type.getDeclaredMethods()) {
            if (method.isAnnotationPresent(WireName.class)) {
                throw new TypeCheck.Refusal(type.getName() + " has @WireName on " + method.getName()
                        + "(): write @WireName on the property, without get: or set:");
            }
        }
        List<String> names = new ArrayList<>();
        for (Components.Component component : Components.of(type)) {
            names.add(component.wireName());
        }
        return names;
    }
}
