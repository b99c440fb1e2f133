package io.triskel.aws.kinesis;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/** Writes a record as the Kinesis Producer Library aggregates it; {@link UserRecordsTest} has bytes of another's writer. */
final class Aggregated {
    private final List<String> keys = new ArrayList<>();
    private final ByteArrayOutputStream records = new ByteArrayOutputStream();

    void add(String key, byte[] data) {
        if (!keys.contains(key)) {
            keys.add(key);
        }
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        record.write(1 << 3);
        varint(keys.indexOf(key), record);
        field(3, data, record);
        field(3, record.toByteArray(), records);
    }

    byte[] bytes() {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        keys.forEach(key -> field(1, key.getBytes(StandardCharsets.UTF_8), message));
        message.writeBytes(records.toByteArray());
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(new byte[] {(byte) 0xF3, (byte) 0x89, (byte) 0x9A, (byte) 0xC2});
        all.writeBytes(message.toByteArray());
        all.writeBytes(md5(message.toByteArray()));
        return all.toByteArray();
    }

    static byte[] md5(byte[] message) {
        try {
            return MessageDigest.getInstance("MD5").digest(message);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static void field(int number, byte[] bytes, ByteArrayOutputStream to) {
        to.write((number << 3) | 2);
        varint(bytes.length, to);
        to.writeBytes(bytes);
    }

    private static void varint(int value, ByteArrayOutputStream to) {
        int left = value;
        while (left > 0x7F) {
            to.write((left & 0x7F) | 0x80);
            left >>>= 7;
        }
        to.write(left);
    }
}
