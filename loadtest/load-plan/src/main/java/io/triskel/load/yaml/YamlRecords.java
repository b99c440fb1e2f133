package io.triskel.load.yaml;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads records from YAML. The fields of a group are the components of a record, under their names in JSON; {@link FileField} has units
 * and defaults. A value that a constructor rejects is an error at the line of the group, or of the field that it names.
 */
public final class YamlRecords {
    private static final Map<Type, Function<YamlValue, ?>> SCALARS = Map.of(
            String.class, YamlValue::text,
            long.class, YamlValue::whole,
            int.class, YamlValue::count,
            boolean.class, YamlValue::flag,
            Duration.class, YamlValue::duration);
    private final Map<Type, Function<YamlValue, ?>> readers;

    /**
     * Reads records.
     *
     * @param own readers of types that are neither records nor plain values, or are written as neither
     */
    public YamlRecords(Map<Class<?>, Function<YamlValue, ?>> own) {
        readers = new HashMap<>(SCALARS);
        readers.putAll(own);
    }

    /** {@return the name of a component in YAML and JSON} */
    public static String name(RecordComponent component) {
        JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
        return named != null
                ? named.value()
                : component.getName().replaceAll("(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    /** {@return the names of a record's fields} */
    public static List<String> names(Class<?> type) {
        return Stream.of(type.getRecordComponents()).map(YamlRecords::name).toList();
    }

    /** {@return the record that a group has} */
    public <R> R read(YamlValue group, Class<R> type) {
        return read(group.fields(names(type)), type, Map.of());
    }

    /**
     * {@return the record that a group has}
     *
     * @param given values of components that are known already, by name
     */
    public <R> R read(YamlFields fields, Class<R> type, Map<String, ?> given) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        @Nullable Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String name = name(components[i]);
            values[i] = given.containsKey(name) ? given.get(name) : value(fields, name, components[i]);
        }
        return fields.check(() -> create(type, types, values));
    }

    private static <R> R create(Class<R> type, Class<?>[] types, @Nullable Object[] values) {
        try {
            return type.getConstructor(types).newInstance(values);
        } catch (InvocationTargetException refused) {
            if (refused.getCause() instanceof IllegalArgumentException rule) {
                throw rule;
            }
            throw new IllegalStateException(refused);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("A public record has a public constructor", impossible);
        }
    }

    private @Nullable Object value(YamlFields fields, String name, RecordComponent component) {
        Optional<FileField> field = Optional.ofNullable(component.getAnnotation(FileField.class));
        Optional<YamlValue> item = fields.find(name);
        Class<?> type = component.getType();
        if (type == Optional.class) {
            Type inner = ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
            return item.map(one -> value(one, inner, field));
        }
        if (type == OptionalDouble.class) {
            return item.map(one -> OptionalDouble.of((double) value(one, double.class, field)))
                    .orElse(OptionalDouble.empty());
        }
        if (type == OptionalLong.class) {
            return item.map(one -> OptionalLong.of(one.whole())).orElse(OptionalLong.empty());
        }
        if (item.isEmpty() && field.isPresent() && !field.get().derived().isEmpty()) {
            return type == double.class ? Double.NaN : null;
        }
        return value(
                item.or(() -> field.flatMap(one -> Stream.of(one.otherwise()).findFirst())
                                .map(written -> StrictYaml.value(name, written)))
                        .orElseGet(() -> fields.get(name)),
                component.getGenericType(),
                field);
    }

    private Object value(YamlValue item, Type type, Optional<FileField> field) {
        Optional<Unit> unit = field.flatMap(one -> Stream.of(one.unit()).findFirst());
        if (unit.isPresent()) {
            return number(item, unit.get(), type);
        }
        if (type == int.class
                && field.filter(one -> one.most() != Long.MAX_VALUE).isPresent()) {
            return item.count(field.get().least(), field.get().most());
        }
        Function<YamlValue, ?> reader = readers.get(type);
        if (reader != null) {
            return reader.apply(item);
        }
        Class<?> raw = (Class<?>) type;
        return raw.isEnum() ? constant(item, raw.getEnumConstants()) : read(item, raw);
    }

    private static Object number(YamlValue item, Unit unit, Type type) {
        return switch (unit) {
            case RATE -> item.rate();
            case SHARE -> item.share();
            case SIZE -> type == int.class ? (Object) (int) Math.min(item.size(), Integer.MAX_VALUE) : item.size();
            case DURATION -> item.duration();
            case MONEY -> item.dollars();
        };
    }

    private static Object constant(YamlValue item, Object[] constants) {
        List<String> words = Stream.of(constants)
                .map(one -> one.toString().toLowerCase(Locale.ROOT))
                .toList();
        return constants[words.indexOf(item.choice(words))];
    }
}
