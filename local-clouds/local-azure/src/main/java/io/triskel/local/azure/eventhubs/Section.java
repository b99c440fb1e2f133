package io.triskel.local.azure.eventhubs;

import java.nio.ByteBuffer;

/**
 * One section of an encoded AMQP message, found without decoding it.
 *
 * @param code of its descriptor
 * @param from the start of the section
 * @param valueAt the start of its value, after the descriptor
 * @param end the start of the next section
 */
record Section(int code, int from, int valueAt, int end) {
    static final int HEADER = 0x70;
    static final int DELIVERY_ANNOTATIONS = 0x71;
    static final int MESSAGE_ANNOTATIONS = 0x72;
    static final int DATA = 0x75;
    static final int FOOTER = 0x78;

    private static final int SMALL_ULONG = 0x53;
    private static final int ULONG = 0x80;

    /** @throws IllegalArgumentException or IndexOutOfBoundsException if there is no complete section */
    static Section at(byte[] bytes, int from, int limit) {
        if (bytes[from] != 0) {
            throw new IllegalArgumentException("no section begins at byte " + from);
        }
        int valueAt = skip(bytes, from + 1, limit);
        int descriptor = bytes[from + 1] & 0xff;
        int code = bytes[valueAt - 1] & 0xff;
        if ((descriptor != SMALL_ULONG && descriptor != ULONG) || code < HEADER || code > FOOTER) {
            throw new IllegalArgumentException("an unknown section begins at byte " + from);
        }
        return new Section(code, from, valueAt, skip(bytes, valueAt, limit));
    }

    /** The content of a value with a length: a binary or a map, the latter with its count. */
    static IncomingEvent.Slice content(byte[] bytes, int at) {
        int width = sizeBytes(bytes[at] & 0xff);
        if (width == 0) {
            throw new IllegalArgumentException("a value without a length at byte " + at);
        }
        return new IncomingEvent.Slice(bytes, at + 1 + width, size(bytes, at + 1, width));
    }

    /** The end of a value; its first byte gives its length (AMQP 1.0, section 1.2.1). */
    private static int skip(byte[] bytes, int at, int limit) {
        int format = bytes[at] & 0xff;
        long end;
        if (format == 0) {
            end = skip(bytes, skip(bytes, at + 1, limit), limit);
        } else if (sizeBytes(format) > 0) {
            end = at + 1L + sizeBytes(format) + size(bytes, at + 1, sizeBytes(format));
        } else if (format >> 4 < 4) {
            throw new IllegalArgumentException("an unknown type at byte " + at);
        } else {
            // 4: nothing, 5: one byte, 6: two, and so on to 9: sixteen.
            end = at + 1L + (format >> 4 == 4 ? 0 : 1 << ((format >> 4) - 5));
        }
        if (end > limit) {
            throw new IllegalArgumentException("a value at byte " + at + " is longer than the message");
        }
        return (int) end;
    }

    private static int sizeBytes(int format) {
        int kind = format >> 4;
        return kind < 0xa ? 0 : kind % 2 == 0 ? 1 : 4;
    }

    private static int size(byte[] bytes, int at, int width) {
        int size = width == 1 ? bytes[at] & 0xff : ByteBuffer.wrap(bytes, at, 4).getInt();
        if (size < 0) {
            throw new IllegalArgumentException("a negative length at byte " + at);
        }
        return size;
    }
}
