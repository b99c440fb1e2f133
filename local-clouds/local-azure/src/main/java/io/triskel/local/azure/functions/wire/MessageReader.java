package io.triskel.local.azure.functions.wire;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads messages from bytes; {@link MessageWriter} is its counterpart. */
final class MessageReader {
    private final DataInputStream in;

    MessageReader(DataInputStream in) {
        this.in = in;
    }

    Message read() throws IOException {
        int kind = in.readByte();
        return switch (kind) {
            case 'h' -> new Message.Hello(text());
            case 'l' -> new Message.Load(text(), text());
            case 'L' -> new Message.Loaded(text(), texts(), text());
            case 'i' -> new Message.Invoke(text(), text(), attempt(), inputs());
            case 'r' -> new Message.Returned(text(), data());
            case 't' -> new Message.Thrown(text(), text());
            default -> throw new IOException("No message begins with " + kind);
        };
    }

    private Message.Attempt attempt() throws IOException {
        return new Message.Attempt(in.readInt(), in.readInt(), text());
    }

    private Map<String, Data> inputs() throws IOException {
        Map<String, Data> inputs = new LinkedHashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            inputs.put(text(), data());
        }
        return inputs;
    }

    private Data data() throws IOException {
        int kind = in.readByte();
        return switch (kind) {
            case '0' -> new Data.Nothing();
            case 's' -> new Data.Text(text());
            case 'j' -> new Data.Json(text());
            case 'b' -> new Data.Bytes(bytes());
            case 'S' -> new Data.Texts(texts());
            case 'N' -> new Data.Longs(longs());
            case 'B' -> new Data.ByteArrays(byteArrays());
            case 'q' -> new Data.Request(text(), text(), fields(), fields(), data());
            case 'a' -> new Data.Response(in.readInt(), fields(), bytes());
            default -> throw new IOException("No value begins with " + kind);
        };
    }

    private String text() throws IOException {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    private byte[] bytes() throws IOException {
        int length = in.readInt();
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("The other end has gone in the middle of a message");
        }
        return bytes;
    }

    private List<String> texts() throws IOException {
        List<String> texts = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            texts.add(text());
        }
        return texts;
    }

    private long[] longs() throws IOException {
        long[] longs = new long[in.readInt()];
        for (int i = 0; i < longs.length; i++) {
            longs[i] = in.readLong();
        }
        return longs;
    }

    private List<byte[]> byteArrays() throws IOException {
        List<byte[]> arrays = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            arrays.add(bytes());
        }
        return arrays;
    }

    private Map<String, String> fields() throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            fields.put(text(), text());
        }
        return fields;
    }
}
