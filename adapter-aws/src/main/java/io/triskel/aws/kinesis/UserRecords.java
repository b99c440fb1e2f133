package io.triskel.aws.kinesis;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Splits a stream record in which the Kinesis Producer Library aggregated many user records. The format: four magic
 * bytes, a protobuf message and the MD5 digest of that message (awslabs/amazon-kinesis-producer, {@code
 * aggregation-format.md}). Any other bytes are one user record.
 */
public final class UserRecords {
    private static final byte[] MAGIC = {(byte) 0xF3, (byte) 0x89, (byte) 0x9A, (byte) 0xC2};
    private static final int DIGEST = 16;

    /** Fields of {@code AggregatedRecord}. */
    private static final int KEYS = 1;

    private static final int RECORDS = 3;

    /** Fields of {@code Record}. */
    private static final int KEY_INDEX = 1;

    private static final int DATA = 3;

    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED_32 = 5;

    private UserRecords() {}

    /**
     * One record as its producer passed it to the library.
     *
     * @param partitionKey the user record's key, not that of the stream record
     * @param place among the aggregated records, from 0; empty for a record that is not aggregated
     */
    public record UserRecord(byte[] data, String partitionKey, Optional<Integer> place) {
        /** {@return the record's position in its stream: that of the stream record, and its place} */
        public String positionIn(String streamRecord) {
            return place.map(index -> streamRecord + "/" + index).orElse(streamRecord);
        }
    }

    /** {@return the user records of a stream record, at least one} */
    public static List<UserRecord> of(byte[] data, String partitionKey) {
        if (isAggregated(data)) {
            try {
                List<UserRecord> records =
                        read(ByteBuffer.wrap(data, MAGIC.length, data.length - MAGIC.length - DIGEST));
                if (!records.isEmpty()) {
                    return records;
                }
            } catch (RuntimeException malformed) {
                // Valid digest, malformed message: return the record unchanged.
            }
        }
        return List.of(new UserRecord(data, partitionKey, Optional.empty()));
    }

    private static boolean isAggregated(byte[] data) {
        if (data.length < MAGIC.length + DIGEST || !Arrays.equals(data, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            return false;
        }
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            md5.update(data, MAGIC.length, data.length - MAGIC.length - DIGEST);
            return Arrays.equals(md5.digest(), 0, DIGEST, data, data.length - DIGEST, data.length);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has MD5", impossible);
        }
    }

    private static List<UserRecord> read(ByteBuffer message) {
        List<String> keys = new ArrayList<>();
        List<ByteBuffer> records = new ArrayList<>();
        while (message.hasRemaining()) {
            long tag = varint(message);
            if (tag == (KEYS << 3 | BYTES)) {
                keys.add(text(slice(message)));
            } else if (tag == (RECORDS << 3 | BYTES)) {
                records.add(slice(message));
            } else {
                skip(tag, message);
            }
        }
        List<UserRecord> read = new ArrayList<>(records.size());
        for (ByteBuffer one : records) {
            read.add(userRecord(one, keys, read.size()));
        }
        return read;
    }

    private static UserRecord userRecord(ByteBuffer message, List<String> keys, int place) {
        Optional<String> key = Optional.empty();
        byte[] data = {};
        while (message.hasRemaining()) {
            long tag = varint(message);
            if (tag == (KEY_INDEX << 3 | VARINT)) {
                key = Optional.of(keys.get(Math.toIntExact(varint(message))));
            } else if (tag == (DATA << 3 | BYTES)) {
                data = bytes(slice(message));
            } else {
                skip(tag, message);
            }
        }
        return new UserRecord(
                data,
                key.orElseThrow(() -> new IllegalArgumentException("A user record names its partition key")),
                Optional.of(place));
    }

    private static long varint(ByteBuffer message) {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = message.get();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("A number of protobuf has at most ten bytes");
    }

    private static ByteBuffer slice(ByteBuffer message) {
        int length = Math.toIntExact(varint(message));
        ByteBuffer slice = message.slice(message.position(), length);
        message.position(message.position() + length);
        return slice;
    }

    private static void skip(long tag, ByteBuffer message) {
        switch ((int) (tag & 7)) {
            case VARINT -> varint(message);
            case FIXED_64 -> message.position(message.position() + Long.BYTES);
            case BYTES -> slice(message);
            case FIXED_32 -> message.position(message.position() + Integer.BYTES);
            default -> throw new IllegalArgumentException("Protobuf has no wire type " + (tag & 7));
        }
    }

    private static byte[] bytes(ByteBuffer slice) {
        byte[] bytes = new byte[slice.remaining()];
        slice.get(bytes);
        return bytes;
    }

    private static String text(ByteBuffer slice) {
        return new String(bytes(slice), StandardCharsets.UTF_8);
    }
}
