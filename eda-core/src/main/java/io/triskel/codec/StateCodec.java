package io.triskel.codec;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.triskel.event.DerivedId;
import io.triskel.json.ClosedSet;
import io.triskel.json.ExactReading;
import io.triskel.json.JsonMapping;
import io.triskel.json.JsonTokens;
import io.triskel.json.PersonalCrypto;
import io.triskel.json.Schema;
import io.triskel.json.TypeCheck;
import io.triskel.json.Utf8;
import io.triskel.personal.Personal;
import io.triskel.personal.PersonalKeys;
import io.triskel.personal.SubjectForgottenException;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Encodes and decodes states (snapshots, saga state, replicas, rows) as JSON, with the same mapping and encryption of
 * personal data as events. Immutable and thread-safe; create it once.
 *
 * <p>A state is a record or a sealed interface of records; a member of a sealed set is written with its
 * {@code @WireName} in {@code @type}, even if it is written alone, so that it can be read as the set. Only
 * {@code @type} distinguishes types. What is kept across releases is read and written by {@link #stored}.
 */
public final class StateCodec {
    private final PersonalCrypto crypto;
    private final Optional<TypeRegistry> types;
    private final JsonMapper mapper;
    private final Map<Class<?>, String> fingerprints = new ConcurrentHashMap<>();
    private final Map<Class<?>, ObjectWriter> writers = new ConcurrentHashMap<>();
    private final Map<Class<?>, ObjectReader> readers = new ConcurrentHashMap<>();
    private final Set<Class<?>> readable = ConcurrentHashMap.newKeySet();
    private final Map<Class<?>, StoredState<?>> stored = new ConcurrentHashMap<>();

    private StateCodec(PersonalCrypto crypto, Optional<TypeRegistry> types) {
        this.crypto = crypto;
        this.types = types;
        this.mapper = JsonMapping.mapper(JsonTokens.factory(), crypto);
    }

    /** {@return a codec without keys for personal data} */
    public static StateCodec of() {
        return new StateCodec(PersonalCrypto.without(), Optional.empty());
    }

    /** {@return a codec that stores states with the versions and upcasters of this registry} */
    public StateCodec withTypes(TypeRegistry registry) {
        return new StateCodec(crypto, Optional.of(registry));
    }

    /** {@return a codec that encrypts and decrypts personal data with these keys} */
    public StateCodec withPersonal(PersonalKeys keys) {
        return withPersonal(keys, new SecureRandom());
    }

    /** {@return a codec that encrypts and decrypts personal data with these keys, and nonces from {@code random}} */
    public StateCodec withPersonal(PersonalKeys keys, SecureRandom random) {
        return new StateCodec(PersonalCrypto.with(keys, random), types);
    }

    /**
     * Writes a state.
     *
     * @throws InvalidStateException if the state could not be read back, because of its class or of a value in it
     * @throws SubjectForgottenException if it has personal data of a forgotten subject
     */
    public <T> byte[] encode(T state) {
        Class<?> type = state instanceof Enum<?> constant ? constant.getDeclaringClass() : state.getClass();
        try {
            ObjectWriter writer = writers.get(type);
            return (writer == null ? writerOf(type) : writer).writeValueAsBytes(state);
        } catch (IOException | RuntimeException | Error failed) {
            MappingFailure.rethrowKnown(failed);
            throw new InvalidStateException(
                    "A " + type.getName() + " cannot be written, " + MappingFailure.reason(failed), failed);
        }
    }

    private ObjectWriter writerOf(Class<?> type) {
        Class<?> written = ClosedSet.rootOf(type).orElse(type);
        requireReadable(written);
        ObjectWriter writer = mapper.writerFor(written);
        writers.put(type, writer);
        return writer;
    }

    /**
     * Rejects a class whose states could be written and never be read back, before any state is written; for a member of a
     * sealed set, the whole set is checked. {@link #fingerprint} rejects such a class too.
     *
     * @throws IllegalArgumentException if the class is rejected; the message has the path to the component
     */
    public void requireReadable(Class<?> schema) {
        if (!readable.contains(schema)) {
            new TypeCheck().require(ClosedSet.rootOf(schema).orElse(schema), null);
            readable.add(schema);
        }
    }

    /** {@return whether a class has {@link Personal} data, at any depth} */
    public boolean holdsPersonal(Class<?> schema) {
        return TypeCheck.findsPersonal(schema);
    }

    /**
     * Reads a state.
     *
     * @throws InvalidStateException if the bytes are not a state of this schema
     */
    public <T> T decode(byte[] bytes, Class<T> schema) {
        if (StoredState.beginsWithVersion(bytes)) {
            throw new InvalidStateException(
                    "Not a " + schema.getName() + ": it is stored with its version; read it with stored(..)", null);
        }
        if (!Utf8.isValid(bytes)) {
            throw new InvalidStateException("Not a " + schema.getName() + ": it is not valid UTF-8", null);
        }
        try {
            T state = readers.computeIfAbsent(schema, this::reader).readValue(bytes);
            if (state == null) {
                throw new IllegalArgumentException("it is null");
            }
            return state;
        } catch (IOException | RuntimeException | Error failed) {
            MappingFailure.rethrowKnown(failed);
            throw new InvalidStateException("Not a " + schema.getName() + ", " + MappingFailure.reason(failed), failed);
        }
    }

    /**
     * {@return reader and writer of stored states of this class, with their versions} Unlike {@link #encode} and
     * {@link #decode}, which are for JSON that goes to its receiver without being kept.
     *
     * @throws IllegalArgumentException as {@link #requireReadable}, or if the class has a component named {@code @version}
     */
    @SuppressWarnings("unchecked") // the map has a class's own StoredState
    public <T> StoredState<T> stored(Class<T> schema) {
        return (StoredState<T>) stored.computeIfAbsent(schema, this::newStored);
    }

    private <T> StoredState<T> newStored(Class<T> schema) {
        requireReadable(schema);
        StateTypes.requireNoVersionMember(schema);
        return new StoredState<>(
                schema, this, types.flatMap(known -> known.versionsOf(schema)), ExactReading.of(reader(schema)));
    }

    private ObjectReader reader(Class<?> schema) {
        return mapper.readerFor(schema).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    /**
     * Computes a schema's fingerprint: the same in every JVM, and different once a component, its type, an enum constant or
     * a permitted type's name changes anywhere below. Renaming or moving a record does not change it.
     *
     * @return 43 characters
     * @throws IllegalArgumentException if a state of this schema could be written and never be read back
     */
    public String fingerprint(Class<?> schema) {
        return fingerprints.computeIfAbsent(schema, type -> {
            requireReadable(type);
            return DerivedId.of(Schema.describe(type));
        });
    }

    /**
     * Computes the fingerprint of a schema and the Java types in it: also different once a record is renamed or moved, or a
     * component's type becomes another with the same JSON, such as {@code double} and {@code BigDecimal}. For states that can
     * be computed again.
     *
     * @return 43 characters
     * @throws IllegalArgumentException if a state of this schema could be written and never be read back
     */
    public String exactFingerprint(Class<?> schema) {
        requireReadable(schema);
        return DerivedId.of(Schema.describeExactly(schema));
    }
}
