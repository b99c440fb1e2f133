package io.triskel.codec;

import java.io.OutputStream;
import java.util.Arrays;

/**
 * Collects the bytes that a generator flushes. A usual event fits the generator's buffer, so it is flushed and copied once.
 * Bytes beyond the limit are only counted, so that a huge event costs no memory and the exception still has its size.
 */
final class ExactBytes extends OutputStream {
    private static final byte[] NONE = {};

    private final int limit;
    private byte[] bytes = NONE;
    private int kept;
    private long size;

    ExactBytes(int limit) {
        this.limit = limit;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int from, int length) {
        size += length;
        if (size > limit) {
            return;
        }
        if (kept == 0) {
            bytes = Arrays.copyOfRange(source, from, from + length);
        } else {
            if (bytes.length < kept + length) {
                bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, kept + length));
            }
            System.arraycopy(source, from, bytes, kept, length);
        }
        kept += length;
    }

    /** {@return how many bytes were written since the last {@link #take}} */
    long size() {
        return size;
    }

    /**
     * {@return the bytes written since the last call}
     *
     * @throws EventTooLargeException if they are more than the limit
     */
    byte[] take() {
        long all = size;
        byte[] taken = bytes.length == kept ? bytes : Arrays.copyOf(bytes, kept);
        clear();
        if (all > limit) {
            throw new EventTooLargeException(all, limit);
        }
        return taken;
    }

    void clear() {
        bytes = NONE;
        kept = 0;
        size = 0;
    }
}
