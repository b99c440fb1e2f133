package io.triskel.local.azure.eventhubs;

import io.triskel.local.azure.eventhubs.IncomingEvent.Slice;
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
import org.apache.qpid.protonj2.types.messaging.MessageAnnotations;
import org.jspecify.annotations.Nullable;

/**
 * Splits a client's transfer into events. A batch is an envelope followed by one data section per event, each with a
 * complete encoded message. Properties and bodies are not decoded. Used by one thread.
 */
final class TransferReader {
    /** The message format of a batch. */
    static final int BATCH = 0x80013700;

    private static final int LONGEST_KEY = 128;
    private static final Slice NOTHING = new Slice(new byte[0], 0, 0);

    private final Decoder decoder = ProtonDecoderFactory.create();
    private final Encoder encoder = ProtonEncoderFactory.create();

    /**
     * The events of a transfer in order; at least one.
     *
     * @throws HubException if the transfer is not a message, or a partition key is too long
     */
    List<IncomingEvent> read(byte[] transfer, int messageFormat) {
        try {
            List<IncomingEvent> events =
                    messageFormat == BATCH ? batch(transfer) : List.of(event(new Slice(transfer, 0, transfer.length)));
            if (events.isEmpty()) {
                throw new HubException(HubException.DECODE_ERROR, "The batch has no events.");
            }
            return events;
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw malformed(e);
        }
    }

    private List<IncomingEvent> batch(byte[] transfer) {
        List<IncomingEvent> events = new ArrayList<>();
        String key = null;
        int at = 0;
        while (at < transfer.length) {
            Section section = Section.at(transfer, at, transfer.length);
            if (section.code() == Section.DATA) {
                events.add(withKey(event(Section.content(transfer, section.valueAt())), key));
            } else if (section.code() == Section.MESSAGE_ANNOTATIONS) {
                key = keyOf(annotations(transfer, section));
            }
            at = section.end();
        }
        return events;
    }

    /** Header and delivery annotations end here, as they belong to one hop. */
    private IncomingEvent event(Slice message) {
        byte[] bytes = message.bytes();
        int end = message.from() + message.length();
        int rest = message.from();
        IncomingEvent head = new IncomingEvent(null, NOTHING, 0, NOTHING);
        int at = message.from();
        while (at < end) {
            Section section = Section.at(bytes, at, end);
            at = section.end();
            if (section.code() <= Section.MESSAGE_ANNOTATIONS) {
                rest = at;
            }
            if (section.code() == Section.MESSAGE_ANNOTATIONS) {
                head = annotated(bytes, section);
            }
        }
        if (rest == end) {
            throw new IllegalArgumentException("a message without a body");
        }
        return new IncomingEvent(
                head.partitionKey(), head.annotations(), head.annotationCount(), new Slice(bytes, rest, end - rest));
    }

    private IncomingEvent annotated(byte[] bytes, Section section) {
        Map<Symbol, Object> annotations = annotations(bytes, section);
        String key = keyOf(annotations);
        if (isStamped(annotations)) {
            Map<Symbol, Object> own = withoutStamp(annotations);
            return new IncomingEvent(key, encoded(own), own.size() * 2, NOTHING);
        }
        // The count comes first, with the same width as the length.
        Slice map = Section.content(bytes, section.valueAt());
        int width = map.from() - section.valueAt() - 1;
        Slice elements = new Slice(bytes, map.from() + width, map.length() - width);
        return new IncomingEvent(key, elements, annotations.size() * 2, NOTHING);
    }

    /** An event without its own partition key gets the envelope's. */
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

    private static @Nullable String keyOf(Map<Symbol, Object> annotations) {
        Object value = annotations.get(Stamp.PARTITION_KEY);
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

    private Map<Symbol, Object> annotations(byte[] bytes, Section section) {
        ProtonBuffer buffer =
                ProtonByteArrayBufferAllocator.wrapped(bytes, section.from(), section.end() - section.from());
        // Decoders report malformed input with several kinds of exceptions.
        try {
            Object decoded = decoder.readObject(buffer, decoder.newDecoderState());
            Map<Symbol, Object> annotations = ((MessageAnnotations) decoded).getValue();
            return annotations == null ? Map.of() : annotations;
        } catch (RuntimeException e) {
            throw malformed(e);
        }
    }

    private static HubException malformed(RuntimeException e) {
        return new HubException(HubException.DECODE_ERROR, "The transfer is not an AMQP message: " + e.getMessage());
    }
}
