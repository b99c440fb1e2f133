package io.triskel.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.BeanPropertyWriter;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import com.fasterxml.jackson.databind.ser.Serializers;
import com.fasterxml.jackson.databind.ser.std.NullSerializer;
import com.fasterxml.jackson.databind.ser.std.ObjectArraySerializer;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.databind.type.ArrayType;
import com.fasterxml.jackson.databind.type.ReferenceType;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rejects on writing the values that reading would reject: a null that is neither Optional nor {@code @Nullable}, and
 * numbers and names that are too long. The check costs a valid value at most one comparison.
 */
final class ReadableOnly extends SimpleModule {
    private static final long serialVersionUID = 1L;

    ReadableOnly() {
        super("triskel-readable-only");
        addAbstractTypeMapping(Set.class, LinkedHashSet.class);
    }

    @Override
    public void setupModule(SetupContext context) {
        super.setupModule(context);
        ObjectMapper mapper = context.getOwner();
        mapper.getSerializerProvider().setNullValueSerializer(new RefusedNull());
        context.addBeanSerializerModifier(new Modifier());
        context.addSerializers(new Values());
        context.addBeanDeserializerModifier(new EnumWithBodies.Modifier());
    }

    private static final class Values extends Serializers.Base {
        @Override
        public @Nullable JsonSerializer<?> findSerializer(
                SerializationConfig config, JavaType type, BeanDescription description) {
            Class<?> raw = type.getRawClass();
            if (raw == BigDecimal.class) {
                return new Checked<>(BigDecimal.class, WritableValues::unreadable, JsonGenerator::writeNumber);
            }
            if (raw == BigInteger.class) {
                return new Checked<>(BigInteger.class, WritableValues::unreadable, JsonGenerator::writeNumber);
            }
            return raw == Locale.class
                    ? new Checked<>(
                            Locale.class,
                            WritableValues::unreadable,
                            (json, value) -> json.writeString(value.toString()))
                    : null;
        }

        @Override
        public @Nullable JsonSerializer<?> findReferenceSerializer(
                SerializationConfig config,
                ReferenceType type,
                BeanDescription description,
                @Nullable TypeSerializer contentType,
                @Nullable JsonSerializer<Object> content) {
            return type.hasRawClass(Optional.class) ? new OptionalWriter(type, contentType, content) : null;
        }
    }

    private static final class Modifier extends BeanSerializerModifier {
        private static final long serialVersionUID = 1L;

        @Override
        public List<BeanPropertyWriter> changeProperties(
                SerializationConfig config, BeanDescription description, List<BeanPropertyWriter> writers) {
            if (Components.areIn(description.getBeanClass())) {
                refuseNulls(description.getBeanClass(), writers);
            }
            return writers;
        }

        /** Like reading, decides by the parameters of the canonical constructor, not by the components. */
        private static void refuseNulls(Class<?> type, List<BeanPropertyWriter> writers) {
            List<Components.Component> components = Components.of(type);
            boolean[] nullable = Components.nullable(type);
            for (BeanPropertyWriter writer : writers) {
                int index = indexOf(writer.getMember().getName(), components);
                boolean optional = writer.getType().hasRawClass(Optional.class);
                if (index >= 0 && !optional && nullable[index]) {
                    if (!writer.willSuppressNulls()) {
                        writer.assignNullSerializer(NullSerializer.instance);
                    }
                } else if (index >= 0 && !writer.getType().isPrimitive()) {
                    writer.assignNullSerializer(new RefusedNull());
                }
            }
        }

        private static int indexOf(String component, List<Components.Component> components) {
            for (int i = 0; i < components.size(); i++) {
                if (components.get(i).name().equals(component)) {
                    return i;
                }
            }
            return -1;
        }

        /** Replaces Jackson's serializer for arrays of texts, which writes a null without asking the null serializer. */
        @Override
        public JsonSerializer<?> modifyArraySerializer(
                SerializationConfig config, ArrayType type, BeanDescription description, JsonSerializer<?> databind) {
            return type.getContentType().hasRawClass(String.class)
                    ? new ObjectArraySerializer(type.getContentType(), true, null, null)
                    : databind;
        }

        @Override
        @SuppressWarnings("unchecked")
        public JsonSerializer<?> modifyKeySerializer(
                SerializationConfig config, JavaType type, BeanDescription description, JsonSerializer<?> databind) {
            return new Name((JsonSerializer<Object>) databind);
        }
    }

    private static final class Name extends JsonSerializer<Object> {
        private final JsonSerializer<Object> databind;

        Name(JsonSerializer<Object> databind) {
            this.databind = databind;
        }

        @Override
        public void serialize(Object key, JsonGenerator json, SerializerProvider provider) throws IOException {
            requireReadable(WritableValues.unreadableKey(key), json);
            databind.serialize(key, json, provider);
        }
    }

    private static final class RefusedNull extends JsonSerializer<Object> {
        @Override
        public void serialize(@Nullable Object nothing, JsonGenerator json, SerializerProvider provider)
                throws IOException {
            throw JsonMappingException.from(json, "it is null, which only an Optional or a @Nullable component may be");
        }
    }

    private static void requireReadable(@Nullable String why, JsonGenerator json) throws IOException {
        if (why != null) {
            throw JsonMappingException.from(json, why);
        }
    }

    @FunctionalInterface
    private interface Writer<T> {
        void write(JsonGenerator json, T value) throws IOException;
    }

    /** Writes a value as Jackson does, after a check that it can be read back. */
    private static final class Checked<T> extends StdScalarSerializer<T> {
        private static final long serialVersionUID = 1L;

        private final transient Function<T, @Nullable String> unreadable;
        private final transient Writer<T> writer;

        Checked(Class<T> type, Function<T, @Nullable String> unreadable, Writer<T> writer) {
            super(type);
            this.unreadable = unreadable;
            this.writer = writer;
        }

        @Override
        public void serialize(T value, JsonGenerator json, SerializerProvider provider) throws IOException {
            requireReadable(unreadable.apply(value), json);
            writer.write(json, value);
        }
    }
}
