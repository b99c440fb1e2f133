package io.triskel.aws.firehose;

import io.triskel.codec.EventCodec;
import io.triskel.consume.Deliveries;
import io.triskel.consume.Delivery;
import io.triskel.consume.Position;
import io.triskel.event.EventType;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;

/**
 * Reads the objects that Firehose wrote, one structured event per line, compressed with GZIP or not; the first bytes tell.
 * What is read goes to a {@link io.triskel.consume.BatchProcessor} or, decoded, to a publisher.
 *
 * <p>Lines that are no events become undecodable deliveries, empty lines nothing. A position is object and line number.
 */
public final class ArchiveReader {
    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;

    private final EventCodec codec;
    private final Predicate<EventType> wanted;

    /**
     * Creates a reader.
     *
     * @param wanted types whose data is decoded
     */
    public ArchiveReader(EventCodec codec, Predicate<EventType> wanted) {
        this.codec = codec;
        this.wanted = wanted;
    }

    /**
     * Reads one object to its end; closing it is the caller's.
     *
     * @param object its name, for positions; 1 to 500 characters
     * @param content its bytes, as stored
     * @param batch most deliveries at once, 1 or more
     * @param to is given them in their order
     * @throws IOException if it cannot be read, or ends in the middle of its compressed data
     */
    public void read(String object, InputStream content, int batch, Consumer<List<Delivery>> to) throws IOException {
        if (batch < 1) {
            throw new IllegalArgumentException("A batch holds at least one delivery, not " + batch);
        }
        BufferedReader lines = new BufferedReader(new InputStreamReader(plain(content), StandardCharsets.UTF_8));
        List<Delivery> read = new ArrayList<>();
        int number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            if (!line.isBlank()) {
                read.add(delivery(line, new Position(object + ":" + number)));
            }
            if (read.size() == batch) {
                to.accept(List.copyOf(read));
                read.clear();
            }
        }
        if (!read.isEmpty()) {
            to.accept(List.copyOf(read));
        }
    }

    private Delivery delivery(String line, Position position) {
        return Deliveries.read(codec, wanted, line.getBytes(StandardCharsets.UTF_8), Optional.empty(), position);
    }

    private static InputStream plain(InputStream content) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(content);
        buffered.mark(2);
        boolean compressed = buffered.read() == GZIP_FIRST && buffered.read() == GZIP_SECOND;
        buffered.reset();
        return compressed ? new GZIPInputStream(buffered) : buffered;
    }
}
