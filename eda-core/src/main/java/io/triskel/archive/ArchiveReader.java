package io.triskel.archive;

import io.triskel.codec.EventCodec;
import io.triskel.codec.WireEvent;
import io.triskel.consume.Deliveries;
import io.triskel.consume.Delivery;
import io.triskel.consume.Delivery.Position;
import io.triskel.event.EventType;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Reads single objects of an archive; {@link ArchiveReplay} reads whole archives. Records that are not events become
 * undecodable deliveries. A position is object and record number.
 */
public final class ArchiveReader {
    private static final int BATCH_BYTES = 4 << 20;

    /** In characters. Name, colon and record number make a position, which has at most 512 characters. */
    private static final int MAX_NAME = 500;

    private final ArchiveFormat format;
    private final EventCodec codec;
    private final Predicate<EventType> wanted;

    /**
     * Makes a reader.
     *
     * @param wanted the types whose data is decoded
     */
    public ArchiveReader(ArchiveFormat format, EventCodec codec, Predicate<EventType> wanted) {
        this.format = format;
        this.codec = codec;
        this.wanted = wanted;
    }

    /**
     * Reads one object; the caller closes the stream.
     *
     * @param object the object's name, for positions; 1 to 500 characters
     * @param content the object's bytes, as stored
     * @param batch the most deliveries per call of {@code to}, at least 1
     * @param to receives the deliveries in order
     * @throws IOException if the object cannot be read, is truncated or violates its format; earlier deliveries were passed
     *     on
     */
    public void read(String object, InputStream content, int batch, Consumer<List<Delivery>> to) throws IOException {
        if (batch < 1) {
            throw new IllegalArgumentException("batch must be at least 1, not " + batch);
        }
        Opened opened = open(object, content);
        List<Read> read = opened.next(0, batch);
        while (!read.isEmpty()) {
            to.accept(read.stream().map(Read::delivery).toList());
            read = opened.next(0, batch);
        }
    }

    Opened open(String object, InputStream content) throws IOException {
        if (object.length() > MAX_NAME) {
            throw new IOException("Its name has more than " + MAX_NAME + " characters");
        }
        return new Opened(object, format.read(content));
    }

    private Read decode(String object, ArchivedEvent event) {
        ArchivePlace place = new ArchivePlace(object, event.number());
        Position position = new Position(place.toString());
        return new Read(
                place,
                event.transportKey(),
                Deliveries.read(codec, wanted, event.wire(), event.transportKey(), position));
    }

    private static int size(WireEvent wire) {
        int size = wire.body().length;
        for (String value : wire.attributes().values()) {
            size += value.length();
        }
        return size;
    }

    /** An object that is being read. */
    final class Opened {
        private final String object;
        private final ArchivedEvents events;
        private Optional<IOException> trouble = Optional.empty();

        Opened(String object, ArchivedEvents events) {
            this.object = object;
            this.events = events;
        }

        /**
         * The next records after number {@code after}: fewer than {@code most} if they are large or an unreadable record
         * follows, none only at the end of the object.
         */
        List<Read> next(int after, int most) throws IOException {
            if (trouble.isPresent()) {
                throw trouble.get();
            }
            List<Read> read = new ArrayList<>();
            try {
                read(after, most, read);
            } catch (IOException e) {
                if (read.isEmpty()) {
                    throw e;
                }
                // The records read before the failure need not wait until the object is repaired.
                trouble = Optional.of(e);
            }
            return read;
        }

        private void read(int after, int most, List<Read> to) throws IOException {
            int bytes = 0;
            while (to.size() < most && bytes < BATCH_BYTES) {
                Optional<ArchivedEvent> event = events.next();
                if (event.isEmpty()) {
                    return;
                }
                if (event.get().number() > after) {
                    to.add(decode(object, event.get()));
                    bytes += size(event.get().wire());
                }
            }
        }
    }

    /** A record, its place in the archive and the bus's ordering key, if the archive has it. */
    record Read(ArchivePlace place, Optional<String> transportKey, Delivery delivery) {}
}
