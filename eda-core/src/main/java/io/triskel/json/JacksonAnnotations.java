package io.triskel.json;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds Jackson's annotations on a type, except the name of a closed set's member, which changes nothing in its own JSON.
 * No streams, and no list before it is needed: this runs in every cold start.
 */
final class JacksonAnnotations {
    private JacksonAnnotations() {}

    /** {@return whether the type or any of its members has a Jackson annotation} */
    static boolean areOn(Class<?> type) {
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            for (Annotation[] parameter : constructor.getParameterAnnotations()) {
                if (hasAny(parameter)) {
                    return true;
                }
            }
        }
        return hasAny(type.getAnnotations())
                || anyBears(type.getDeclaredConstructors())
                || anyBears(type.getDeclaredMethods())
                || anyBears(type.getDeclaredFields());
    }

    /** {@return all annotations of the type and its members; those of a constructor's parameters are on the components too} */
    static List<Annotation> allOf(Class<?> type) {
        List<Annotation> all = new ArrayList<>();
        addAll(all, type);
        addAll(all, type.getDeclaredConstructors());
        addAll(all, type.getDeclaredMethods());
        addAll(all, type.getDeclaredFields());
        return all;
    }

    private static void addAll(List<Annotation> all, AnnotatedElement... elements) {
        for (AnnotatedElement element : elements) {
            for (Annotation annotation : element.getAnnotations()) {
                if (isOne(annotation)) {
                    all.add(annotation);
                }
            }
        }
    }

    private static boolean anyBears(AnnotatedElement[] members) {
        for (AnnotatedElement member : members) {
            if (hasAny(member.getAnnotations())) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasAny(Annotation[] annotations) {
        for (Annotation annotation : annotations) {
            if (isOne(annotation)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOne(Annotation annotation) {
        return annotation.annotationType() != JsonTypeName.class
                && annotation.annotationType().getName().startsWith("com.fasterxml.jackson.");
    }
}
