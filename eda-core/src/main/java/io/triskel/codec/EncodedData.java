package io.triskel.codec;

import java.util.Arrays;
import java.util.Optional;

/**
 * Data that was not decoded, because its type is unknown or not wanted. Encoding it again gives the same bytes.
 *
 * @param contentType the event's {@code datacontenttype}; absent means JSON
 * @param bytes the data as it was on the wire (JSON text, UTF-8 text or octets); not copied
 */
public record EncodedData(Optional<String> contentType, byte[] bytes) {
    @Override
    public boolean equals(Object other) {
        return other instanceof EncodedData data
                && contentType.equals(data.contentType)
                && Arrays.equals(bytes, data.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * contentType.hashCode() + Arrays.hashCode(bytes);
    }

    /** {@return content type and size, without the content} */
    @Override
    public String toString() {
        return "EncodedData[" + contentType.orElse("application/json") + ", " + bytes.length + " bytes]";
    }
}
