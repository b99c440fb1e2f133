package io.triskel.codec;

import com.fasterxml.jackson.databind.ObjectReader;
import io.triskel.event.EventType;
import io.triskel.event.PortException;
import io.triskel.json.ExactReading;
import io.triskel.json.Utf8;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Writes and reads the states of one class that outlive a release: a saga's data, replicas, rows of views. The bytes begin
 * with the state's version, unless it is 1, and {@link TypeRegistry}'s upcasters read older versions. Immutable,
 * thread-safe; made by {@link StateCodec#stored}.
 *
 * <p>A state is read exactly or not at all, because it may be changed and written again: members that the class does not
 * have, and numbers with more digits than their type, are rejected.
 *
 * @param <T> the class: a record, or a sealed interface of records
 */
public final class StoredState<T> {
    /** The member that has the version. */
    static final String VERSION = "@version";

    private static final byte[] BEGINNING = ("{\"" + VERSION + "\":").getBytes(StandardCharsets.US_ASCII);
    private static final int MOST_DIGITS = 9;

    private final Class<T> schema;
    private final StateCodec codec;
    private final Optional<StateVersions> versions;
    private final ObjectReader reader;

    StoredState(Class<T> schema, StateCodec codec, Optional<StateVersions> versions, ObjectReader reader) {
        this.schema = schema;
        this.codec = codec;
        this.versions = versions;
        this.reader = reader;
    }

    /** {@return this, but ignoring members that the class does not have, for readers that never write the state again} */
    public StoredState<T> ignoringUnknown() {
        return new StoredState<>(schema, codec, versions, ExactReading.ignoringUnknown(reader));
    }

    private int newest() {
        return versions.map(known -> known.newest().version()).orElse(1);
    }

    /**
     * Writes a state with its version.
     *
     * @throws InvalidStateException as {@link StateCodec#encode}
     */
    public byte[] write(T state) {
        byte[] plain = codec.encode(state);
        int version = newest();
        if (version == 1 && !beginsWithVersion(plain)) {
            return plain;
        }
        if (version == 1 || plain[0] != '{') {
            throw new InvalidStateException(
                    "A " + schema.getName() + " cannot be stored with its version, because it is not written as a JSON"
                            + " object of known members: put it in a record",
                    null);
        }
        byte[] number = Integer.toString(version).getBytes(StandardCharsets.US_ASCII);
        int begun = BEGINNING.length + number.length;
        boolean empty = plain[1] == '}';
        byte[] stored = Arrays.copyOf(BEGINNING, begun + plain.length - (empty ? 1 : 0));
        System.arraycopy(number, 0, stored, BEGINNING.length, number.length);
        System.arraycopy(plain, empty ? 1 : 0, stored, begun, stored.length - begun);
        if (!empty) {
            stored[begun] = ',';
        }
        return stored;
    }

    /**
     * Reads a state of this or an older version.
     *
     * @throws PortException if a later release wrote it, so that work waits for that release and no event is at fault
     * @throws InvalidStateException if the bytes are not such a state; the message names the upcaster that may be missing
     */
    public T read(byte[] bytes) {
        return read(bytes, Optional.empty());
    }

    /**
     * As {@link #read(byte[])}, with a message that says whether the class has changed.
     *
     * @param fingerprint the {@link StateCodec#fingerprint} of the class that wrote the bytes
     */
    public T read(byte[] bytes, String fingerprint) {
        return read(bytes, Optional.of(fingerprint));
    }

    private T read(byte[] bytes, Optional<String> fingerprint) {
        int end = beginsWithVersion(bytes) ? endOfVersion(bytes) : 0;
        int version = end == 0 ? 1 : Integer.parseInt(text(bytes, BEGINNING.length, end));
        if (version > newest()) {
            throw new PortException("A stored " + schema.getName() + " has version " + version + ", and this release"
                    + " reads versions up to " + newest() + ": a later release wrote it. Deploy that release or a later"
                    + " one; the state is unchanged");
        }
        List<TypeRegistry.Step> steps =
                versions.isEmpty() ? List.of() : versions.get().from(version, this::missing);
        try {
            byte[] plain = end == 0 ? bytes : withoutVersion(bytes, end);
            if (!Utf8.isValid(plain)) {
                throw new IllegalArgumentException("it is not valid UTF-8");
            }
            T state = steps.isEmpty()
                    ? reader.readValue(plain)
                    : reader.readValue(UpcastData.upcast(steps, reader.readTree(plain)));
            if (state == null) {
                throw new IllegalArgumentException("it is null");
            }
            return state;
        } catch (InvalidEventException ofUpcaster) {
            throw new InvalidStateException("Not a " + schema.getName() + ", " + ofUpcaster.reason(), ofUpcaster);
        } catch (IOException | RuntimeException | Error failed) {
            MappingFailure.rethrowKnown(failed);
            throw new InvalidStateException(
                    "Not a " + schema.getName() + ", " + MappingFailure.reason(failed) + advice(version, fingerprint),
                    failed);
        }
    }

    static boolean beginsWithVersion(byte[] bytes) {
        return bytes.length > BEGINNING.length
                && bytes[2] == BEGINNING[2]
                && Arrays.equals(bytes, 0, BEGINNING.length, BEGINNING, 0, BEGINNING.length);
    }

    private int endOfVersion(byte[] bytes) {
        int end = BEGINNING.length;
        while (end < bytes.length && bytes[end] >= '0' && bytes[end] <= '9') {
            end++;
        }
        int digits = end - BEGINNING.length;
        boolean ends = end < bytes.length && (bytes[end] == ',' || bytes[end] == '}');
        if (digits == 0 || digits > MOST_DIGITS || !ends) {
            throw new InvalidStateException(
                    "Not a " + schema.getName() + ": it begins with a version that is not a number", null);
        }
        return end;
    }

    /** The rest as an object: one copy, and neither a tree nor a second parse. */
    private static byte[] withoutVersion(byte[] bytes, int end) {
        boolean empty = bytes[end] == '}';
        byte[] plain = new byte[bytes.length - end + (empty ? 1 : 0)];
        System.arraycopy(bytes, end, plain, empty ? 1 : 0, bytes.length - end);
        plain[0] = '{';
        return plain;
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
    }

    private InvalidStateException missing(EventType from, EventType to) {
        return new InvalidStateException(
                "A stored " + schema.getName() + " has version " + from.version() + ": add the missing upcaster from "
                        + from + " to " + to,
                null);
    }

    private String advice(int version, Optional<String> fingerprint) {
        if (version < newest()) {
            return ", after the upcasters from version " + version + " to " + newest();
        }
        boolean differs = fingerprint
                .filter(written -> !written.equals(codec.fingerprint(schema)))
                .isPresent();
        String changed = differs ? ". Its class has changed: " : ". If its class has changed, ";
        return changed
                + versions.map(StateVersions::newest)
                        .map(now -> "register version " + (version + 1) + " and the missing upcaster from " + now
                                + " to " + StateVersions.next(now))
                        .orElseGet(() -> "register it with TypeRegistry.builder().state(name, 2, "
                                + schema.getSimpleName()
                                + ".class) and the missing upcaster with upcastState(name, 1, ..)");
    }
}
