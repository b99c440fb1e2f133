package io.triskel.archive;

import io.triskel.event.ForAdapters;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * Feeds an Avro file to Avro's reader: the header, then block by block, each once it is complete and within limits (Avro
 * specification, "Object Container Files"). Alone, Avro's reader allocates any size that a file states before it has read
 * the bytes, and accepts some truncated files; this stream prevents both. Avro's reader also reads ahead, so a damaged
 * block only ends this stream, and {@link AvroEvents} reports it after all earlier records.
 *
 * <p>One block is in memory at a time, 32 MiB at most. Avro's classes are not needed here.
 */
@ForAdapters
public final class AvroBlocks extends InputStream {
    private static final int MAX_HEADER = 1 << 20;
    private static final int MAX_BLOCK = 32 << 20;
    private static final byte[] MAGIC = {'O', 'b', 'j', 1};
    private static final int SYNC = 16;
    private static final int LONGEST_NUMBER = 10;

    private final InputStream file;
    private byte[] sync = {};
    private byte[] passing = {};
    private int at;
    private long records;
    private boolean ended;
    private Optional<IOException> trouble = Optional.empty();

    /** Makes a stream of this file, which the caller closes. */
    public AvroBlocks(InputStream file) {
        this.file = file;
    }

    /** {@return why Avro's reader could not open the file} */
    public IOException notBegun(Exception failure) {
        return trouble.orElseGet(() -> new IOException("its header is damaged: " + failure.getMessage(), failure));
    }

    /** How many records the blocks so far contain. */
    long records() {
        return records;
    }

    /** The failure that ended the stream before the end of the file, if any. */
    Optional<IOException> trouble() {
        return trouble;
    }

    @Override
    public int read() {
        return more() ? passing[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] to, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        if (!more()) {
            return -1;
        }
        int count = Math.min(length, passing.length - at);
        System.arraycopy(passing, at, to, offset, count);
        at += count;
        return count;
    }

    private boolean more() {
        if (at == passing.length && !ended) {
            at = 0;
            passing = next();
            ended = passing.length == 0;
        }
        return at < passing.length;
    }

    private byte[] next() {
        try {
            return sync.length == 0 ? header() : block();
        } catch (IOException e) {
            trouble = Optional.of(e);
            return new byte[0];
        }
    }

    private byte[] header() throws IOException {
        Frame header = new Frame();
        if (!Arrays.equals(header.bytes(MAGIC.length), MAGIC)) {
            throw new IOException("it is not an Avro file");
        }
        long entries = header.number();
        while (entries != 0) {
            if (entries < 0) {
                // After a negative count comes the entries' size in bytes, for skipping them.
                entries = -entries;
                header.number();
            }
            for (; entries != 0; entries--) {
                header.bytes(header.length(MAX_HEADER));
                header.bytes(header.length(MAX_HEADER));
            }
            entries = header.number();
        }
        sync = header.bytes(SYNC);
        return header.taken();
    }

    private byte[] block() throws IOException {
        int first = file.read();
        if (first < 0) {
            return new byte[0];
        }
        Frame block = new Frame();
        long count = block.number(first);
        int length = block.length(MAX_BLOCK);
        if (count < 0) {
            throw new IOException("a block says that it has " + count + " records");
        }
        block.bytes(length);
        if (!Arrays.equals(block.bytes(SYNC), sync)) {
            throw new IOException("a block does not end where it should");
        }
        records += count;
        return block.taken();
    }

    /** A header or a block, which is passed on completely or not at all. */
    private final class Frame {
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

        byte[] taken() {
            return taken.toByteArray();
        }

        byte[] bytes(int length) throws IOException {
            byte[] bytes = file.readNBytes(length);
            if (bytes.length < length) {
                throw cutOff();
            }
            taken.writeBytes(bytes);
            return bytes;
        }

        int length(int most) throws IOException {
            long length = number();
            if (length < 0 || taken.size() + length > most) {
                throw new IOException("a part of it says that it has " + length + " bytes, more than " + most);
            }
            return (int) length;
        }

        long number() throws IOException {
            return number(file.read());
        }

        /** Reads a number in zigzag coding, seven bits a byte, the lowest first. */
        long number(int first) throws IOException {
            long number = 0;
            int next = first;
            for (int i = 0; i < LONGEST_NUMBER; i++) {
                if (next < 0) {
                    throw cutOff();
                }
                taken.write(next);
                number |= (next & 0x7fL) << (7 * i);
                if (next < 0x80) {
                    return (number >>> 1) ^ -(number & 1);
                }
                next = file.read();
            }
            throw new IOException("a number of it does not end");
        }

        private IOException cutOff() {
            return new IOException("it is cut off");
        }
    }
}
