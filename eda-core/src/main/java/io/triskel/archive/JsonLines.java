package io.triskel.archive;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * Reads objects with one structured event per line, plain or GZIP, recognised by the first two bytes. Blank lines are
 * skipped; a record's number is its line number. A line has at most 2 MiB, twice the usual limit of buses and archives.
 */
public final class JsonLines implements ArchiveFormat {
    private static final int MAX_BYTES = 2 << 20;
    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;
    private static final int BUFFER = 1 << 16;

    @Override
    public ArchivedEvents read(InputStream content) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(content, BUFFER);
        buffered.mark(2);
        boolean compressed = buffered.read() == GZIP_FIRST && buffered.read() == GZIP_SECOND;
        buffered.reset();
        return new Lines(compressed ? new GZIPInputStream(buffered, BUFFER) : buffered);
    }

    /** The lines of one object, as undecoded bytes. */
    private static final class Lines implements ArchivedEvents {
        private final InputStream plain;
        private final byte[] buffer = new byte[BUFFER];
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private int from;
        private int to;
        private int number;
        private boolean ended;

        Lines(InputStream plain) {
            this.plain = plain;
        }

        @Override
        public Optional<ArchivedEvent> next() throws IOException {
            while (!ended) {
                readLine();
                number++;
                if (!line.toString(StandardCharsets.ISO_8859_1).isBlank()) {
                    return Optional.of(ArchivedEvent.structured(number, line.toByteArray()));
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

        /** Whether the buffer has more bytes; refills it if empty. */
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
    }
}
