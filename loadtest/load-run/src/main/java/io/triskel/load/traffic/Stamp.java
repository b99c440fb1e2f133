package io.triskel.load.traffic;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The data in an event that lets its arrival be checked and timed.
 *
 * @param run tells the events of a run from all others
 * @param key the key's number
 * @param number of the event within its key, from 0
 * @param intended when it was meant to be sent, in nanoseconds of the sender's clock
 * @param sent when it was sent, likewise
 * @param body checksum of the event's other bytes
 */
public record Stamp(long run, int key, int number, long intended, long sent, int body) {
    /** Bytes of a stamp, its own checksum included. A multiple of three, so that no bit of the text is without a meaning. */
    public static final int BYTES = 42;

    /** Writes the stamp and its checksum at the buffer's position. */
    public void write(ByteBuffer buffer) {
        int start = buffer.position();
        buffer.putLong(run)
                .putInt(key)
                .putInt(number)
                .putLong(intended)
                .putLong(sent)
                .putInt(body)
                .putShort((short) 0);
        buffer.putInt(checksum(buffer, start, BYTES - Integer.BYTES));
    }

    /** {@return the stamp at the buffer's position; empty if its bytes have changed on their way} */
    public static Optional<Stamp> read(ByteBuffer buffer) {
        int start = buffer.position();
        if (buffer.remaining() < BYTES
                || buffer.getInt(start + BYTES - Integer.BYTES) != checksum(buffer, start, BYTES - Integer.BYTES)) {
            return Optional.empty();
        }
        return Optional.of(new Stamp(
                buffer.getLong(start),
                buffer.getInt(start + 8),
                buffer.getInt(start + 12),
                buffer.getLong(start + 16),
                buffer.getLong(start + 24),
                buffer.getInt(start + 32)));
    }

    /** {@return the same event by a clock that is ahead by so many nanoseconds} */
    public Stamp shifted(long nanos) {
        return new Stamp(run, key, number, intended + nanos, sent + nanos, body);
    }

    /** {@return the stamp as text of letters, digits, hyphen and underscore} */
    public String text() {
        ByteBuffer buffer = ByteBuffer.allocate(BYTES);
        write(buffer);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(buffer.array());
    }

    /** {@return the stamp that {@link #text} wrote; empty if the text has changed on its way} */
    public static Optional<Stamp> of(String text) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            return bytes.length == BYTES ? read(ByteBuffer.wrap(bytes)) : Optional.empty();
        } catch (IllegalArgumentException changed) {
            return Optional.empty();
        }
    }

    /** {@return the checksum of a text of ASCII characters} */
    public static int checksum(String ascii) {
        CRC32C checksum = new CRC32C();
        checksum.update(ascii.getBytes(StandardCharsets.ISO_8859_1));
        return (int) checksum.getValue();
    }

    /** {@return the checksum of a part of a buffer that has an array} */
    public static int checksum(ByteBuffer buffer, int start, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(buffer.array(), buffer.arrayOffset() + start, length);
        return (int) checksum.getValue();
    }
}
