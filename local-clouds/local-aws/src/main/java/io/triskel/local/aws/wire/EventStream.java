package io.triskel.local.aws.wire;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Writes the answer of an operation that pushes events. Each message has its lengths, their CRC-32, headers, payload,
 * and the CRC-32 of everything (Smithy, "Amazon Event Stream Specification").
 */
public final class EventStream {
    /** The media type of such an answer. */
    static final String MEDIA_TYPE = "application/vnd.amazon.eventstream";

    /** Two lengths, their checksum, and the checksum of the message. */
    private static final int FRAME = 16;

    private static final int TEXT = 7;

    private final OutputStream out;
    private final ObjectMapper mapper;
    private final String contentType;

    EventStream(OutputStream out, ObjectMapper mapper, String contentType) {
        this.out = out;
        this.mapper = mapper;
        this.contentType = contentType;
    }

    /** An operation with a continuing answer; it ends when it returns, or when the client or the server ends. */
    public interface Pushing {
        /**
         * Pushes events until the operation is over.
         *
         * @throws IOException if the client has disconnected
         */
        void to(EventStream events) throws IOException, InterruptedException;
    }

    /** Pushes an event of this type. */
    public void push(String type, ObjectNode payload) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(":message-type", "event");
        headers.put(":event-type", type);
        headers.put(":content-type", contentType);
        write(headers, mapper.writeValueAsBytes(payload));
    }

    private void write(Map<String, String> headers, byte[] payload) throws IOException {
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        for (Map.Entry<String, String> header : headers.entrySet()) {
            byte[] name = header.getKey().getBytes(StandardCharsets.UTF_8);
            byte[] value = header.getValue().getBytes(StandardCharsets.UTF_8);
            encoded.write(name.length);
            encoded.writeBytes(name);
            encoded.write(TEXT);
            encoded.write(value.length >>> 8);
            encoded.write(value.length);
            encoded.writeBytes(value);
        }
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(message);
        data.writeInt(FRAME + encoded.size() + payload.length);
        data.writeInt(encoded.size());
        data.writeInt(checksum(message));
        data.write(encoded.toByteArray());
        data.write(payload);
        data.writeInt(checksum(message));
        out.write(message.toByteArray());
        out.flush();
    }

    private static int checksum(ByteArrayOutputStream message) {
        CRC32 crc = new CRC32();
        crc.update(message.toByteArray());
        return (int) crc.getValue();
    }
}
