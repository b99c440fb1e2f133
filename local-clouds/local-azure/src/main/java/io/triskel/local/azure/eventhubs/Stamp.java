package io.triskel.local.azure.eventhubs;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.qpid.protonj2.types.Symbol;

/**
 * The annotations that the service adds to each event: sequence number, offset and enqueued time. Encoded by hand, for speed:
 * each event is stamped while its partition is locked.
 */
final class Stamp {
    static final Symbol SEQUENCE_NUMBER = Symbol.valueOf("x-opt-sequence-number");
    static final Symbol OFFSET = Symbol.valueOf("x-opt-offset");
    static final Symbol ENQUEUED_TIME = Symbol.valueOf("x-opt-enqueued-time");
    static final Symbol PARTITION_KEY = Symbol.valueOf("x-opt-partition-key");

    private static final byte[] SEQUENCE_NUMBER_KEY = symbol(SEQUENCE_NUMBER);
    private static final byte[] OFFSET_KEY = symbol(OFFSET);
    private static final byte[] ENQUEUED_TIME_KEY = symbol(ENQUEUED_TIME);
    private static final int STAMPED = 6;

    private static final byte LONG = (byte) 0x81;
    private static final byte TIMESTAMP = (byte) 0x83;
    private static final byte STRING_8 = (byte) 0xa1;
    private static final byte SYMBOL_8 = (byte) 0xa3;
    private static final byte MAP_32 = (byte) 0xd1;
    private static final byte SMALL_ULONG = 0x53;
    private static final byte MESSAGE_ANNOTATIONS = 0x72;

    private Stamp() {}

    static LogEvent on(IncomingEvent event, long sequenceNumber, long offset, long enqueuedMillis) {
        byte[] digits = Long.toString(offset).getBytes(StandardCharsets.US_ASCII);
        int elements = SEQUENCE_NUMBER_KEY.length
                + 9
                + OFFSET_KEY.length
                + 2
                + digits.length
                + ENQUEUED_TIME_KEY.length
                + 9
                + event.annotations().length();
        ByteBuffer out = ByteBuffer.allocate(12 + elements + event.rest().length());
        out.put((byte) 0).put(SMALL_ULONG).put(MESSAGE_ANNOTATIONS);
        out.put(MAP_32).putInt(elements + 4).putInt(STAMPED + event.annotationCount());
        out.put(SEQUENCE_NUMBER_KEY).put(LONG).putLong(sequenceNumber);
        out.put(OFFSET_KEY).put(STRING_8).put((byte) digits.length).put(digits);
        out.put(ENQUEUED_TIME_KEY).put(TIMESTAMP).putLong(enqueuedMillis);
        put(out, event.annotations());
        put(out, event.rest());
        return new LogEvent(sequenceNumber, offset, enqueuedMillis, event.partitionKey(), out.array());
    }

    private static void put(ByteBuffer out, IncomingEvent.Slice slice) {
        out.put(slice.bytes(), slice.from(), slice.length());
    }

    private static byte[] symbol(Symbol symbol) {
        byte[] name = symbol.toString().getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(2 + name.length)
                .put(SYMBOL_8)
                .put((byte) name.length)
                .put(name)
                .array();
    }
}
