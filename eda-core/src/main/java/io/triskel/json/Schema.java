package io.triskel.json;

import io.triskel.event.NoData;
import io.triskel.personal.Personal;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The shape of a type's JSON as text, one member a line, sorted. Golden files contain this text and fingerprints hash it, so
 * it depends on the code alone, never on the JVM, the class path or the order of declaration.
 */
public final class Schema {
    private final Deque<Class<?>> path = new ArrayDeque<>();
    private final StringBuilder text = new StringBuilder();
    private final boolean exact;
    private boolean personal;

    private Schema(boolean exact) {
        this.exact = exact;
    }

    /** {@return the shape of this type's JSON, with a final line break} */
    public static String describe(Class<?> type) {
        return describe(type, false);
    }

    /** {@return the same with the name of each Java type, since equal JSON may have two meanings} */
    public static String describeExactly(Class<?> type) {
        return describe(type, true);
    }

    private static String describe(Class<?> type, boolean exact) {
        Schema schema = new Schema(exact);
        schema.type(type, Map.of(), 0);
        return schema.text.append('\n').toString();
    }

    /** {@return whether a value of this type may have {@link Personal} data anywhere in it} */
    public static boolean hasPersonal(Class<?> type) {
        Schema schema = new Schema(false);
        schema.type(type, Map.of(), 0);
        return schema.personal;
    }

    private void type(Type type, Map<String, Type> variables, int depth) {
        if (type instanceof Class<?> plain) {
            plain(plain, Map.of(), depth);
        } else if (type instanceof ParameterizedType generic) {
            generic((Class<?>) generic.getRawType(), resolved(generic.getActualTypeArguments(), variables), depth);
        } else if (type instanceof GenericArrayType array) {
            text.append("list of ");
            type(array.getGenericComponentType(), variables, depth);
        } else if (type instanceof WildcardType wildcard) {
            type(wildcard.getUpperBounds()[0], variables, depth);
        } else if (type instanceof TypeVariable<?> variable) {
            Type bound = variables.get(variable.getName());
            type(bound == null ? variable.getBounds()[0] : bound, variables, depth);
        }
    }

    private static Type[] resolved(Type[] arguments, Map<String, Type> variables) {
        Type[] resolved = new Type[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            Type bound = arguments[i] instanceof TypeVariable<?> variable ? variables.get(variable.getName()) : null;
            resolved[i] = bound == null ? arguments[i] : bound;
        }
        return resolved;
    }

    private void generic(Class<?> raw, Type[] arguments, int depth) {
        named(raw);
        if (raw == Optional.class) {
            text.append("optional ");
            type(arguments[0], Map.of(), depth);
        } else if (Map.class.isAssignableFrom(raw) && arguments.length == 2) {
            text.append("map from ");
            type(arguments[0], Map.of(), depth);
            text.append(" to ");
            type(arguments[1], Map.of(), depth);
        } else if (Collection.class.isAssignableFrom(raw) && arguments.length == 1) {
            text.append(Set.class.isAssignableFrom(raw) ? "set of " : "list of ");
            type(arguments[0], Map.of(), depth);
        } else if (Personal.class.isAssignableFrom(raw)) {
            personal = true;
            text.append("personal ");
            type(arguments[0], Map.of(), depth);
        } else {
            Map<String, Type> variables = new HashMap<>();
            TypeVariable<?>[] names = raw.getTypeParameters();
            for (int i = 0; i < names.length; i++) {
                variables.put(names[i].getName(), arguments[i]);
            }
            plain(raw, variables, depth);
        }
    }

    private void plain(Class<?> type, Map<String, Type> variables, int depth) {
        named(type);
        int above = depthOf(type);
        if (above >= 0) {
            text.append("again ").append(above);
        } else if (type == byte[].class) {
            text.append("octets");
        } else if (type.isArray()) {
            text.append("list of ");
            type(type.getComponentType(), variables, depth);
        } else if (type == NoData.class) {
            text.append("no data");
        } else if (type.isEnum()) {
            constants(type);
        } else if (type.isPrimitive() || type.getName().startsWith("java.")) {
            text.append(scalar(type));
        } else {
            path.addLast(type);
            object(type, variables, depth);
            path.removeLast();
        }
    }

    private void named(Class<?> type) {
        if (exact) {
            text.append(type.getName()).append(' ');
        }
    }

    private void object(Class<?> type, Map<String, Type> variables, int depth) {
        if (ClosedSet.isClosedSet(type)) {
            text.append("one of");
            ClosedSet.membersOf(type).forEach((name, member) -> {
                line(depth + 1).append(name).append(": ");
                plain(member, Map.of(), depth + 1);
            });
            return;
        }
        text.append("object");
        members(type).forEach((name, member) -> {
            line(depth + 1).append(name).append(": ").append(member.nullable() ? "nullable " : "");
            type(member.type(), variables, depth + 1);
        });
    }

    private StringBuilder line(int depth) {
        return text.append('\n').append("  ".repeat(depth));
    }

    private int depthOf(Class<?> type) {
        int depth = 0;
        for (Class<?> above : path) {
            if (above == type) {
                return depth;
            }
            depth++;
        }
        return -1;
    }

    private void constants(Class<?> type) {
        Set<String> names = new java.util.TreeSet<>();
        for (Object constant : type.getEnumConstants()) {
            names.add(Names.of((Enum<?>) constant));
        }
        text.append("one of ").append(String.join(" ", names));
    }

    private static String scalar(Class<?> type) {
        return switch (type.getName()) {
            case "java.lang.String", "java.lang.CharSequence", "char", "java.lang.Character" -> "string";
            case "boolean", "java.lang.Boolean" -> "boolean";
            case "byte", "java.lang.Byte", "short", "java.lang.Short", "int", "java.lang.Integer" -> "integer";
            case "long", "java.lang.Long", "java.math.BigInteger" -> "long";
            case "float", "java.lang.Float", "double", "java.lang.Double", "java.math.BigDecimal" -> "decimal";
            default -> type.getSimpleName();
        };
    }

    /** {@return whether the JSON of a record, or of a record of a closed set, has a member of this name} */
    public static boolean hasMember(Class<?> type, String name) {
        if (ClosedSet.isClosedSet(type)) {
            return ClosedSet.membersOf(type).values().stream().anyMatch(member -> hasMember(member, name));
        }
        return Components.areIn(type) && members(type).containsKey(name);
    }

    private record Member(Type type, boolean nullable) {}

    private static Map<String, Member> members(Class<?> type) {
        Map<String, Member> members = new TreeMap<>();
        if (Components.areIn(type)) {
            boolean[] nullable = Components.nullable(type);
            for (Components.Component component : Components.of(type)) {
                members.put(component.wireName(), new Member(component.genericType(), nullable[members.size()]));
            }
            return members;
        }
        for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
            for (Field field : at.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()) {
                    members.put(field.getName(), new Member(field.getGenericType(), false));
                }
            }
        }
        return members;
    }
}
