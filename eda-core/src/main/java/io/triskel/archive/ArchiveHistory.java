package io.triskel.archive;

import io.triskel.codec.EventCodec;
import io.triskel.consume.Delivery;
import io.triskel.event.Envelope;
import io.triskel.event.EventKind;
import io.triskel.event.Page;
import io.triskel.event.PortException;
import io.triskel.projection.History;
import io.triskel.store.KeyForm;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Serves an archive as the history of a rebuild, whatever the order of its objects and records: each stream's events are
 * returned once, in revision order. It reads and sorts the whole archive, in one or more passes, each with a part of the
 * streams in memory.
 *
 * <p>A writer may deliver an object late. If an event were applied before its missing predecessor, the predecessor would
 * later look like a duplicate. So a recent event after a gap is left to the bus, with all later events of its stream. A gap
 * before an older event is accepted: the archive never had the event, or the stream began before the archive.
 */
public final class ArchiveHistory implements History {
    private static final int BATCH = 500;
    private static final int PAGE = 1_000;
    private static final char SLASH = '/';

    private final Archive archive;
    private final ArchiveReader reader;
    private final int passes;
    private final Instant complete;
    private final Consumer<Delivery.Undecodable> broken;
    private Optional<Pass> loaded = Optional.empty();

    /**
     * Makes a history; nothing is read yet.
     *
     * @param codec reads the events, with its current upcasters
     * @param passes how often the archive is read, 1 to 16; more passes need less memory
     * @param complete every event published before this moment has reached the archive, if it ever will: now minus the
     *     longest delay of an object. The bus must still have the events published since
     * @param broken receives records that are not events, once per pass
     */
    public ArchiveHistory(
            Archive archive, EventCodec codec, int passes, Instant complete, Consumer<Delivery.Undecodable> broken) {
        if (passes < 1 || passes > KeyForm.PARTS) {
            throw new IllegalArgumentException("passes must be 1 to " + KeyForm.PARTS + ", not " + passes);
        }
        this.archive = archive;
        this.reader = new ArchiveReader(archive.format(), codec, type -> true);
        this.passes = passes;
        this.complete = complete;
        this.broken = broken;
    }

    /** The place of an event: by stream and revision; by its id if it has no stream. */
    private record Place(String stream, long revision, String id) implements Comparable<Place> {
        static Place of(Envelope<?> event) {
            String id = KeyForm.joined(event.id().source(), event.id().id());
            return event.pattern() instanceof EventKind.Sourced fact
                    ? new Place(fact.stream().value(), fact.revision(), "")
                    : new Place("", 0, id);
        }

        int part() {
            return KeyForm.part(stream + id);
        }

        boolean hasRevision() {
            return revision > 0;
        }

        @Override
        public int compareTo(Place other) {
            int streams = stream.compareTo(other.stream);
            int revisions = streams != 0 ? streams : Long.compare(revision, other.revision);
            return revisions != 0 ? revisions : id.compareTo(other.id);
        }
    }

    /** The sorted events of one pass. */
    private record Pass(int number, NavigableMap<Place, Envelope<?>> events) {}

    /** Where the next page begins: after a place, or at the start of a pass. */
    private record Token(int pass, Optional<Place> after) {
        static Token parse(String text) {
            String[] parts = text.split("/", 4);
            if (parts[1].isEmpty()) {
                return new Token(Integer.parseInt(parts[0]), Optional.empty());
            }
            int end = Integer.parseInt(parts[2]);
            Place after = new Place(parts[3].substring(0, end), Long.parseLong(parts[1]), parts[3].substring(end));
            return new Token(Integer.parseInt(parts[0]), Optional.of(after));
        }

        String text() {
            return after.map(place -> "" + pass + SLASH + place.revision() + SLASH
                            + place.stream().length() + SLASH + place.stream() + place.id())
                    .orElse("" + pass + SLASH + SLASH + SLASH);
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws PortException if the archive cannot be listed, or an object of it cannot be read
     */
    @Override
    public Page<Envelope<?>> read(Optional<String> after, int limit) {
        Token from = after.map(Token::parse).orElse(new Token(0, Optional.empty()));
        NavigableMap<Place, Envelope<?>> all = pass(from.pass()).events();
        NavigableMap<Place, Envelope<?>> rest =
                from.after().map(place -> all.tailMap(place, false)).orElse(all);
        List<Envelope<?>> page =
                new ArrayList<>(rest.values().stream().limit(limit).toList());
        Optional<Token> next = Optional.empty();
        if (rest.size() > page.size()) {
            Place last = Place.of(page.get(page.size() - 1));
            next = Optional.of(new Token(from.pass(), Optional.of(last)));
        } else if (from.pass() + 1 < passes) {
            next = Optional.of(new Token(from.pass() + 1, Optional.empty()));
        }
        return new Page<>(page, next.map(Token::text));
    }

    private Pass pass(int number) {
        Pass pass = loaded.filter(there -> there.number() == number).orElseGet(() -> load(number));
        loaded = Optional.of(pass);
        return pass;
    }

    private Pass load(int number) {
        loaded = Optional.empty();
        NavigableMap<Place, Envelope<?>> events = new TreeMap<>();
        try {
            Optional<String> part = archive.part(Optional.empty());
            while (part.isPresent()) {
                readPart(part.get(), number, events);
                part = archive.part(part);
            }
        } catch (IOException e) {
            throw new PortException(
                    "The archive cannot be read; fix access to it, then resume the rebuild: " + e.getMessage(), e);
        }
        leaveToTheBus(events);
        return new Pass(number, events);
    }

    private void readPart(String part, int number, NavigableMap<Place, Envelope<?>> into) throws IOException {
        Optional<String> after = Optional.empty();
        List<String> page;
        do {
            page = archive.objects().list(part, after, PAGE);
            for (String object : page) {
                readObject(object, number, into);
                after = Optional.of(object);
            }
        } while (page.size() == PAGE);
    }

    /** An object deleted since it was listed has expired from the archive. */
    private void readObject(String object, int number, NavigableMap<Place, Envelope<?>> into) throws IOException {
        try (InputStream content = archive.objects().open(object)) {
            reader.read(object, content, BATCH, batch -> batch.forEach(delivery -> take(delivery, number, into)));
        } catch (FileNotFoundException dropped) {
            // Its events are older than the archive's retention.
        }
    }

    private void take(Delivery delivery, int number, NavigableMap<Place, Envelope<?>> into) {
        if (delivery instanceof Delivery.Undecodable undecodable) {
            broken.accept(undecodable);
        } else if (delivery instanceof Delivery.Decoded decoded) {
            Place place = Place.of(decoded.envelope());
            if (place.part() % passes == number) {
                into.putIfAbsent(place, decoded.envelope());
            }
        }
    }

    private void leaveToTheBus(NavigableMap<Place, Envelope<?>> events) {
        String stream = "";
        long last = 0;
        boolean left = false;
        for (var entries = events.entrySet().iterator(); entries.hasNext(); ) {
            var entry = entries.next();
            Place place = entry.getKey();
            if (!place.stream().equals(stream)) {
                stream = place.stream();
                last = 0;
                left = false;
            }
            left |= place.hasRevision() && place.revision() > last + 1 && isYoung(entry.getValue());
            last = place.revision();
            if (left) {
                entries.remove();
            }
        }
    }

    private boolean isYoung(Envelope<?> event) {
        return event.time()
                .map(OffsetDateTime::toInstant)
                .filter(at -> !at.isBefore(complete))
                .isPresent();
    }
}
