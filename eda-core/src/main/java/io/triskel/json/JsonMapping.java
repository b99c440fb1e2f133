package io.triskel.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.module.paramnames.ParameterNamesModule;

/**
 * Maps Java values to JSON, for events and states: records by component, times as ISO texts with their offset. Absent
 * values are not written. Reading ignores unknown members, which a newer writer may add, and rejects absent or null ones
 * unless they are Optional or {@code @Nullable}. Writing rejects what reading would. Class names are never written or read.
 */
public final class JsonMapping {
    /** Deeper JSON is rejected as an attack or a mistake. */
    public static final int MAX_DEPTH = 200;

    /** A number of more digits takes too long to read; in a map's key every character counts, not only digits. */
    public static final int MAX_DIGITS = 1000;

    /** In bytes of UTF-8: the parser caches the names of members, so long names would fill the memory. */
    public static final int MAX_NAME = 50_000;

    private JsonMapping() {}

    /** {@return a mapper on top of {@link JsonTokens#factory}} */
    public static JsonMapper mapper(JsonFactory factory, PersonalCrypto crypto) {
        return JsonMapper.builder(factory)
                .addModule(new Jdk8Module())
                .addModule(new JavaTimeOnDemand())
                .addModule(new ParameterNamesModule())
                .addModule(new PersonalModule(crypto))
                .addModule(new ReadableOnly())
                .annotationIntrospector(new ClosedSchemas())
                .accessorNaming(new RecordComponentsOnly())
                .polymorphicTypeValidator(
                        BasicPolymorphicTypeValidator.builder().build())
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.USE_DEFAULTS))
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(
                        SerializationFeature.WRITE_DATES_AS_TIMESTAMPS,
                        SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .disable(SerializationFeature.FLUSH_AFTER_WRITE_VALUE, SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .enable(SerializationFeature.WRITE_DATES_WITH_ZONE_ID)
                .disable(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE,
                        DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                        DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS,
                        DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY,
                        DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build();
    }
}
