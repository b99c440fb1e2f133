package io.triskel.codec;

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import io.triskel.event.Envelope;
import io.triskel.event.Metadata.ExtensionValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes one structured event: attributes first and the data last, which {@link StructuredReader} reads fastest. */
final class StructuredWriter {
    private final DataTypes types;
    private final KnownSources sources = new KnownSources();

    StructuredWriter(DataTypes types) {
        this.types = types;
    }

    /** {@return a generator that writes events to these bytes, without a separator} */
    JsonGenerator generator(ExactBytes bytes) {
        try {
            return types.json().createGenerator(bytes, JsonEncoding.UTF8).setRootValueSeparator(null);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /**
     * Writes and flushes one event. After an exception, close the generator.
     *
     * @param bytes what the generator writes to
     * @return where the data begins, if it is JSON of typed data; else {@link WrittenEvent#NO_DATA}
     */
    long write(Envelope<?> event, JsonGenerator json, ExactBytes bytes) {
        String contentType = DataWriting.contentType(event);
        DataWriting writing = DataWriting.of(event, contentType, types.json());
        try {
            json.writeStartObject();
            DataTypes.Slot slot = types.slot(event.type());
            types.requireFit(slot, event);
            EnvelopeAttributes.write(
                    event, DataTypes.wire(event.type(), slot), contentType, sources, new Members(json));
            long from = data(event, slot, writing, json, bytes);
            json.writeEndObject();
            json.flush();
            return from;
        } catch (IOException failed) {
            throw new InvalidEventException("data", MappingFailure.reason(failed), failed);
        }
    }

    static void close(JsonGenerator json) {
        try {
            json.close();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private long data(
            Envelope<?> event, DataTypes.@Nullable Slot slot, DataWriting writing, JsonGenerator json, ExactBytes bytes)
            throws IOException {
        switch (writing) {
            case NOTHING -> {}
            case JSON_OBJECT -> {
                json.writeFieldName(Attribute.DATA.json());
                // The generator writes the colon with the value.
                long from = bytes.size() + json.getOutputBuffered() + 1;
                types.write(slot, event.data(), json);
                return from;
            }
            case JSON_TEXT -> {
                json.writeFieldName(Attribute.DATA.json());
                json.writeRawValue(new String(((EncodedData) event.data()).bytes(), StandardCharsets.UTF_8));
            }
            case TEXT -> {
                json.writeFieldName(Attribute.DATA.json());
                json.writeString(new String(((EncodedData) event.data()).bytes(), StandardCharsets.UTF_8));
            }
            case OCTETS -> {
                byte[] octets = event.data() instanceof EncodedData encoded ? encoded.bytes() : (byte[]) event.data();
                json.writeFieldName(Attribute.DATA_BASE64.json());
                json.writeBinary(Base64Variants.MIME_NO_LINEFEEDS, octets, 0, octets.length);
            }
        }
        return WrittenEvent.NO_DATA;
    }

    private record Members(JsonGenerator json) implements AttributeSink {
        @Override
        public void text(Attribute name, String value) throws IOException {
            json.writeFieldName(name.json());
            json.writeString(value);
        }

        @Override
        public void flag(Attribute name, boolean value) throws IOException {
            json.writeFieldName(name.json());
            json.writeBoolean(value);
        }

        @Override
        public void extension(String name, ExtensionValue value) throws IOException {
            if (value.whole().isPresent()) {
                json.writeNumberField(name, value.whole().get());
            } else if (value.flag().isPresent()) {
                json.writeBooleanField(name, value.flag().get());
            } else {
                json.writeStringField(name, value.canonical());
            }
        }
    }
}
