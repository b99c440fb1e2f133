package io.triskel.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.DeserializerFactoryConfig;
import com.fasterxml.jackson.databind.cfg.SerializerFactoryConfig;
import com.fasterxml.jackson.databind.deser.BeanDeserializerFactory;
import com.fasterxml.jackson.databind.deser.Deserializers;
import com.fasterxml.jackson.databind.deser.KeyDeserializers;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.BeanSerializerFactory;
import com.fasterxml.jackson.databind.ser.Serializers;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/**
 * Jackson's own mapping of {@code java.time}, set up when the first such type is met: its module loads some ninety classes,
 * which is a tenth of a function's cold start, and many events have no times.
 */
final class JavaTimeOnDemand extends SimpleModule {
    private static final long serialVersionUID = 1L;

    JavaTimeOnDemand() {
        super("triskel-java-time");
    }

    @Override
    public void setupModule(SetupContext context) {
        context.addDeserializers(new Deserializers.Base() {
            @Override
            public @Nullable JsonDeserializer<?> findBeanDeserializer(
                    JavaType type, DeserializationConfig config, BeanDescription description)
                    throws JsonMappingException {
                return isTime(type) ? Module.findReader(type, config, description) : null;
            }
        });
        context.addKeyDeserializers(
                (type, config, description) -> isTime(type) ? Module.findKeyReader(type, config, description) : null);
        context.addSerializers(new Serializers.Base() {
            @Override
            public @Nullable JsonSerializer<?> findSerializer(
                    SerializationConfig config, JavaType type, BeanDescription description) {
                return isTime(type) ? find(Module.WRITERS.serializers(), config, type, description) : null;
            }
        });
        context.addKeySerializers(new Serializers.Base() {
            @Override
            public @Nullable JsonSerializer<?> findSerializer(
                    SerializationConfig config, JavaType type, BeanDescription description) {
                if (type.hasRawClass(YearMonth.class)) {
                    return new YearMonthNames();
                }
                return isTime(type) ? find(Module.WRITERS.keySerializers(), config, type, description) : null;
            }
        });
    }

    private static boolean isTime(JavaType type) {
        return type.getRawClass().getName().startsWith("java.time.");
    }

    private static @Nullable JsonSerializer<?> find(
            Iterable<Serializers> all, SerializationConfig config, JavaType type, BeanDescription description) {
        for (Serializers some : all) {
            JsonSerializer<?> writer = some.findSerializer(config, type, description);
            if (writer != null) {
                return writer;
            }
        }
        return null;
    }

    /** Writes the sign that reading expects before a year of more than four digits; Jackson leaves it out of a map's key. */
    private static final class YearMonthNames extends JsonSerializer<YearMonth> {
        @Override
        public void serialize(YearMonth month, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeFieldName(month.getYear() > 9999 ? "+" + month : month.toString());
        }
    }

    /** The readers and writers that Jackson's module registers, taken from a mapper that has only this module. */
    private static final class Module {
        static final SerializerFactoryConfig WRITERS;
        private static final DeserializerFactoryConfig READERS;

        static {
            JsonMapper mapper = JsonMapper.builder().addModule(javaTime()).build();
            WRITERS = ((BeanSerializerFactory) mapper.getSerializerFactory()).getFactoryConfig();
            READERS = ((BeanDeserializerFactory)
                            mapper.getDeserializationContext().getFactory())
                    .getFactoryConfig();
        }

        /** Keeps a zone's name as it was written: {@code UTC} and {@code Z} are not equal. */
        private static JavaTimeModule javaTime() {
            return new JavaTimeModule().disable(JavaTimeFeature.NORMALIZE_DESERIALIZED_ZONE_ID);
        }

        static @Nullable JsonDeserializer<?> findReader(
                JavaType type, DeserializationConfig config, BeanDescription description) throws JsonMappingException {
            for (Deserializers some : READERS.deserializers()) {
                JsonDeserializer<?> reader = some.findBeanDeserializer(type, config, description);
                if (reader != null) {
                    return reader;
                }
            }
            return null;
        }

        static @Nullable KeyDeserializer findKeyReader(
                JavaType type, DeserializationConfig config, BeanDescription description) throws JsonMappingException {
            for (KeyDeserializers some : READERS.keyDeserializers()) {
                KeyDeserializer reader = some.findKeyDeserializer(type, config, description);
                if (reader != null) {
                    return reader;
                }
            }
            return null;
        }
    }
}
