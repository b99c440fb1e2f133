package io.triskel.json;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.triskel.personal.Personal;
import java.lang.annotation.Annotation;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rejects a type whose values could be written and never be read back, by walking its declarations. The check runs at each
 * cold start, so it visits each declaration once, does not call Jackson, uses no lambdas or streams, and builds messages
 * only when needed.
 */
public final class TypeCheck {
    /**
     * In steps of the path. Walking a type that contains itself with growing arguments would never end; no sensible type is
     * so deep.
     */
    private static final int DEEPEST = 100;

    /** Jackson annotations that do not make reading differ from writing. */
    private static final Set<Class<?>> HARMLESS = Set.of(JsonProperty.class, JsonAlias.class, JsonPropertyOrder.class);

    private final Set<ReadableType> seen = new HashSet<>();
    private final Deque<String> path = new ArrayDeque<>();
    private boolean personal;

    /**
     * Checks a type and all types that it contains, unless they were checked before.
     *
     * @param role the type's use, for the message; null if its name is enough
     * @throws IllegalArgumentException if it cannot be read back, with the path to the wrong component
     */
    public void require(Class<?> type, @Nullable Object role) {
        try {
            component(ReadableType.of(type, Map.of()));
        } catch (Refusal refusal) {
            String what = role == null ? type.getName() : role + " (" + type.getName() + ")";
            throw new IllegalArgumentException(
                    what + " could be written and never be read back" + at() + ": " + refusal.getMessage());
        } finally {
            path.clear();
        }
    }

    /** {@return whether a type has personal data, as far as it can be read back} */
    public static boolean findsPersonal(Class<?> type) {
        TypeCheck check = new TypeCheck();
        try {
            check.component(ReadableType.of(type, Map.of()));
        } catch (Refusal notReadable) {
            return check.personal;
        }
        return check.personal;
    }

    /** {@return the path of the walk, for a message} */
    private String at() {
        StringBuilder at = new StringBuilder();
        for (String step : path) {
            boolean component = !step.startsWith("[") && !step.startsWith("{") && !step.startsWith("(");
            at.append(component && !at.isEmpty() ? "." : "").append(step);
        }
        return at.isEmpty() ? "" : ", at " + at;
    }

    /** Why a type cannot be read back; {@link TypeCheck#require} adds the type's role and the path. */
    static final class Refusal extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        Refusal(String why) {
            super(why);
        }
    }

    private void component(ReadableType type) {
        visit(type, 0);
    }

    /** @param containers how many containers there are between the component and this type */
    private void visit(ReadableType type, int containers) {
        if (type.isOptional()) {
            optional(type, containers);
        } else if (type.raw().isArray()) {
            array(type, containers);
        } else if (type.isCollection()) {
            requireOrder(type);
            enter("[]");
            visit(type.arguments().get(0), containers + 1);
            path.removeLast();
        } else if (type.isMap()) {
            requireOrder(type);
            enter("{key}");
            key(type.arguments().get(0));
            path.removeLast();
            enter("{}");
            visit(type.arguments().get(1), containers + 1);
            path.removeLast();
        } else if (Personal.class.isAssignableFrom(type.raw())) {
            personal(type);
        } else if (!type.isValue() && seen.add(type)) {
            composite(type);
        }
    }

    private void enter(String step) {
        if (path.size() == DEEPEST) {
            throw new Refusal("its type arguments grow without end");
        }
        path.addLast(step);
    }

    /** An absent Optional is written as null; any deeper, reading cannot tell it from a forbidden null. */
    private void optional(ReadableType type, int containers) {
        if (containers > 1) {
            throw new Refusal("an Optional is a component or what a component's list, set, map or array holds, and not"
                    + " deeper: put a record in between");
        }
        if (!type.arguments().isEmpty()) {
            ReadableType content = type.arguments().get(0);
            if (content.isOptional()) {
                throw new Refusal("an Optional in an Optional reads back as one of them");
            }
            visit(content, containers + 1);
        }
    }

    private void array(ReadableType type, int containers) {
        if (type.arguments().isEmpty()) {
            return;
        }
        ReadableType content = type.arguments().get(0);
        if (!content.raw().isArray() && !content.arguments().isEmpty()) {
            throw new Refusal("an array loses the type arguments of " + content + ": use a List");
        }
        enter("[]");
        visit(content, containers + 1);
        path.removeLast();
    }

    private void requireOrder(ReadableType type) {
        Class<?> ordered = type.arguments().get(0).raw();
        if (type.isSorted() && !Comparable.class.isAssignableFrom(ordered)) {
            throw new Refusal(type + " is read back in natural order, and " + ordered.getName() + " is not Comparable");
        }
    }

    private void key(ReadableType type) {
        boolean readable = type.isValue() || type.raw().isEnum() || ValueClass.valueOf(type.raw()) == String.class;
        if (type.raw().isEnum()) {
            component(type);
        }
        if (!readable) {
            throw new Refusal("a map's key is a name in JSON, and " + type + " cannot be read from one: use a String, a"
                    + " number, an enum, a time, or a class of a String by @JsonValue and @JsonCreator");
        }
    }

    private void personal(ReadableType type) {
        personal = true;
        if (type.raw() != Personal.class) {
            throw new Refusal("personal data may be forgotten when it is read: declare it as Personal<"
                    + type.arguments().get(0) + ">");
        }
        ReadableType content = type.arguments().get(0);
        if (ClosedSet.isClosedSet(content.raw()) && !content.arguments().isEmpty()) {
            throw new Refusal("as personal data, " + content + " loses its type arguments: put a record in between");
        }
        component(content);
    }

    private void composite(ReadableType type) {
        Class<?> raw = type.raw();
        if (ClosedSet.isClosedSet(raw)) {
            closedSet(type);
            return;
        }
        boolean annotated = JacksonAnnotations.areOn(raw);
        Type value = annotated ? ValueClass.valueOf(raw) : null;
        if (value != null) {
            component(ReadableType.of(value, type.variables()));
        } else if (raw.isEnum() || DataClasses.of(raw).isPresent() || raw.isRecord()) {
            requireAsItIs(raw, annotated);
            Names.requireDistinct(raw);
            components(type);
        } else if (raw.isInterface() || Modifier.isAbstract(raw.getModifiers())) {
            throw new Refusal(raw.getName() + " is open, so a reader cannot know which of its types was written: "
                    + "make it sealed, or name a record, List, Set, Map or Optional");
        } else {
            throw new Refusal(notReadable(raw));
        }
    }

    private void components(ReadableType type) {
        Map<String, ReadableType> variables = type.variables();
        for (Components.Component component : Components.of(type.raw())) {
            if (!component.type().isPrimitive()) {
                enter(component.name());
                component(ReadableType.of(component.genericType(), variables));
                path.removeLast();
            }
        }
    }

    private void closedSet(ReadableType set) {
        try {
            ClosedSet.membersOf(set.raw());
        } catch (IllegalArgumentException ambiguous) {
            throw new Refusal(String.valueOf(ambiguous.getMessage()));
        }
        for (Class<?> permitted : set.raw().getPermittedSubclasses()) {
            enter("(".concat(permitted.getSimpleName()).concat(")"));
            requireName(permitted, set.raw());
            component(member(permitted, set));
            path.removeLast();
        }
    }

    /** A class's own name would make stored data unreadable as soon as the class is renamed. */
    private static void requireName(Class<?> permitted, Class<?> set) {
        boolean written = permitted.isRecord() || permitted.isEnum() || Modifier.isFinal(permitted.getModifiers());
        if (written && !ClosedSet.hasName(permitted)) {
            throw new Refusal(permitted.getName() + " has no name of its own as a member of " + set.getName()
                    + ": add @WireName(\"" + permitted.getSimpleName()
                    + "\") to it, and keep that name when the class is renamed");
        }
    }

    /** A generic member of a closed set takes its type arguments from the set; it may have no others. */
    static ReadableType member(Class<?> permitted, ReadableType set) {
        List<ReadableType> arguments = new ArrayList<>();
        for (TypeVariable<?> variable : permitted.getTypeParameters()) {
            int index = indexIn(variable, permitted, set.raw());
            if (index < 0 || index >= set.arguments().size()) {
                throw new Refusal("nothing tells what '" + variable + "' of " + permitted.getName()
                        + " is: let it be an argument of " + set.raw().getName());
            }
            arguments.add(set.arguments().get(index));
        }
        return new ReadableType(permitted, arguments);
    }

    private static int indexIn(TypeVariable<?> variable, Class<?> permitted, Class<?> set) {
        List<Type> parents = new ArrayList<>(List.of(permitted.getGenericInterfaces()));
        Type above = permitted.getGenericSuperclass();
        if (above != null) {
            parents.add(above);
        }
        for (Type parent : parents) {
            if (parent instanceof ParameterizedType generic && generic.getRawType() == set) {
                return List.of(generic.getActualTypeArguments()).indexOf(variable);
            }
        }
        return -1;
    }

    private static String notReadable(Class<?> raw) {
        if (raw == Object.class) {
            return "an Object may be anything: name the type that it is";
        }
        if (DataClasses.isKotlin(raw)) {
            return DataClasses.notReadable(raw);
        }
        return raw.getName() + " is not a readable record, enum, closed set or value: make it a record, or a final"
                + " class with a @JsonValue and a @JsonCreator of one parameter of the same type";
    }

    /** Rejects Jackson annotations that may omit a component, or write it differently from how it is read. */
    private void requireAsItIs(Class<?> type, boolean annotated) {
        if (!annotated) {
            return;
        }
        for (Annotation annotation : JacksonAnnotations.allOf(type)) {
            boolean harmless = annotation instanceof JsonProperty named
                    ? named.access() == JsonProperty.Access.AUTO
                    : HARMLESS.contains(annotation.annotationType());
            if (!harmless) {
                throw new Refusal(type.getName() + " has @"
                        + annotation.annotationType().getSimpleName()
                        + ", by which it may be written differently from how it is read: remove it, or use "
                        + "@JsonValue and"
                        + " @JsonCreator of one parameter of the same type");
            }
        }
    }
}
