package io.triskel.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.triskel.event.Envelope;
import io.triskel.event.EventType;
import io.triskel.event.Metadata.ExtensionValue;
import io.triskel.json.PlainRecord;
import io.triskel.json.Utf8;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads one structured event in one pass. Typed data is decoded immediately if the type attribute precedes it, as in the
 * events that we write; else its position is remembered, and it is decoded once all attributes are known.
 */
final class StructuredReader {
    private final DataTypes types;
    private final DataReading reading;
    private final KnownSources sources = new KnownSources();

    StructuredReader(DataTypes types) {
        this.types = types;
        this.reading = new DataReading(types.json());
    }

    Envelope<?> read(byte[] received, Predicate<EventType> wanted) {
        byte[] bytes = withoutMark(received);
        if (!Utf8.isValid(bytes)) {
            throw new InvalidEventException(InvalidEventException.WHOLE_EVENT, "it is not valid UTF-8");
        }
        Pass pass = new Pass(bytes, wanted, Typed.PLAINLY);
        Envelope<?> event = pass.read();
        while (event == null) {
            pass = new Pass(bytes, wanted, pass.again);
            event = pass.read();
        }
        return event;
    }

    /** Some writers put a byte order mark before UTF-8, which a reader may ignore (RFC 8259, 8.1). */
    private static byte[] withoutMark(byte[] bytes) {
        boolean marked =
                bytes.length >= 3 && bytes[0] == (byte) 0xef && bytes[1] == (byte) 0xbb && bytes[2] == (byte) 0xbf;
        return marked ? Arrays.copyOfRange(bytes, 3, bytes.length) : bytes;
    }

    /** How a pass reads typed data; one that has read it in vain is followed by one of the next kind. */
    private enum Typed {
        PLAINLY,
        BY_DATABIND,
        AFTER_THE_ATTRIBUTES
    }

    private final class Pass {
        private final byte[] bytes;
        private final Predicate<EventType> wanted;
        private final Typed typed;
        private final EnvelopeDraft draft = new EnvelopeDraft(sources);
        private DataTypes.@Nullable Slot slot;
        private RawData data = RawData.None.NONE;
        private Typed again = Typed.AFTER_THE_ATTRIBUTES;

        Pass(byte[] bytes, Predicate<EventType> wanted, Typed typed) {
            this.bytes = bytes;
            this.wanted = wanted;
            this.typed = typed;
        }

        /** {@return the event, or null if data must be read differently: {@code again} says how} */
        @Nullable
        Envelope<?> read() {
            try (JsonParser json = types.json().createParser(bytes)) {
                members(json);
            } catch (PlainRecord.Unusual unusual) {
                again = Typed.BY_DATABIND;
                return null;
            } catch (IOException broken) {
                throw new InvalidEventException(
                        InvalidEventException.WHOLE_EVENT, "it is not JSON: " + MappingFailure.reason(broken), broken);
            }
            String contentType = draft.contentType();
            if (data instanceof RawData.Typed && contentType != null && !WireText.isJson(contentType)) {
                return null;
            }
            DataTypes.Slot known = slot();
            DataTypes.Slot asked =
                    known != null && (data instanceof RawData.Typed || wanted.test(known.type())) ? known : null;
            return draft.finish(
                    known == null ? null : known.type(),
                    (type, pattern, metadata) -> reading.data(type, pattern, metadata, asked, data));
        }

        private void members(JsonParser json) throws IOException {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new InvalidEventException(InvalidEventException.WHOLE_EVENT, "it is not a JSON object");
            }
            String name = json.nextFieldName();
            while (name != null) {
                switch (name) {
                    case "data" -> data(json);
                    case "data_base64" -> octets(json);
                    default -> attribute(name, json);
                }
                name = json.nextFieldName();
            }
            if (json.nextToken() != null) {
                throw new InvalidEventException(InvalidEventException.WHOLE_EVENT, "more follows after its end");
            }
        }

        private void attribute(String name, JsonParser json) throws IOException {
            String text = json.nextTextValue();
            if (text != null) {
                draft.text(name, text);
                return;
            }
            switch (json.currentToken()) {
                case VALUE_NULL -> {}
                case VALUE_TRUE -> draft.value(name, ExtensionValue.of(true));
                case VALUE_FALSE -> draft.value(name, ExtensionValue.of(false));
                case VALUE_NUMBER_INT -> draft.value(name, ExtensionValue.of(whole(name, json)));
                default ->
                    throw new InvalidEventException(
                            name, "an attribute is a string, a boolean or a whole number, not " + json.getText());
            }
        }

        private int whole(String name, JsonParser json) throws IOException {
            if (json.getNumberType() != JsonParser.NumberType.INT) {
                throw new InvalidEventException(
                        name, "an integer has 32 bits (CloudEvents 1.0, \"Type System\"), this is " + json.getText());
            }
            return json.getIntValue();
        }

        private void data(JsonParser json) throws IOException {
            requireFirst("data");
            JsonToken token = json.nextToken();
            DataTypes.Slot readable =
                    typed != Typed.AFTER_THE_ATTRIBUTES && token != JsonToken.VALUE_NULL ? readable() : null;
            if (readable != null) {
                data = new RawData.Typed(readable.read(json, typed == Typed.PLAINLY));
                return;
            }
            int from = (int) json.currentTokenLocation().getByteOffset();
            json.skipChildren();
            json.finishToken();
            data = new RawData.JsonValue(
                    bytes, from, (int) json.currentLocation().getByteOffset() - from);
        }

        private DataTypes.@Nullable Slot readable() {
            DataTypes.Slot known = slot();
            if (known == null || !known.isJson() || known.isUpcast()) {
                return null;
            }
            String contentType = draft.contentType();
            boolean isJson = contentType == null || WireText.isJson(contentType);
            return isJson && wanted.test(known.type()) ? known : null;
        }

        /** {@return the type's slot; null before the type attribute, and for an unknown type} */
        private DataTypes.@Nullable Slot slot() {
            String wire = draft.type();
            if (slot == null && wire != null) {
                slot = types.slot(wire);
            }
            return slot;
        }

        private void octets(JsonParser json) throws IOException {
            if (json.nextToken() == JsonToken.VALUE_NULL) {
                return;
            }
            requireFirst("data_base64");
            if (json.currentToken() != JsonToken.VALUE_STRING) {
                throw new InvalidEventException("data_base64", "it is a string, not " + json.getText());
            }
            try {
                data = new RawData.Octets(Base64.getDecoder().decode(json.getText()));
            } catch (IllegalArgumentException broken) {
                throw new InvalidEventException("data_base64", "it is not Base64: " + broken.getMessage(), broken);
            }
        }

        private void requireFirst(String name) {
            if (data != RawData.None.NONE) {
                throw new InvalidEventException(name, "an event has data or data_base64, once, and not both");
            }
        }
    }
}
