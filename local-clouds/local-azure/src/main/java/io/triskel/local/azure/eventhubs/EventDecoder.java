package io.triskel.local.azure.eventhubs;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.buffer.impl.ProtonByteArrayBufferAllocator;
import org.apache.qpid.protonj2.codec.Decoder;
import org.apache.qpid.protonj2.codec.DecoderState;
import org.apache.qpid.protonj2.codec.decoders.ProtonDecoderFactory;
import org.apache.qpid.protonj2.types.Binary;
import org.apache.qpid.protonj2.types.Symbol;
import org.apache.qpid.protonj2.types.UnsignedByte;
import org.apache.qpid.protonj2.types.UnsignedInteger;
import org.apache.qpid.protonj2.types.UnsignedLong;
import org.apache.qpid.protonj2.types.UnsignedShort;
import org.apache.qpid.protonj2.types.messaging.AmqpValue;
import org.apache.qpid.protonj2.types.messaging.ApplicationProperties;
import org.apache.qpid.protonj2.types.messaging.Data;
import org.apache.qpid.protonj2.types.messaging.MessageAnnotations;
import org.apache.qpid.protonj2.types.messaging.Properties;
import org.jspecify.annotations.Nullable;

/** Decodes stored events for readers within this JVM; AMQP's types become JDK types. */
final class EventDecoder {
    private final Decoder decoder = ProtonDecoderFactory.create();

    synchronized StoredEvent decode(LogEvent event) {
        Map<String, Object> properties = new LinkedHashMap<>();
        Map<String, Object> system = new LinkedHashMap<>();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        ProtonBuffer bytes = ProtonByteArrayBufferAllocator.wrapped(event.encoded());
        DecoderState state = decoder.newDecoderState();
        while (bytes.isReadable()) {
            Object section = decoder.readObject(bytes, state);
            if (section instanceof MessageAnnotations annotations) {
                annotations.getValue().forEach((name, value) -> put(system, name.toString(), value));
            } else if (section instanceof Properties message) {
                putAll(system, message);
            } else if (section instanceof ApplicationProperties application && application.getValue() != null) {
                application.getValue().forEach((name, value) -> put(properties, name, value));
            } else if (section instanceof Data data) {
                body.writeBytes(data.getValue());
            } else if (section instanceof AmqpValue<?> value) {
                body.writeBytes(bytesOf(value.getValue()));
            }
        }
        Instant enqueuedTime = Instant.ofEpochMilli(event.enqueuedMillis());
        // The library decodes timestamps within maps as numbers.
        system.put(Stamp.ENQUEUED_TIME.toString(), enqueuedTime);
        return new StoredEvent(
                event.sequenceNumber(),
                Long.toString(event.offset()),
                enqueuedTime,
                Optional.ofNullable(event.partitionKey()),
                Collections.unmodifiableMap(properties),
                Collections.unmodifiableMap(system),
                body.toByteArray());
    }

    private static void putAll(Map<String, Object> system, Properties message) {
        put(system, "message-id", message.getMessageId());
        put(system, "user-id", message.getUserId());
        put(system, "to", message.getTo());
        put(system, "subject", message.getSubject());
        put(system, "reply-to", message.getReplyTo());
        put(system, "correlation-id", message.getCorrelationId());
        put(system, "content-type", message.getContentType());
        put(system, "content-encoding", message.getContentEncoding());
        if (message.hasAbsoluteExpiryTime()) {
            put(system, "absolute-expiry-time", Instant.ofEpochMilli(message.getAbsoluteExpiryTime()));
        }
        if (message.hasCreationTime()) {
            put(system, "creation-time", Instant.ofEpochMilli(message.getCreationTime()));
        }
        put(system, "group-id", message.getGroupId());
        if (message.hasGroupSequence()) {
            put(system, "group-sequence", message.getGroupSequence());
        }
        put(system, "reply-to-group-id", message.getReplyToGroupId());
    }

    private static void put(Map<String, Object> map, String name, @Nullable Object value) {
        if (value != null) {
            map.put(name, plain(value));
        }
    }

    private static Object plain(Object value) {
        if (value instanceof Symbol) {
            return value.toString();
        }
        if (value instanceof Binary binary) {
            return bytesOf(binary.asProtonBuffer());
        }
        if (value instanceof UnsignedByte || value instanceof UnsignedShort) {
            return ((Number) value).intValue();
        }
        if (value instanceof UnsignedInteger || value instanceof UnsignedLong) {
            return ((Number) value).longValue();
        }
        return value;
    }

    private static byte[] bytesOf(@Nullable Object value) {
        if (value == null) {
            return new byte[0];
        }
        if (value instanceof Binary binary) {
            return bytesOf(binary.asProtonBuffer());
        }
        return value.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytesOf(ProtonBuffer buffer) {
        byte[] bytes = new byte[buffer.getReadableBytes()];
        buffer.copyInto(buffer.getReadOffset(), bytes, 0, bytes.length);
        return bytes;
    }
}
