package io.triskel.decide;

import io.triskel.event.StreamId;
import io.triskel.store.Snapshots.Snapshot;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;

/**
 * One row of a {@link CommandIndex}: all of a stream's commands up to a revision whose hashes begin with the row's number.
 * About 8 bytes a command, sorted: 40 bits of the hash, and where the commit begins in 7 bits a byte.
 */
record CommandBucket(long revision, List<Entry> entries) {
    private static final byte FORM = 1;
    private static final int HASH_BITS = 40;
    private static final int HASH_BYTES = HASH_BITS / 8;

    /** A command's hash, of which 40 bits are kept, and the first revision of its commit. */
    record Entry(long hash, long first) implements Comparable<Entry> {
        Entry {
            hash >>>= Long.SIZE - HASH_BITS;
            hash <<= Long.SIZE - HASH_BITS;
        }

        @Override
        public int compareTo(Entry other) {
            int byHash = Long.compareUnsigned(hash, other.hash);
            return byHash == 0 ? Long.compare(first, other.first) : byHash;
        }

        boolean isIn(int bucket, int buckets) {
            return numberOf(hash, buckets) == bucket;
        }
    }

    /** {@return the bucket of a hash, if there are so many, a power of two} */
    static int numberOf(long hash, int buckets) {
        return buckets == 1 ? 0 : (int) (hash >>> (Long.SIZE - Integer.numberOfTrailingZeros(buckets)));
    }

    static String fingerprint(int bucket, int buckets) {
        return "commands." + buckets + "." + bucket;
    }

    /** {@return a bucket of these entries, sorted and each once} */
    static CommandBucket of(long revision, Collection<Entry> entries) {
        return new CommandBucket(revision, List.copyOf(new TreeSet<>(entries)));
    }

    /** @throws IllegalArgumentException if the row is no bucket, or a later release's */
    static CommandBucket of(StreamId stream, Snapshot row) {
        ByteBuffer bytes = ByteBuffer.wrap(row.state());
        List<Entry> entries = new ArrayList<>();
        boolean sound = bytes.hasRemaining() && bytes.get() == FORM;
        while (sound && bytes.hasRemaining()) {
            sound = bytes.remaining() > HASH_BYTES;
            if (sound) {
                long hash = (long) bytes.get() << 56 | (bytes.getInt() & 0xffff_ffffL) << 24;
                long first = number(bytes);
                Entry entry = new Entry(hash, first);
                sound = first > 0
                        && (entries.isEmpty() || entries.get(entries.size() - 1).compareTo(entry) < 0);
                entries.add(entry);
            }
        }
        if (!sound) {
            throw new IllegalArgumentException("Row " + row.fingerprint() + " of stream " + stream
                    + " is not an index of commands of form " + FORM);
        }
        return new CommandBucket(row.revision(), List.copyOf(entries));
    }

    /** {@return the number at the buffer's position; negative if it is cut short or too large} */
    private static long number(ByteBuffer bytes) {
        long number = 0;
        for (int shift = 0; shift < Long.SIZE && bytes.hasRemaining(); shift += 7) {
            byte next = bytes.get();
            number |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return number;
            }
        }
        return -1;
    }

    Snapshot row(int bucket, int buckets) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 + entries.size() * (HASH_BYTES + 4));
        bytes.write(FORM);
        for (Entry entry : entries) {
            for (int shift = 56; shift > 56 - HASH_BITS; shift -= 8) {
                bytes.write((int) (entry.hash() >>> shift));
            }
            long left = entry.first();
            while (left > 0x7f) {
                bytes.write((int) (left & 0x7f) | 0x80);
                left >>>= 7;
            }
            bytes.write((int) left);
        }
        return new Snapshot(fingerprint(bucket, buckets), revision, bytes.toByteArray(), List.of(), new byte[0]);
    }

    /** {@return the commits, by their first revisions, that may be the command's} */
    List<Long> find(long hash) {
        Entry least = new Entry(hash, 0);
        int at = -1 - Collections.binarySearch(entries, least);
        List<Long> found = new ArrayList<>();
        while (at < entries.size() && entries.get(at).hash() == least.hash()) {
            found.add(entries.get(at++).first());
        }
        return found;
    }
}
