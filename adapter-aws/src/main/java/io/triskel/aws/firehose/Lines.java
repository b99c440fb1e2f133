package io.triskel.aws.firehose;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** The lines of one object as the bytes that they are, numbered; no line fills the memory. */
final class Lines {
    /** Twice what Firehose takes as one record. */
    static final int MAX_BYTES = 2 << 20;

    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;
    private static final int BUFFER = 1 << 16;

    private final InputStream plain;
    private final byte[] buffer = new byte[BUFFER];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int from;
    private int to;
    private int number;
    private boolean ended;

    Lines(InputStream content) throws IOException {
        plain = plain(content);
    }

    private static InputStream plain(InputStream content) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(content, BUFFER);
        buffered.mark(2);
        boolean compressed = buffered.read() == GZIP_FIRST && buffered.read() == GZIP_SECOND;
        buffered.reset();
        return compressed ? new GZIPInputStream(buffered, BUFFER) : buffered;
    }

    /** The next line that is not blank, without its end; nothing at the end of the object. */
    Optional<byte[]> next() throws IOException {
        while (!ended) {
            readLine();
            number++;
            String text = line.toString(StandardCharsets.ISO_8859_1);
            if (!text.isBlank()) {
                return Optional.of(line.toByteArray());
            }
        }
        return Optional.empty();
    }

    private void readLine() throws IOException {
        line.reset();
        while (fill()) {
            int end = from;
            while (end < to && buffer[end] != '\n') {
                end++;
            }
            line.write(buffer, from, end - from);
            from = end + 1;
            checkLength();
            if (end < to) {
                return;
            }
        }
        ended = true;
    }

    /** Whether there is something to read. */
    private boolean fill() throws IOException {
        if (from >= to) {
            from = 0;
            to = plain.read(buffer, 0, BUFFER);
        }
        return to > 0;
    }

    private void checkLength() throws IOException {
        if (line.size() > MAX_BYTES) {
            throw new IOException("Line " + (number + 1) + " has more than " + MAX_BYTES
                    + " bytes: does what writes the archive end its lines?");
        }
    }

    /** Of the line read last. */
    int number() {
        return number;
    }

    /** Whether nothing more comes. */
    boolean ended() {
        return ended;
    }
}
