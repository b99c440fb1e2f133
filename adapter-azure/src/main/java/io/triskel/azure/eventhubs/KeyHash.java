package io.triskel.azure.eventhubs;

import java.nio.charset.StandardCharsets;

/**
 * Computes the partition of a key: Bob Jenkins's lookup3 (public domain, {@code hashlittle2} with zero seeds) over the
 * key's UTF-8, its two results folded into 16 bits, modulo the number of partitions. Event Hubs does the same for a
 * partition key, and so does the SDK's buffered producer, whose resolver is not public; a test compares the two. That
 * producer itself is not used, since it lost its publishing thread in our tests.
 *
 * <p>For keys beyond ASCII the SDK's Java resolver reads bytes as signed, while the service, by the .NET original,
 * reads them as unsigned; so does this class. If a hub gets more partitions, keys move to other partitions, and
 * ordering is lost across that change, as it is with partition keys.
 */
final class KeyHash {
    private static final int BLOCK = 12;

    private int a;
    private int b;
    private int c;

    private KeyHash(int length) {
        a = 0xdeadbeef + length;
        b = a;
        c = a;
    }

    /** {@return the index of the key's partition} */
    static int partition(String key, int partitions) {
        return Math.abs(hash(key.getBytes(StandardCharsets.UTF_8)) % partitions);
    }

    private static short hash(byte[] key) {
        KeyHash hash = new KeyHash(key.length);
        int at = 0;
        while (key.length - at > BLOCK) {
            hash.add(key, at);
            hash.mix();
            at += BLOCK;
        }
        if (at < key.length) {
            hash.add(key, at);
            hash.finish();
        }
        return (short) (hash.c ^ hash.b);
    }

    private void add(byte[] key, int at) {
        a += word(key, at);
        b += word(key, at + 4);
        c += word(key, at + 8);
    }

    /** Reads a little-endian word; bytes beyond the key's end count as zero. */
    private static int word(byte[] key, int at) {
        int word = 0;
        for (int i = Math.min(key.length - at, 4) - 1; i >= 0; i--) {
            word = word << 8 | (key[at + i] & 0xff);
        }
        return word;
    }

    private void mix() {
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

    private void finish() {
        c = (c ^ b) - Integer.rotateLeft(b, 14);
        a = (a ^ c) - Integer.rotateLeft(c, 11);
        b = (b ^ a) - Integer.rotateLeft(a, 25);
        c = (c ^ b) - Integer.rotateLeft(b, 16);
        a = (a ^ c) - Integer.rotateLeft(c, 4);
        b = (b ^ a) - Integer.rotateLeft(a, 14);
        c = (c ^ b) - Integer.rotateLeft(b, 24);
    }
}
