package io.triskel.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import io.triskel.event.Envelope;
import io.triskel.event.EventType;
import io.triskel.event.ForAdapters;
import io.triskel.json.PersonalCrypto;
import io.triskel.personal.PersonalKeys;
import io.triskel.personal.SubjectForgottenException;
import java.security.SecureRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Encodes and decodes CloudEvents 1.0, in structured mode (one JSON object) and binary mode (attributes plus data).
 * Lossless means attribute-equal: the same names with the same canonical texts, the same instant and offset, and the same
 * data; see docs/wire-format.md. Immutable and thread-safe; create it once.
 *
 * <p>Decoding is as strict as the specification and upcasts to the newest version. A failing key store throws
 * {@link io.triskel.event.PortException}, never {@link InvalidEventException}.
 */
public final class EventCodec {
    /** The default limit of an encoded event: 256 KiB, the smallest limit of the supported buses. */
    public static final int DEFAULT_MAX_BYTES = 256 * 1024;

    private final DataTypes types;
    private final StructuredWriter writer;
    private final StructuredReader reader;
    private final BinaryMode binary;
    private final int maxBytes;

    private EventCodec(DataTypes types, int maxBytes) {
        this.types = types;
        this.writer = new StructuredWriter(types);
        this.reader = new StructuredReader(types);
        this.binary = new BinaryMode(types);
        this.maxBytes = maxBytes;
    }

    /** {@return a codec for these types, without keys for personal data} */
    public static EventCodec of(TypeRegistry types) {
        return new EventCodec(new DataTypes(types, PersonalCrypto.without()), DEFAULT_MAX_BYTES);
    }

    /** {@return a codec that encrypts and decrypts personal data with these keys} */
    public EventCodec withPersonal(PersonalKeys keys) {
        return withPersonal(keys, new SecureRandom());
    }

    /** {@return a codec that encrypts and decrypts personal data with these keys, and nonces from {@code random}} */
    public EventCodec withPersonal(PersonalKeys keys, SecureRandom random) {
        return new EventCodec(new DataTypes(types.registry(), PersonalCrypto.with(keys, random)), maxBytes);
    }

    /** {@return a codec that rejects events with more encoded bytes than this, at least 1} */
    public EventCodec withMaxBytes(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("bytes must be at least 1, not " + bytes);
        }
        return new EventCodec(types, bytes);
    }

    /** {@return the types that this codec knows} */
    public TypeRegistry types() {
        return types.registry();
    }

    /** {@return the most bytes of an encoded event; in binary mode, names and values of attributes count} */
    public int maxBytes() {
        return maxBytes;
    }

    /**
     * Writes a structured event.
     *
     * @throws EventTooLargeException if it is larger than {@link #maxBytes()}
     * @throws InvalidEventException if it cannot be a CloudEvent, or its data cannot be JSON
     * @throws SubjectForgottenException if it has personal data of a forgotten subject
     */
    public byte[] encode(Envelope<?> event) {
        try (EventWriter once = writer()) {
            return once.write(event);
        }
    }

    /** {@return a writer for many structured events, faster than {@link #encode}; for one thread at a time} */
    public EventWriter writer() {
        return new EventWriter(writer, types, maxBytes);
    }

    /**
     * Reads a structured event; data of an unknown type stays {@link EncodedData}.
     *
     * @throws EventTooLargeException if it is larger than {@link #maxBytes()}
     * @throws InvalidEventException if it is not a CloudEvent 1.0, or not what its type says
     */
    public Envelope<?> decode(byte[] structured) {
        return decode(structured, type -> true);
    }

    /**
     * Reads a structured event; data of a type that is unknown or not {@code wanted} stays {@link EncodedData}.
     *
     * @param structured the event
     * @param wanted sees known types only, as on the wire and before upcasting
     * @throws EventTooLargeException if it is larger than {@link #maxBytes()}
     * @throws InvalidEventException if it is not a CloudEvent 1.0, or not what its type says
     */
    public Envelope<?> decode(byte[] structured, Predicate<EventType> wanted) {
        if (structured.length > maxBytes) {
            throw new EventTooLargeException(structured.length, maxBytes);
        }
        return reader.read(structured, wanted);
    }

    /**
     * Writes an event in binary mode. JSON data without a content type gets {@code application/json}.
     *
     * @throws EventTooLargeException if it is larger than {@link #maxBytes()}
     * @throws InvalidEventException if it cannot be a CloudEvent, or its data cannot be JSON
     * @throws SubjectForgottenException if it has personal data of a forgotten subject
     */
    public WireEvent encodeBinary(Envelope<?> event) {
        return binary.write(event, null, maxBytes);
    }

    /**
     * Writes an event in binary mode like {@link #encodeBinary(Envelope)}, with the data as it was just written.
     *
     * @param written counts only if it has the same data
     * @throws EventTooLargeException if it is larger than {@link #maxBytes()}
     */
    public WireEvent encodeBinary(Envelope<?> event, WrittenEvent written) {
        return binary.write(event, written.dataOf(event, types), maxBytes);
    }

    /** {@return whether {@link #encode} would write the event as it was just written} */
    public boolean writes(Envelope<?> event, WrittenEvent written) {
        return written.isOf(event, types) && written.structured().length <= maxBytes;
    }

    /**
     * Reads an event in binary mode; data of an unknown type stays {@link EncodedData}.
     *
     * @throws EventTooLargeException if it is larger than {@link #maxBytes()}
     * @throws InvalidEventException if it is not a CloudEvent 1.0, or not what its type says
     */
    public Envelope<?> decodeBinary(WireEvent wire) {
        return decodeBinary(wire, type -> true);
    }

    /**
     * Reads an event in binary mode; data of a type that is unknown or not {@code wanted} stays {@link EncodedData}.
     *
     * @param wire the event
     * @param wanted sees known types only, as on the wire and before upcasting
     * @throws EventTooLargeException if it is larger than {@link #maxBytes()}
     * @throws InvalidEventException if it is not a CloudEvent 1.0, or not what its type says
     */
    public Envelope<?> decodeBinary(WireEvent wire, Predicate<EventType> wanted) {
        return binary.read(wire, wanted, maxBytes);
    }

    /**
     * Decodes data that {@link #decodeBinary(WireEvent, Predicate)} left encoded, so that a host with many consumers reads
     * an event's attributes once.
     *
     * @param event as {@code decodeBinary} returned it
     * @param wanted as above
     * @return the event as {@code decodeBinary} would read it with this {@code wanted}
     * @throws InvalidEventException if it is not what its type says
     */
    public Envelope<?> decodeData(Envelope<?> event, Predicate<EventType> wanted) {
        return binary.readData(event, wanted);
    }

    /**
     * {@return whether decoded data of this type may be handed to several readers} It cannot change, is not upcast, and has no
     * personal data, which one reader may still see and the next one no longer.
     */
    public boolean isShared(EventType type) {
        DataTypes.Slot slot = types.slot(type);
        return slot != null && slot.isShared();
    }

    /**
     * Writes structured events one after another with one generator, faster than {@link EventCodec#encode}. For one thread
     * at a time. Close the writer to return its buffers to the pool.
     */
    @ForAdapters
    public static final class EventWriter implements AutoCloseable {
        private final StructuredWriter writer;
        private final DataTypes types;
        private final ExactBytes bytes;
        private @Nullable JsonGenerator json;

        EventWriter(StructuredWriter writer, DataTypes types, int maxBytes) {
            this.writer = writer;
            this.types = types;
            this.bytes = new ExactBytes(maxBytes);
        }

        /**
         * Writes a structured event.
         *
         * @throws EventTooLargeException if it is larger than the codec's limit
         * @throws InvalidEventException if it cannot be a CloudEvent, or its data cannot be JSON
         * @throws SubjectForgottenException if it has personal data of a forgotten subject
         */
        public byte[] write(Envelope<?> event) {
            return written(event).structured();
        }

        /** {@return the structured event that {@link #write} returns, for a publication in the same call} */
        public WrittenEvent written(Envelope<?> event) {
            JsonGenerator open = json == null ? writer.generator(bytes) : json;
            json = open;
            boolean written = false;
            long data;
            try {
                data = writer.write(event, open, bytes);
                written = true;
            } finally {
                if (!written) {
                    close();
                }
            }
            byte[] structured = bytes.take();
            // Bytes of an event beyond the limit are not taken, so that the place fits.
            return new WrittenEvent(event, types, structured, (int) data);
        }

        /** Returns the buffers; the next event takes new ones. */
        @Override
        public void close() {
            JsonGenerator open = json;
            json = null;
            if (open != null) {
                StructuredWriter.close(open);
                bytes.clear();
            }
        }
    }
}
