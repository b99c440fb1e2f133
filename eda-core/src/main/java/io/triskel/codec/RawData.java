package io.triskel.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An event's data as found on the wire: none, octets, a JSON value within the event's bytes, or a decoded value. */
sealed interface RawData {
    /** No data. */
    enum None implements RawData {
        NONE
    }

    /** The data as bytes, under any content type. */
    record Octets(byte[] bytes) implements RawData {}

    /** A JSON value within a larger text. */
    record JsonValue(byte[] bytes, int from, int length) implements RawData {
        byte[] copy() {
            return Arrays.copyOfRange(bytes, from, from + length);
        }

        boolean isNull() {
            return length == 4 && bytes[from] == 'n';
        }

        boolean isString() {
            return bytes[from] == '"';
        }

        String text() {
            return new String(bytes, from, length, StandardCharsets.UTF_8);
        }
    }

    /** Typed data, read in the same pass as the attributes. */
    record Typed(@Nullable Object value) implements RawData {}
}
