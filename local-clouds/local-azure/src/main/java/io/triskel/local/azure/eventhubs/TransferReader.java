package io.triskel.local.azure.eventhubs;

import io.triskel.local.azure.eventhubs.IncomingEvent.Slice;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.buffer.impl.ProtonByteArrayBufferAllocator;
import org.apache.qpid.protonj2.codec.Decoder;
import org.apache.qpid.protonj2.codec.Encoder;
import org.apache.qpid.protonj2.codec.decoders.ProtonDecoderFactory;
import org.apache.qpid.protonj2.codec.encoders.ProtonEncoderFactory;
import org.apache.qpid.protonj2.types.Symbol;
import org.apache.qpid.protonj2.types.messaging.Data;
import org.apache.qpid.protonj2.types.messaging.MessageAnnotations;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what a client sent into events. A batch is an envelope followed by one data section per event, which holds a whole encoded
 * message. Properties and bodies are not decoded. Used by one thread.
 */
final class TransferReader {
    /** The message format of a batch. */
    static final int BATCH = 0x80013700;

    private static final int LONGEST_KEY = 128;
    private static final byte SMALL_ULONG = 0x53;
    private static final byte HEADER = 0x70;
    private static final byte MESSAGE_ANNOTATIONS = 0x72;
    private static final byte DATA = 0x75;
    private static final byte BINARY_8 = (byte) 0xa0;
    private static final byte BINARY_32 = (byte) 0xb0;
    private static final byte MAP_8 = (byte) 0xc1;
    private static final byte MAP_32 = (byte) 0xd1;
    private static final Slice NOTHING = new Slice(new byte[0], 0, 0);

    private final Decoder decoder = ProtonDecoderFactory.create();
    private final Encoder encoder = ProtonEncoderFactory.create();

    /**
     * The events of a transfer in order; at least one.
     *
     * @throws HubException if it is no message, or a partition key is too long
     */
    List<IncomingEvent> read(byte[] transfer, int messageFormat) {
        try {
            List<IncomingEvent> events =
                    messageFormat == BATCH ? batch(transfer) : List.of(event(new Slice(transfer, 0, transfer.length)));
            if (events.isEmpty()) {
                throw new HubException(HubException.DECODE_ERROR, "The batch has no events.");
            }
            return events;
        } catch (IndexOutOfBoundsException | IllegalArgumentException | java.nio.BufferUnderflowException e) {
            throw malformed(e);
        }
    }

    private List<IncomingEvent> batch(byte[] transfer) {
        List<IncomingEvent> events = new ArrayList<>();
        String key = null;
        int at = 0;
        while (at < transfer.length) {
            if (transfer[at] == 0 && transfer[at + 1] == SMALL_ULONG && transfer[at + 2] == DATA) {
                Slice message = data(transfer, at + 3);
                events.add(withKey(event(message), key));
                at = message.from() + message.length();
                continue;
            }
            ProtonBuffer rest = wrap(transfer, at, transfer.length - at);
            Object section = section(rest);
            if (section instanceof MessageAnnotations annotations) {
                key = keyOf(annotations.getValue());
            } else if (section instanceof Data data) {
                byte[] message = data.getValue();
                events.add(withKey(event(new Slice(message, 0, message.length)), key));
            }
            at = transfer.length - rest.getReadableBytes();
        }
        return events;
    }

    private static Slice data(byte[] transfer, int at) {
        int length;
        int from;
        if (transfer[at] == BINARY_8) {
            length = transfer[at + 1] & 0xff;
            from = at + 2;
        } else if (transfer[at] == BINARY_32) {
            length = ByteBuffer.wrap(transfer, at + 1, 4).getInt();
            from = at + 5;
        } else {
            throw new IllegalArgumentException("a data section without binary");
        }
        if (length < 0 || length > transfer.length - from) {
            throw new IllegalArgumentException("a data section of " + length + " bytes");
        }
        return new Slice(transfer, from, length);
    }

    /** Header and delivery annotations end here, as they belong to one hop. */
    private IncomingEvent event(Slice message) {
        byte[] bytes = message.bytes();
        int end = message.from() + message.length();
        int at = message.from();
        Slice raw = NOTHING;
        int count = 0;
        String key = null;
        while (end - at > 3
                && bytes[at] == 0
                && bytes[at + 1] == SMALL_ULONG
                && bytes[at + 2] >= HEADER
                && bytes[at + 2] <= MESSAGE_ANNOTATIONS) {
            ProtonBuffer rest = wrap(bytes, at, end - at);
            Object section = section(rest);
            int next = end - rest.getReadableBytes();
            if (section instanceof MessageAnnotations annotations && annotations.getValue() != null) {
                key = keyOf(annotations.getValue());
                if (isStamped(annotations.getValue())) {
                    Map<Symbol, Object> own = withoutStamp(annotations.getValue());
                    raw = encoded(own);
                    count = own.size() * 2;
                } else {
                    raw = elements(bytes, at + 3, next);
                    count = annotations.getValue().size() * 2;
                }
            }
            at = next;
        }
        return new IncomingEvent(key, raw, count, new Slice(bytes, at, end - at));
    }

    /** The envelope's key is that of its events, where they do not say so themselves. */
    private IncomingEvent withKey(IncomingEvent event, @Nullable String key) {
        if (key == null || event.partitionKey() != null) {
            return event;
        }
        Slice added = encoded(Map.of(Stamp.PARTITION_KEY, key));
        byte[] both = new byte[event.annotations().length() + added.length()];
        System.arraycopy(
                event.annotations().bytes(),
                event.annotations().from(),
                both,
                0,
                event.annotations().length());
        System.arraycopy(added.bytes(), added.from(), both, event.annotations().length(), added.length());
        return new IncomingEvent(key, new Slice(both, 0, both.length), event.annotationCount() + 2, event.rest());
    }

    private static Slice elements(byte[] bytes, int at, int end) {
        int header =
                switch (bytes[at]) {
                    case MAP_8 -> 3;
                    case MAP_32 -> 9;
                    default -> throw new IllegalArgumentException("annotations that are no map");
                };
        return new Slice(bytes, at + header, end - at - header);
    }

    private Slice encoded(Map<Symbol, Object> annotations) {
        ProtonBuffer out = ProtonByteArrayBufferAllocator.allocator().allocate(256);
        var state = encoder.newEncoderState();
        annotations.forEach((name, value) -> {
            encoder.writeSymbol(out, state, name);
            encoder.writeObject(out, state, value);
        });
        byte[] bytes = new byte[out.getReadableBytes()];
        out.readBytes(bytes, 0, bytes.length);
        return new Slice(bytes, 0, bytes.length);
    }

    private static boolean isStamped(Map<Symbol, Object> annotations) {
        return annotations.containsKey(Stamp.SEQUENCE_NUMBER)
                || annotations.containsKey(Stamp.OFFSET)
                || annotations.containsKey(Stamp.ENQUEUED_TIME);
    }

    private static Map<Symbol, Object> withoutStamp(Map<Symbol, Object> annotations) {
        Map<Symbol, Object> own = new LinkedHashMap<>(annotations);
        own.keySet().removeAll(List.of(Stamp.SEQUENCE_NUMBER, Stamp.OFFSET, Stamp.ENQUEUED_TIME));
        return own;
    }

    private static @Nullable String keyOf(@Nullable Map<Symbol, Object> annotations) {
        Object value = annotations == null ? null : annotations.get(Stamp.PARTITION_KEY);
        if (value == null) {
            return null;
        }
        String key = value.toString();
        if (key.length() > LONGEST_KEY) {
            throw new HubException(
                    HubException.ARGUMENT,
                    "A partition key has at most " + LONGEST_KEY + " characters, this one has " + key.length() + ".");
        }
        return key;
    }

    private Object section(ProtonBuffer buffer) {
        // Decoders report what they cannot read with several kinds of exceptions.
        try {
            return decoder.readObject(buffer, decoder.newDecoderState());
        } catch (RuntimeException e) {
            throw malformed(e);
        }
    }

    private static HubException malformed(RuntimeException e) {
        return new HubException(HubException.DECODE_ERROR, "The transfer is no AMQP message: " + e.getMessage());
    }

    private static ProtonBuffer wrap(byte[] bytes, int from, int length) {
        return ProtonByteArrayBufferAllocator.wrapped(bytes, from, length);
    }
}
