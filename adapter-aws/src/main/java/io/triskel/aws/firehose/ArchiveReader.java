package io.triskel.aws.firehose;

import io.triskel.codec.EventCodec;
import io.triskel.consume.Deliveries;
import io.triskel.consume.Delivery;
import io.triskel.consume.Position;
import io.triskel.event.EventType;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Reads the objects that Firehose wrote, one structured event per line, compressed with GZIP or not; the first bytes tell.
 * {@link ArchiveReplay} reads whole archives with it.
 *
 * <p>Lines that are no events become undecodable deliveries, blank lines nothing. A position is object and line number.
 */
public final class ArchiveReader {
    private static final int BATCH_BYTES = 4 << 20;

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
     * @throws IOException if it cannot be read, ends in the middle of its compressed data, or a line is beyond 2 MiB
     */
    public void read(String object, InputStream content, int batch, Consumer<List<Delivery>> to) throws IOException {
        if (batch < 1) {
            throw new IllegalArgumentException("A batch holds at least one delivery, not " + batch);
        }
        Lines lines = new Lines(content);
        List<Line> read = next(object, lines, 0, batch);
        while (!read.isEmpty()) {
            to.accept(read.stream().map(Line::delivery).toList());
            read = next(object, lines, 0, batch);
        }
    }

    /** Some further lines, of those behind a number: fewer if they are large, none only at the end of the object. */
    List<Line> next(String object, Lines lines, int after, int most) throws IOException {
        List<Line> read = new ArrayList<>();
        int bytes = 0;
        while (read.size() < most && bytes < BATCH_BYTES) {
            Optional<byte[]> line = lines.next();
            if (line.isEmpty()) {
                return read;
            }
            if (lines.number() > after) {
                read.add(new Line(new ArchivePosition(object, lines.number()), line.get(), this));
                bytes += line.get().length;
            }
        }
        return read;
    }

    private Delivery delivery(byte[] line, ArchivePosition position) {
        return Deliveries.read(codec, wanted, line, Optional.empty(), new Position(position.toString()));
    }

    /** A line and where it stands. */
    record Line(ArchivePosition position, Delivery delivery) {
        Line(ArchivePosition position, byte[] bytes, ArchiveReader reader) {
            this(position, reader.delivery(bytes, position));
        }
    }
}
