package io.triskel.codec;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import io.triskel.event.Envelope;
import io.triskel.event.EventType;
import io.triskel.event.Metadata.ExtensionValue;
import java.io.IOException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads events as attributes plus the data's bytes. Attribute values are texts, so a number or boolean extension
 * reads back as its canonical text. Empty data reads back as no data, because the bytes are the same.
 */
final class BinaryMode {
    private static final byte[] NO_BYTES = {};

    private final DataTypes types;
    private final DataReading reading;
    private final KnownSources sources = new KnownSources();

    BinaryMode(DataTypes types) {
        this.types = types;
        this.reading = new DataReading(types.json());
    }

    /** @param known the data's JSON, if it was written before */
    WireEvent write(Envelope<?> event, byte @Nullable [] known, int maxBytes) {
        String contentType = DataWriting.contentType(event);
        DataWriting writing = DataWriting.of(event, contentType, types.json());
        boolean impliedJson =
                contentType.isEmpty() && (writing == DataWriting.JSON_OBJECT || writing == DataWriting.JSON_TEXT);
        Texts texts = new Texts(new FewTexts());
        DataTypes.Slot slot = types.slot(event.type());
        types.requireFit(slot, event);
        try {
            EnvelopeAttributes.write(
                    event,
                    DataTypes.wire(event.type(), slot),
                    impliedJson ? "application/json" : contentType,
                    sources,
                    texts);
        } catch (IOException impossible) {
            throw new IllegalStateException("A map does no I/O", impossible);
        }
        byte[] body =
                known != null && writing == DataWriting.JSON_OBJECT ? known : body(event, slot, writing, maxBytes);
        WireEvent wire = new WireEvent(texts.attributes, body);
        requireWithin(wire, maxBytes);
        return wire;
    }

    private byte[] body(Envelope<?> event, DataTypes.@Nullable Slot slot, DataWriting writing, int maxBytes) {
        if (writing == DataWriting.NOTHING) {
            return new byte[0];
        }
        if (event.data() instanceof EncodedData encoded) {
            return encoded.bytes();
        }
        return event.data() instanceof byte[] octets ? octets : typed(event, slot, maxBytes);
    }

    private byte[] typed(Envelope<?> event, DataTypes.@Nullable Slot slot, int maxBytes) {
        ExactBytes bytes = new ExactBytes(maxBytes);
        try (JsonGenerator json = types.json().createGenerator(bytes, JsonEncoding.UTF8)) {
            types.write(slot, event.data(), json);
        } catch (IOException failed) {
            throw new InvalidEventException("data", MappingFailure.reason(failed), failed);
        }
        return bytes.take();
    }

    Envelope<?> read(WireEvent wire, Predicate<EventType> wanted, int maxBytes) {
        requireWithin(wire, maxBytes);
        EnvelopeDraft draft = new EnvelopeDraft(sources);
        wire.attributes().forEach(draft::text);
        String type = draft.type();
        DataTypes.Slot slot = type == null ? null : types.slot(type);
        DataTypes.Slot asked = slot != null && wanted.test(slot.type()) ? slot : null;
        RawData data = raw(wire.body(), asked);
        return draft.finish(
                slot == null ? null : slot.type(),
                (known, pattern, metadata) -> reading.data(known, pattern, metadata, asked, data));
    }

    private static RawData raw(byte[] body, DataTypes.@Nullable Slot asked) {
        boolean nothing = body.length == 0 && (asked == null || !asked.isBytes());
        return nothing ? RawData.None.NONE : new RawData.Octets(body);
    }

    Envelope<?> readData(Envelope<?> event, Predicate<EventType> wanted) {
        DataTypes.Slot slot = types.slot(event.type());
        if (slot == null || !wanted.test(slot.type())) {
            return event;
        }
        byte[] body = event.data() instanceof EncodedData encoded ? encoded.bytes() : NO_BYTES;
        EnvelopeDraft.DataOf<Object> read =
                reading.data(event.type(), event.pattern(), event.metadata(), slot, raw(body, slot));
        return new Envelope<>(
                event.id(),
                read.type(),
                event.subject(),
                event.time(),
                event.key(),
                event.pattern(),
                read.metadata(),
                read.data());
    }

    private static void requireWithin(WireEvent wire, int maxBytes) {
        long size = wire.bytes();
        if (size > maxBytes) {
            throw new EventTooLargeException(size, maxBytes);
        }
    }

    private record Texts(FewTexts attributes) implements AttributeSink {
        @Override
        public void text(Attribute name, String value) {
            attributes.add(name.attribute(), value);
        }

        @Override
        public void flag(Attribute name, boolean value) {
            attributes.add(name.attribute(), Boolean.toString(value));
        }

        @Override
        public void extension(String name, ExtensionValue value) {
            attributes.add(name, value.canonical());
        }
    }
}
