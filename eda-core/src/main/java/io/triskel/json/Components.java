package io.triskel.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.triskel.event.DataClass;
import io.triskel.event.WireName;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What objects of a class consist of: the components of a record, or the properties of a data class. */
public final class Components {
    private Components() {}

    /** One of them; annotations are looked at when asked for, because the check of types runs at each cold start. */
    sealed interface Component {
        String name();

        Class<?> type();

        Type genericType();

        /** {@return the name in JSON} */
        String wireName();

        /** {@return the static method that a value passes through when it is read; null if there is none} */
        default @Nullable Method check() {
            return null;
        }

        @Nullable
        Object valueIn(Object whole) throws ReflectiveOperationException;
    }

    private record OfRecord(RecordComponent component) implements Component {
        @Override
        public String name() {
            return component.getName();
        }

        @Override
        public Class<?> type() {
            return component.getType();
        }

        @Override
        public Type genericType() {
            return component.getGenericType();
        }

        @Override
        public String wireName() {
            JsonProperty jackson = component.getAccessor().getAnnotation(JsonProperty.class);
            return Names.name(component.getAnnotation(WireName.class), jackson, component.getName());
        }

        @Override
        public @Nullable Object valueIn(Object whole) throws ReflectiveOperationException {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(whole);
        }
    }

    private record OfDataClass(DataClass.Property property) implements Component {
        @Override
        public String name() {
            return property.name();
        }

        @Override
        public Class<?> type() {
            return property.field().getType();
        }

        @Override
        public Type genericType() {
            return property.field().getGenericType();
        }

        @Override
        public String wireName() {
            return Names.name(property.field().getAnnotation(WireName.class), null, name());
        }

        @Override
        public @Nullable Method check() {
            return property.check().orElse(null);
        }

        @Override
        public @Nullable Object valueIn(Object whole) throws ReflectiveOperationException {
            Field field = property.field();
            field.setAccessible(true);
            return field.get(whole);
        }
    }

    /**
     * {@return whether the class has components: whether it is a record or a data class}
     *
     * @throws TypeCheck.Refusal if it is a data class that could be written and never be read back
     */
    static boolean areIn(Class<?> type) {
        return type.isRecord() || DataClasses.of(type).isPresent();
    }

    /** {@return the components in the order of the constructor's parameters; none if the class has none} */
    static List<Component> of(Class<?> type) {
        List<Component> all = new ArrayList<>();
        RecordComponent[] components = type.getRecordComponents();
        if (components != null) {
            for (RecordComponent component : components) {
                all.add(new OfRecord(component));
            }
            return all;
        }
        Optional<DataClass> data = DataClasses.of(type);
        if (data.isPresent()) {
            for (DataClass.Property property : data.get().properties()) {
                all.add(new OfDataClass(property));
            }
        }
        return all;
    }

    /** {@return which components may be null, and absent in JSON: the parameters of the constructor decide} */
    static boolean[] nullable(Class<?> type) {
        Optional<DataClass> data = DataClasses.of(type);
        AnnotatedType[] parameters = data.isPresent() ? new AnnotatedType[0] : ClosedSchemas.parameters(type);
        boolean[] nullable =
                new boolean[data.isPresent() ? data.get().properties().size() : parameters.length];
        for (int i = 0; i < nullable.length; i++) {
            nullable[i] = data.isPresent()
                    ? data.get().properties().get(i).nullable()
                    : ClosedSchemas.isNullable(parameters, i);
        }
        return nullable;
    }

    /** {@return the names of what differs between two values: components, {@code @type} or {@code @value}} */
    public static Set<String> differing(Object one, Object other) {
        Set<String> names = new TreeSet<>();
        if (one.getClass() != other.getClass()) {
            names.add("@type");
        } else if (!areIn(one.getClass())) {
            if (!one.equals(other)) {
                names.add("@value");
            }
        } else {
            for (Component component : of(one.getClass())) {
                if (!Objects.deepEquals(value(component, one), value(component, other))) {
                    names.add(component.name());
                }
            }
        }
        return names;
    }

    private static @Nullable Object value(Component component, Object whole) {
        try {
            return component.valueIn(whole);
        } catch (ReflectiveOperationException failed) {
            throw new IllegalStateException(
                    "The member " + component.name() + " of " + whole.getClass().getName() + " cannot be read", failed);
        }
    }
}
