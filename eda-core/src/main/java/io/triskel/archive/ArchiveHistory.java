package io.triskel.archive;

import io.triskel.codec.EventCodec;
import io.triskel.codec.WireEvent;
import io.triskel.consume.Delivery;
import io.triskel.event.Envelope;
import io.triskel.event.Page;
import io.triskel.event.PortException;
import io.triskel.projection.History;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Serves an archive as the history of a rebuild, whatever the order of its objects and records: each stream's events are
 * returned once, in revision order. The first page reads the whole archive, each object once, and sorts its events; what
 * exceeds an eighth of the heap, or 64 MiB, is sorted in temporary files. So the memory does not depend on the archive's size.
 *
 * <p>A writer may deliver an object late. If an event were applied before its missing predecessor, the predecessor would
 * later look like a duplicate. So a recent event after a gap is left to the bus, with all later events of its stream. A gap
 * before an older event is accepted: the archive never had the event, or the stream began before the archive.
 */
public final class ArchiveHistory implements History {
    private static final int BATCH = 500;
    private static final int PAGE = 1_000;

    private final Archive archive;
    private final ArchiveReader reader;
    private final EventCodec codec;
    private final Instant complete;
    private final Consumer<Delivery.Undecodable> broken;
    private final Path temporary;
    private final ArchiveSort.Limits limits;
    private Optional<SortedHistory> sorted = Optional.empty();

    /**
     * Makes a history; nothing is read yet.
     *
     * @param codec reads the events, with its current upcasters
     * @param complete every event published before this moment has reached the archive, if it ever will: now minus the
     *     longest delay of an object. The bus must still have the events published since
     * @param broken receives records that are not events, again if a page is read again
     * @param temporary a folder with room for the archive's events, uncompressed. Only the owner can read the files in it, and
     *     they are deleted by {@link #close}, and when the process ends, however it ends
     */
    public ArchiveHistory(
            Archive archive,
            EventCodec codec,
            Instant complete,
            Consumer<Delivery.Undecodable> broken,
            Path temporary) {
        this(archive, codec, complete, broken, temporary, ArchiveSort.Limits.ofThisProcess());
    }

    ArchiveHistory(
            Archive archive,
            EventCodec codec,
            Instant complete,
            Consumer<Delivery.Undecodable> broken,
            Path temporary,
            ArchiveSort.Limits limits) {
        this.archive = archive;
        this.reader = new ArchiveReader(archive.format(), codec, type -> false);
        this.codec = codec;
        this.complete = complete;
        this.broken = broken;
        this.temporary = temporary;
        this.limits = limits;
    }

    /**
     * {@inheritDoc} Has fewer events if they are large.
     *
     * @throws PortException if the archive cannot be listed, an object of it cannot be read, or there is no room to sort; the
     *     next call starts over
     */
    @Override
    public Page<Envelope<?>> read(Optional<String> after, int limit) {
        Optional<StreamPlace> from = after.flatMap(StreamPlace::parse);
        if (sorted.filter(there -> there.reaches(from)).isEmpty()) {
            close();
            sorted = Optional.of(sort(from));
        }
        try {
            return sorted.get().read(from, limit);
        } catch (IOException e) {
            close();
            throw cannotSort(e);
        }
    }

    private SortedHistory sort(Optional<StreamPlace> after) {
        ArchiveSort sort = new ArchiveSort(temporary, limits);
        SortedHistory history = new SortedHistory(sort, after, codec, complete, broken);
        try {
            new Sorting(sort, after).readAll();
            return history;
        } catch (IOException e) {
            close(history);
            throw new PortException(
                    "The archive cannot be read; fix access to it, then resume the rebuild: " + e.getMessage(), e);
        } catch (RuntimeException | Error failed) {
            close(history);
            throw failed;
        }
    }

    private PortException cannotSort(IOException e) {
        return new PortException(
                "The archive's events cannot be sorted in folder " + temporary + ": " + e
                        + ". They need as much room there as the archive, uncompressed; make room or name another folder,"
                        + " then resume the rebuild",
                e);
    }

    /** {@return the size of the temporary files, in bytes; 0 before the first page, and if the events fit into memory} */
    public long temporaryBytes() {
        return sorted.map(SortedHistory::temporaryBytes).orElse(0L);
    }

    /** Deletes the temporary files; reading again reads the archive again. */
    @Override
    public void close() {
        sorted.ifPresent(ArchiveHistory::close);
        sorted = Optional.empty();
    }

    private static void close(SortedHistory history) {
        try {
            history.close();
        } catch (IOException ignored) {
            // The files are deleted at the end of the process.
        }
    }

    /** Reads all objects. */
    private final class Sorting {
        private final ArchiveSort sort;
        private final Optional<StreamPlace> after;
        private long objects;

        Sorting(ArchiveSort sort, Optional<StreamPlace> after) {
            this.sort = sort;
            this.after = after;
        }

        void readAll() throws IOException {
            Optional<String> part = archive.part(Optional.empty());
            while (part.isPresent()) {
                readPart(part.get());
                part = archive.part(part);
            }
        }

        private void readPart(String part) throws IOException {
            Optional<String> last = Optional.empty();
            List<String> page;
            do {
                page = archive.objects().list(part, last, PAGE);
                for (String object : page) {
                    readObject(object);
                    last = Optional.of(object);
                }
            } while (page.size() == PAGE);
        }

        /** An object deleted since it was listed has expired from the archive. */
        private void readObject(String object) throws IOException {
            objects++;
            try (InputStream content = archive.objects().open(object)) {
                ArchiveReader.Opened opened = reader.open(object, content);
                List<ArchiveReader.Read> read = opened.next(0, BATCH);
                while (!read.isEmpty()) {
                    read.forEach(this::take);
                    read = opened.next(0, BATCH);
                }
            } catch (FileNotFoundException dropped) {
                // Its events are older than the archive's retention.
            }
        }

        private void take(ArchiveReader.Read read) {
            if (read.delivery() instanceof Delivery.Undecodable undecodable) {
                broken.accept(undecodable);
            } else if (read.delivery() instanceof Delivery.Decoded decoded) {
                StreamPlace place = StreamPlace.of(decoded.envelope());
                if (after.isEmpty() || place.compareTo(after.get()) > 0) {
                    WireEvent wire = decoded.wire().orElseThrow();
                    add(place, new SortedRecord.Content(read.place(), read.transportKey(), wire));
                }
            }
        }

        private void add(StreamPlace place, SortedRecord.Content content) {
            try {
                sort.add(SortedRecord.of(place, objects, content));
            } catch (IOException e) {
                throw cannotSort(e);
            }
        }
    }
}
