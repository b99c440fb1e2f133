package io.triskel.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.triskel.event.Envelope;
import io.triskel.event.NoData;
import io.triskel.json.JsonMapping;
import io.triskel.json.Utf8;
import java.io.IOException;
import java.util.Optional;

/** How an envelope's data is written, and under which content type, in both modes. */
enum DataWriting {
    NOTHING,
    JSON_OBJECT,
    JSON_TEXT,
    TEXT,
    OCTETS;

    static DataWriting of(Envelope<?> event, String contentType, JsonFactory json) {
        Object data = event.data();
        if (data instanceof NoData) {
            return NOTHING;
        }
        boolean isJson = contentType.isEmpty() || WireText.isJson(contentType);
        if (data instanceof EncodedData encoded) {
            if (isJson) {
                return isJson(encoded.bytes(), json) ? JSON_TEXT : OCTETS;
            }
            return WireText.isText(contentType) && Utf8.isValid(encoded.bytes()) ? TEXT : OCTETS;
        }
        if (data instanceof byte[]) {
            return OCTETS;
        }
        if (!isJson) {
            throw new InvalidEventException(
                    "datacontenttype",
                    "typed data is written as JSON, not as " + contentType + ": use byte[] or EncodedData for that");
        }
        return JSON_OBJECT;
    }

    /** The envelope's content type, or that of its encoded data; empty if neither has one. */
    static String contentType(Envelope<?> event) {
        Optional<String> stated = event.metadata().dataContentType();
        if (event.data() instanceof EncodedData encoded && encoded.contentType().isPresent()) {
            if (stated.isPresent() && !stated.equals(encoded.contentType())) {
                throw new InvalidEventException(
                        "datacontenttype",
                        "the metadata says " + stated.get() + ", the data says "
                                + encoded.contentType().get());
            }
            return encoded.contentType().get();
        }
        return stated.isPresent() ? stated.get() : "";
    }

    /**
     * Whether the bytes can be copied into an event unchanged: exactly one JSON value, at least one level less deep than
     * {@link JsonMapping#MAX_DEPTH}, because the event's own object adds a level.
     */
    private static boolean isJson(byte[] bytes, JsonFactory json) {
        if (!Utf8.isValid(bytes)) {
            return false;
        }
        try (JsonParser parser = json.createParser(bytes)) {
            JsonToken token = parser.nextToken();
            if (token == null) {
                return false;
            }
            int depth = 0;
            do {
                if (token.isStructStart()) {
                    depth++;
                } else if (token.isStructEnd()) {
                    depth--;
                }
                if (depth == JsonMapping.MAX_DEPTH) {
                    return false;
                }
                parser.finishToken();
                token = parser.nextToken();
            } while (depth > 0 && token != null);
            return depth == 0 && token == null;
        } catch (IOException broken) {
            return false;
        }
    }
}
