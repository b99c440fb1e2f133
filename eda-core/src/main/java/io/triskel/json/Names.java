package io.triskel.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.triskel.event.WireName;
import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
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

    /**
     * A data class's names are on its fields. Jackson would take a getter's for the property's; and a parameter's may be on
     * another constructor, where kotlinc before version 2.4 puts a property's annotation, and there only.
     */
    private static List<String> ofProperties(Class<?> type) {
        List<String> names = new ArrayList<>();
        for (Components.Component component : Components.of(type)) {
            names.add(component.wireName());
        }
        for (Method method : type.getDeclaredMethods()) {
            requireOnField(type, !method.isAnnotationPresent(WireName.class));
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            Annotation[][] parameters = constructor.getParameterAnnotations();
            for (int i = 0; i < Math.min(parameters.length, names.size()); i++) {
                for (Annotation annotation : parameters[i]) {
                    boolean named =
                            annotation instanceof WireName name && !name.value().equals(names.get(i));
                    requireOnField(type, !named);
                }
            }
        }
        return names;
    }

    private static void requireOnField(Class<?> type, boolean all) {
        if (!all) {
            throw new TypeCheck.Refusal(
                    type.getName() + " has a @WireName that is not on a field: write @field:WireName");
        }
    }
}
