package io.triskel.codec;

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import io.triskel.event.Envelope;
import io.triskel.event.ExtensionValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Writes one structured event: attributes first, the data last, as {@link StructuredReader} likes it best. */
final class StructuredWriter {
    private final DataTypes types;

    StructuredWriter(DataTypes types) {
        this.types = types;
    }

    byte[] write(Envelope<?> event, int maxBytes) {
        String contentType = DataWriting.contentType(event);
        DataWriting writing = DataWriting.of(event, contentType, types.json());
        ExactBytes bytes = new ExactBytes(maxBytes);
        try (JsonGenerator json = types.json().createGenerator(bytes, JsonEncoding.UTF8)) {
            json.writeStartObject();
            EnvelopeAttributes.write(event, types.wire(event.type()), contentType, new Members(json));
            data(event, writing, json);
            json.writeEndObject();
        } catch (IOException failed) {
            throw new InvalidEventException("data", MappingFailure.reason(failed), failed);
        }
        if (bytes.size() > maxBytes) {
            throw new EventTooLargeException(bytes.size(), maxBytes);
        }
        return bytes.toByteArray();
    }

    private void data(Envelope<?> event, DataWriting writing, JsonGenerator json) throws IOException {
        switch (writing) {
            case NOTHING -> {}
            case JSON_OBJECT -> {
                json.writeFieldName(Attribute.DATA.json());
                types.write(event.type(), event.data(), json);
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
            if (value instanceof ExtensionValue.Whole whole) {
                json.writeNumberField(name, whole.value());
            } else if (value instanceof ExtensionValue.Flag flag) {
                json.writeBooleanField(name, flag.value());
            } else {
                json.writeStringField(name, value.canonical());
            }
        }
    }
}
