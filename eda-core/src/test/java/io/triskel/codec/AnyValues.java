package io.triskel.codec;

import io.triskel.json.JsonMapping;
import io.triskel.json.WritableValues;
import io.triskel.personal.Personal;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.MonthDay;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Values of any readable type, at the limits of their types. Now and then it makes one that cannot be read, and knows that it
 * did.
 */
final class AnyValues {
    private static final List<String> TEXTS =
            List.of("", "a", "Zoë", "😀", "\ud800", "x\udc00y", "\u0000", "\"\\/\u2028", "@type", "NaN", "null", "1e5");
    private static final List<String> ZONES =
            List.of("Europe/Berlin", "UTC", "Z", "+01:02:03", "GMT+1", "Etc/UTC", "UTC-05:00", "Asia/Kolkata");

    private final Random random;
    private final boolean nasty;
    private int nasties;
    private int left;

    /** @param nasty whether to make values that cannot be read, now and then */
    AnyValues(Random random, boolean nasty) {
        this.random = random;
        this.nasty = nasty;
    }

    /** {@return how many parts of the last value cannot be read} */
    int nasties() {
        return nasties;
    }

    Object of(Class<?> type) {
        nasties = 0;
        left = 60;
        return value(type, Map.of(), 0);
    }

    private boolean nastyNow() {
        boolean now = nasty && random.nextInt(60) == 0;
        nasties += now ? 1 : 0;
        return now;
    }

    private Object value(Type type, Map<String, Type> variables, int depth) {
        if (type instanceof TypeVariable<?> variable) {
            return value(variables.get(variable.getName()), Map.of(), depth);
        }
        if (type instanceof WildcardType wildcard) {
            return value(wildcard.getUpperBounds()[0], variables, depth);
        }
        if (type instanceof GenericArrayType array) {
            return array((Class<?>) array.getGenericComponentType(), depth);
        }
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = new Type[generic.getActualTypeArguments().length];
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = resolved(generic.getActualTypeArguments()[i], variables);
            }
            return generic((Class<?>) generic.getRawType(), arguments, depth);
        }
        return plain((Class<?>) type, depth);
    }

    /** With all variables replaced, so that it means the same anywhere. */
    private static Type resolved(Type type, Map<String, Type> variables) {
        if (type instanceof TypeVariable<?> variable) {
            return variables.get(variable.getName());
        }
        if (!(type instanceof ParameterizedType generic)) {
            return type;
        }
        Type[] arguments = new Type[generic.getActualTypeArguments().length];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = resolved(generic.getActualTypeArguments()[i], variables);
        }
        return new Resolved((Class<?>) generic.getRawType(), arguments);
    }

    private record Resolved(Class<?> raw, Type[] arguments) implements ParameterizedType {
        @Override
        public Type[] getActualTypeArguments() {
            return arguments;
        }

        @Override
        public Type getRawType() {
            return raw;
        }

        @Override
        public @Nullable Type getOwnerType() {
            return null;
        }
    }

    private Object generic(Class<?> raw, Type[] arguments, int depth) {
        if (raw == Optional.class) {
            return few(depth) == 0 ? Optional.empty() : Optional.of(value(arguments[0], Map.of(), depth + 1));
        }
        if (raw == List.class || raw == Set.class) {
            List<@Nullable Object> elements = new ArrayList<>();
            for (int i = few(depth); i > 0; i--) {
                elements.add(nastyNow() ? null : value(arguments[0], Map.of(), depth + 1));
            }
            return raw == List.class ? elements : new LinkedHashSet<>(elements);
        }
        if (raw == Map.class) {
            Map<Object, @Nullable Object> map = new LinkedHashMap<>();
            for (int i = few(depth); i > 0; i--) {
                Object key = key(arguments[0], depth);
                if (!map.containsKey(key)) {
                    map.put(key, nastyNow() ? null : value(arguments[1], Map.of(), depth + 1));
                }
            }
            return map;
        }
        if (raw == Personal.class) {
            String subject = List.of("anna", "bert").get(random.nextInt(2));
            return Personal.of(subject, value(arguments[0], Map.of(), depth + 1));
        }
        Map<String, Type> variables = new HashMap<>();
        for (int i = 0; i < arguments.length; i++) {
            variables.put(raw.getTypeParameters()[i].getName(), arguments[i]);
        }
        if (raw == Family.Outcome.class) {
            Type content = arguments[0];
            return random.nextBoolean()
                    ? new Family.Outcome.Good<>(value(content, Map.of(), depth + 1))
                    : new Family.Outcome.Bad<>(
                            text(),
                            few(depth) == 0 ? Optional.empty() : Optional.of(value(content, Map.of(), depth + 1)));
        }
        return record(raw, variables, depth);
    }

    private int few(int depth) {
        left--;
        return depth > 8 || left < 0 ? 0 : random.nextInt(3);
    }

    private Object key(Type type, int depth) {
        if (type == String.class && nastyNow()) {
            return (random.nextBoolean() ? "k".repeat(60_000) : "\ud800") + nasties;
        }
        Object key = value(type, Map.of(), depth + 1);
        boolean broken = (key instanceof String text && WritableValues.unreadableName(text) != null)
                || (key instanceof Character one && Character.isSurrogate(one));
        return broken ? key(type, depth) : key;
    }

    private Object plain(Class<?> type, int depth) {
        if (type.isArray()) {
            return array(type.getComponentType(), depth);
        }
        if (type.isRecord()) {
            return record(type, Map.of(), depth);
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[random.nextInt(type.getEnumConstants().length)];
        }
        return type == Family.Shape.class ? shape(depth) : scalar(type.getName());
    }

    private Object array(Class<?> content, int depth) {
        int length = few(depth);
        Object array = Array.newInstance(content, length);
        for (int i = 0; i < length; i++) {
            if (content.isPrimitive() || !nastyNow()) {
                Array.set(array, i, value(content, Map.of(), depth + 1));
            }
        }
        return array;
    }

    private Object shape(int depth) {
        if (nastyNow()) {
            Family.Shape deep = Family.Shape.Point.HERE;
            for (int i = 0; i < 250; i++) {
                deep = new Family.Shape.Labelled("", deep);
            }
            return deep;
        }
        return switch (random.nextInt(depth > 8 ? 2 : 4)) {
            case 0 -> new Family.Shape.Circle(random.nextInt());
            case 1 -> Family.Shape.Point.THERE;
            case 2 -> new Family.Shape.Labelled(text(), random.nextBoolean() ? null : (Family.Shape) shape(depth + 1));
            default -> new Family.Shape.Group(List.of((Family.Shape) shape(depth + 1)));
        };
    }

    private Object record(Class<?> type, Map<String, Type> variables, int depth) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        @Nullable Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = component(components[i], variables, depth);
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private @Nullable Object component(RecordComponent component, Map<String, Type> variables, int depth) {
        AnnotatedType annotated = component.getAnnotatedType();
        boolean primitive = component.getType().isPrimitive();
        if (!primitive && annotated.isAnnotationPresent(Nullable.class)) {
            return random.nextBoolean() ? null : value(component.getGenericType(), variables, depth + 1);
        }
        return !primitive && nastyNow() ? null : value(component.getGenericType(), variables, depth + 1);
    }

    private String text() {
        return pick(TEXTS);
    }

    private Object scalar(String type) {
        return switch (type) {
            case "boolean", "java.lang.Boolean" -> random.nextBoolean();
            case "byte", "java.lang.Byte" -> (byte) random.nextInt();
            case "short", "java.lang.Short" -> (short) random.nextInt();
            case "int", "java.lang.Integer" -> random.nextInt();
            case "long", "java.lang.Long" -> random.nextLong();
            case "float", "java.lang.Float" ->
                Float.intBitsToFloat(pick(List.of(random.nextInt(), 0x8000_0000, 0x7fc0_0000)));
            case "double", "java.lang.Double" ->
                pick(List.of(Double.longBitsToDouble(random.nextLong()), -0.0, Double.NaN, Double.NEGATIVE_INFINITY));
            case "char", "java.lang.Character" -> (char) random.nextInt();
            case "java.lang.String" -> text();
            case "java.math.BigInteger" -> integer();
            case "java.math.BigDecimal" -> decimal();
            case "java.net.URI" -> URI.create(pick(List.of("", "http://a/b?c=d#e", "urn:a:b", "/ä%20")));
            case "java.util.Currency" -> Currency.getInstance("EUR");
            case "java.util.Locale" -> locale();
            case "java.util.UUID" -> new UUID(random.nextLong(), random.nextLong());
            default -> time(type);
        };
    }

    private BigInteger integer() {
        return nastyNow()
                ? BigInteger.TEN.pow(JsonMapping.MAX_DIGITS)
                : pick(List.of(
                        new BigInteger(200, random),
                        BigInteger.ONE.negate(),
                        BigInteger.TEN.pow(JsonMapping.MAX_DIGITS).subtract(BigInteger.ONE)));
    }

    private BigDecimal decimal() {
        return nastyNow()
                ? new BigDecimal(BigInteger.ONE, Integer.MIN_VALUE)
                : new BigDecimal(
                        new BigInteger(pick(List.of(1, 40, 300)), random),
                        pick(List.of(0, 2, 30, -5, Integer.MAX_VALUE, -Integer.MAX_VALUE / 2)));
    }

    private Locale locale() {
        return nastyNow()
                ? Locale.forLanguageTag("und-Latn")
                : pick(List.of(Locale.ROOT, Locale.GERMANY, Locale.forLanguageTag("zh-Hans-CN"), new Locale("iw")));
    }

    private Object time(String type) {
        Instant instant = Instant.ofEpochSecond(
                pick(List.of(random.nextInt() * 1000L, Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond())),
                random.nextInt(1_000_000_000));
        LocalDateTime local = LocalDateTime.of(
                pick(List.of(2026, -1, 0, 99, 12_345, Year.MAX_VALUE, Year.MIN_VALUE)),
                1 + random.nextInt(12),
                1 + random.nextInt(28),
                random.nextInt(24),
                random.nextInt(60),
                random.nextInt(60),
                random.nextInt(1_000_000_000));
        ZoneOffset offset = ZoneOffset.ofTotalSeconds(random.nextInt(36 * 3600 + 1) - 18 * 3600);
        return switch (type.substring("java.time.".length())) {
            case "Duration" -> Duration.ofSeconds(random.nextLong(), random.nextInt(1_000_000_000));
            case "Instant" -> instant;
            case "LocalDate" -> local.toLocalDate();
            case "LocalDateTime" -> local;
            case "LocalTime" -> local.toLocalTime();
            case "MonthDay" -> MonthDay.of(2, 1 + random.nextInt(29));
            case "OffsetDateTime" -> local.atOffset(offset);
            case "OffsetTime" -> local.toLocalTime().atOffset(offset);
            case "Period" -> Period.of(random.nextInt(), random.nextInt(), random.nextInt());
            case "Year" -> Year.of(local.getYear());
            case "YearMonth" -> YearMonth.from(local);
            case "ZoneId" -> ZoneId.of(pick(ZONES));
            case "ZoneOffset" -> offset;
            case "ZonedDateTime" ->
                ZonedDateTime.of(2026, 10, 25, 2, 30, 0, random.nextInt(1000), ZoneId.of(pick(ZONES)))
                        .withLaterOffsetAtOverlap();
            default -> throw new IllegalArgumentException("No values of " + type + " are known");
        };
    }

    private <T> T pick(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    /** {@return the value with arrays as lists and records as lists, so that it is equal to what has equal content} */
    static Object comparable(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        if (value.getClass().isArray()) {
            List<Object> elements = new ArrayList<>();
            for (int i = 0; i < Array.getLength(value); i++) {
                elements.add(comparable(Array.get(value, i)));
            }
            return elements;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(AnyValues::comparable).toList();
        }
        if (value instanceof Set<?> set) {
            Set<Object> elements = new LinkedHashSet<>();
            set.forEach(element -> elements.add(comparable(element)));
            return elements;
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> entries = new LinkedHashMap<>();
            map.forEach((key, content) -> entries.put(comparable(key), comparable(content)));
            return entries;
        }
        if (value instanceof Optional<?> optional) {
            return optional.map(content -> List.of("present", comparable(content)))
                    .orElse(List.of());
        }
        return value instanceof Record record ? components(record) : value;
    }

    private static Object components(Record record) {
        List<Object> components = new ArrayList<>();
        components.add(record.getClass());
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            try {
                component.getAccessor().setAccessible(true);
                components.add(comparable(component.getAccessor().invoke(record)));
            } catch (ReflectiveOperationException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
        return components;
    }
}
