package io.triskel.local.azure.eventhubs;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Computes the partition of a partition key: Bob Jenkins' lookup3 (public domain), folded to 16 bits as Event Hubs
 * does, so that a key has the same partition as with the resolvers of Microsoft's SDKs.
 */
final class PartitionHash {
    private static final int BLOCK = 12;

    private PartitionHash() {}

    static int partitionOf(String key, int partitions) {
        return Math.abs(hash(key) % partitions);
    }

    static short hash(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        // Zero padding does not change the hash, so the last block is no special case.
        ByteBuffer words =
                ByteBuffer.wrap(Arrays.copyOf(bytes, bytes.length + BLOCK)).order(ByteOrder.LITTLE_ENDIAN);
        int a = 0xdeadbeef + bytes.length;
        int b = a;
        int c = a;
        int at = 0;
        for (; bytes.length - at > BLOCK; at += BLOCK) {
            a += words.getInt(at);
            b += words.getInt(at + 4);
            c += words.getInt(at + 8);

            a = (a - c) ^ Integer.rotateLeft(c, 4);
            c += b;
            b = (b - a) ^ Integer.rotateLeft(a, 6);
            a += c;
            c = (c - b) ^ Integer.rotateLeft(b, 8);
            b += a;
            a = (a - c) ^ Integer.rotateLeft(c, 16);
            c += b;
            b = (b - a) ^ Integer.rotateLeft(a, 19);
            a += c;
            c = (c - b) ^ Integer.rotateLeft(b, 4);
            b += a;
        }
        if (bytes.length > at) {
            a += words.getInt(at);
            b += words.getInt(at + 4);
            c += words.getInt(at + 8);

            c = (c ^ b) - Integer.rotateLeft(b, 14);
            a = (a ^ c) - Integer.rotateLeft(c, 11);
            b = (b ^ a) - Integer.rotateLeft(a, 25);
            c = (c ^ b) - Integer.rotateLeft(b, 16);
            a = (a ^ c) - Integer.rotateLeft(c, 4);
            b = (b ^ a) - Integer.rotateLeft(a, 14);
            c = (c ^ b) - Integer.rotateLeft(b, 24);
        }
        return (short) (c ^ b);
    }
}
