package io.triskel.archive;

import io.triskel.codec.EventCodec;
import io.triskel.codec.InvalidEventException;
import io.triskel.codec.WireEvent;
import io.triskel.consume.Deliveries;
import io.triskel.consume.Delivery;
import io.triskel.consume.Delivery.Position;
import io.triskel.event.Envelope;
import io.triskel.event.Page;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads sorted records as pages of events. Of records of the same place, the first that can be decoded is the event. */
final class SortedHistory implements Closeable {
    /** A page of large events ends early, so that it fits into memory. */
    private static final int PAGE_BYTES = 4 << 20;

    private final ArchiveSort sort;
    private final Optional<StreamPlace> from;
    private final EventCodec codec;
    private final Instant complete;
    private final Consumer<Delivery.Undecodable> broken;
    private Optional<Reading> reading = Optional.empty();

    /**
     * Makes a history.
     *
     * @param sort has all records after {@code from}
     */
    SortedHistory(
            ArchiveSort sort,
            Optional<StreamPlace> from,
            EventCodec codec,
            Instant complete,
            Consumer<Delivery.Undecodable> broken) {
        this.sort = sort;
        this.from = from;
        this.codec = codec;
        this.complete = complete;
        this.broken = broken;
    }

    /** Whether it has all events after this place. */
    boolean reaches(Optional<StreamPlace> after) {
        return !isBefore(after, from);
    }

    private static boolean isBefore(Optional<StreamPlace> one, Optional<StreamPlace> other) {
        return other.isPresent() && (one.isEmpty() || one.get().compareTo(other.get()) < 0);
    }

    /** A page as {@link ArchiveHistory#read} returns it. If this fails, the same page can be read again. */
    Page<Envelope<?>> read(Optional<StreamPlace> after, int limit) throws IOException {
        Optional<Reading> earlier = reading.filter(there -> !isBefore(after, there.returned));
        reading = Optional.empty();
        Reading next = earlier.isPresent() ? earlier.get() : new Reading(sort.sorted());
        next.skipTo(after);
        Page<Envelope<?>> page = next.page(limit);
        reading = Optional.of(next);
        return page;
    }

    long temporaryBytes() {
        return sort.temporaryBytes();
    }

    @Override
    public void close() throws IOException {
        sort.close();
    }

    private boolean isYoung(Envelope<?> event) {
        return event.time()
                .map(OffsetDateTime::toInstant)
                .filter(at -> !at.isBefore(complete))
                .isPresent();
    }

    private Optional<Envelope<?>> decode(SortedRecord record) throws IOException {
        SortedRecord.Content content = record.content();
        WireEvent wire = content.wire();
        try {
            return Optional.of(Deliveries.decode(codec, type -> true, wire));
        } catch (InvalidEventException invalid) {
            Position position = new Position(content.place().toString());
            return Deliveries.read(codec, type -> true, wire, content.transportKey(), position)
                    .fold(decoded -> Optional.of(decoded.envelope()), this::tell);
        }
    }

    private Optional<Envelope<?>> tell(Delivery.Undecodable record) {
        broken.accept(record);
        return Optional.empty();
    }

    /** How far the records were read. */
    private final class Reading {
        private final SortedMerge records;

        /** Up to which place the events were returned or skipped. */
        private Optional<StreamPlace> returned = Optional.empty();

        private StreamPlace last = new StreamPlace("", 0, "");
        private boolean left;

        Reading(SortedMerge records) {
            this.records = records;
        }

        void skipTo(Optional<StreamPlace> after) throws IOException {
            if (after.equals(returned)) {
                return;
            }
            returned = after;
            last = after.orElseThrow();
            left = false;
            while (records.hasNext() && records.nextPlace().compareTo(last) <= 0) {
                var unused = records.next();
            }
        }

        Page<Envelope<?>> page(int limit) throws IOException {
            List<Envelope<?>> page = new ArrayList<>();
            int bytes = 0;
            while (page.size() < limit && bytes < PAGE_BYTES && records.hasNext()) {
                SortedRecord record = records.next();
                Optional<Envelope<?>> event = record.place().equals(last) ? Optional.empty() : decode(record);
                if (event.isPresent() && !isLeftToTheBus(record.place(), event.get())) {
                    page.add(event.get());
                    bytes += record.bytes().length;
                    returned = Optional.of(record.place());
                }
            }
            return new Page<>(page, records.hasNext() ? returned.map(StreamPlace::text) : Optional.empty());
        }

        /** A recent event after a gap is left to the bus, with all later events of its stream. */
        private boolean isLeftToTheBus(StreamPlace place, Envelope<?> event) {
            boolean sameStream = place.stream().equals(last.stream());
            long expected = sameStream ? last.revision() + 1 : 1;
            left = (left && sameStream) || (place.revision() > expected && isYoung(event));
            last = place;
            return left;
        }
    }
}
