package io.triskel.json;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A type with all type arguments known, which reading needs: {@code Page<Line>}, but neither {@code Page} nor
 * {@code Page<?>}. A class and not a record: linking a record's {@code equals} and {@code hashCode} would cost time at a cold
 * start.
 */
final class ReadableType {
    private static final Set<String> OPTIONALS =
            Set.of("java.util.Optional", "java.util.OptionalInt", "java.util.OptionalLong", "java.util.OptionalDouble");

    /** {@code Collection} is missing: it may be a set or a list, which are never equal. */
    private static final Set<String> COLLECTIONS = Set.of(
            "java.util.List",
            "java.util.ArrayList",
            "java.util.LinkedList",
            "java.util.Set",
            "java.util.HashSet",
            "java.util.LinkedHashSet",
            "java.util.SortedSet",
            "java.util.NavigableSet",
            "java.util.TreeSet",
            "java.util.EnumSet");

    private static final Set<String> MAPS = Set.of(
            "java.util.Map",
            "java.util.HashMap",
            "java.util.LinkedHashMap",
            "java.util.SortedMap",
            "java.util.NavigableMap",
            "java.util.TreeMap",
            "java.util.EnumMap");

    private static final Set<String> SORTED = Set.of(
            "java.util.SortedSet",
            "java.util.NavigableSet",
            "java.util.TreeSet",
            "java.util.SortedMap",
            "java.util.NavigableMap",
            "java.util.TreeMap");

    /** Types that are one JSON text, number or boolean and read back equal; all of them may be keys of maps too. */
    private static final Set<String> VALUES = Set.of(
            "java.lang.Boolean",
            "java.lang.Byte",
            "java.lang.Short",
            "java.lang.Integer",
            "java.lang.Long",
            "java.lang.Float",
            "java.lang.Double",
            "java.lang.Character",
            "java.lang.String",
            "java.math.BigInteger",
            "java.math.BigDecimal",
            "java.net.URI",
            "java.time.Duration",
            "java.time.Instant",
            "java.time.LocalDate",
            "java.time.LocalDateTime",
            "java.time.LocalTime",
            "java.time.MonthDay",
            "java.time.OffsetDateTime",
            "java.time.OffsetTime",
            "java.time.Period",
            "java.time.Year",
            "java.time.YearMonth",
            "java.time.ZoneId",
            "java.time.ZoneOffset",
            "java.time.ZonedDateTime",
            "java.util.Currency",
            "java.util.Locale",
            "java.util.UUID");

    private final Class<?> raw;
    private final List<ReadableType> arguments;

    ReadableType(Class<?> raw, List<ReadableType> arguments) {
        this.raw = raw;
        this.arguments = List.copyOf(arguments);
    }

    /**
     * Resolves a type as it is written in the source.
     *
     * @param variables the types that its type variables stand for, by name
     * @throws TypeCheck.Refusal if an argument is not known
     */
    static ReadableType of(Type type, Map<String, ReadableType> variables) {
        if (type instanceof Class<?> plain) {
            return plain(plain, variables);
        }
        if (type instanceof ParameterizedType generic) {
            List<ReadableType> arguments = new ArrayList<>();
            for (Type argument : generic.getActualTypeArguments()) {
                arguments.add(of(argument, variables));
            }
            return new ReadableType((Class<?>) generic.getRawType(), arguments);
        }
        if (type instanceof GenericArrayType array) {
            return new ReadableType(Object[].class, List.of(of(array.getGenericComponentType(), variables)));
        }
        if (type instanceof WildcardType wildcard && wildcard.getUpperBounds()[0] != Object.class) {
            return of(wildcard.getUpperBounds()[0], variables);
        }
        ReadableType known = type instanceof TypeVariable<?> variable ? variables.get(variable.getName()) : null;
        if (known == null) {
            throw new TypeCheck.Refusal("'" + type.getTypeName() + "' may be anything: name the type that it is");
        }
        return known;
    }

    private static ReadableType plain(Class<?> type, Map<String, ReadableType> variables) {
        if (type.isArray()) {
            Class<?> component = type.getComponentType();
            return new ReadableType(type, component.isPrimitive() ? List.of() : List.of(of(component, variables)));
        }
        if (type.getTypeParameters().length > 0) {
            throw new TypeCheck.Refusal(
                    type.getName() + " is generic and comes without its arguments, which are lost on the"
                            + " way: name them, if need be in a record that has it as its component");
        }
        return new ReadableType(type, List.of());
    }

    /** {@return the class; {@code Object[]} for an array whose component type has type arguments} */
    Class<?> raw() {
        return raw;
    }

    /** {@return the type arguments; for an array its component type, or none if that is primitive} */
    List<ReadableType> arguments() {
        return arguments;
    }

    /** {@return the types that this type's variables stand for, by name} */
    Map<String, ReadableType> variables() {
        if (arguments.isEmpty()) {
            return Map.of();
        }
        Map<String, ReadableType> variables = new HashMap<>();
        TypeVariable<?>[] names = raw.getTypeParameters();
        for (int i = 0; i < names.length; i++) {
            variables.put(names[i].getName(), arguments.get(i));
        }
        return variables;
    }

    boolean isValue() {
        return isValue(raw);
    }

    static boolean isValue(Class<?> type) {
        return type.isPrimitive() || VALUES.contains(type.getName());
    }

    boolean isOptional() {
        return OPTIONALS.contains(raw.getName());
    }

    boolean isCollection() {
        return COLLECTIONS.contains(raw.getName());
    }

    boolean isMap() {
        return MAPS.contains(raw.getName());
    }

    /** Whether this is a sorted set or map: its elements must be Comparable, because a comparator is not written. */
    boolean isSorted() {
        return SORTED.contains(raw.getName());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ReadableType type && raw == type.raw && arguments.equals(type.arguments);
    }

    @Override
    public int hashCode() {
        return 31 * raw.hashCode() + arguments.hashCode();
    }

    /** {@return the type as written in the source} */
    @Override
    public String toString() {
        if (raw.isArray()) {
            return arguments.isEmpty() ? raw.getTypeName() : arguments.get(0) + "[]";
        }
        String all = arguments.toString();
        return arguments.isEmpty() ? raw.getName() : raw.getName() + "<" + all.substring(1, all.length() - 1) + ">";
    }
}
