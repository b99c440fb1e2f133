package io.triskel.azure.tables;

import com.azure.data.tables.models.TableEntity;
import io.triskel.azure.tables.Marks.Mark;
import io.triskel.azure.tables.Marks.Wanted;
import io.triskel.event.StreamId;
import io.triskel.outbox.Outbox;
import io.triskel.spi.Change;
import io.triskel.spi.DispatchEntry;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A stream's head; each step on the stream replaces it.
 *
 * @param tag the head's ETag; empty if the head is not stored
 * @param last the stream's last revision; 0 if there is no event
 * @param entry the last published revision, and the dispatch lease
 * @param dirtyFrom the time from which the stream counts as unpublished; set whenever {@code last} is above the last
 *     published revision
 * @param since when the stream became unpublished, for operators; empty in heads of earlier releases
 * @param marks the marks that the stored head names, by which the stream is found
 */
record StreamHead(
        StreamId stream,
        Optional<String> tag,
        long last,
        DispatchEntry entry,
        Optional<Instant> dirtyFrom,
        Optional<Instant> since,
        Map<String, Mark> marks) {
    private static final String MARK = "mark";
    static final String SINCE = "since";

    static StreamHead absent(StreamId stream) {
        return new StreamHead(
                stream, Optional.empty(), 0, DispatchEntry.none(), Optional.empty(), Optional.empty(), Map.of());
    }

    static StreamHead of(TableEntity entity) {
        StreamId stream = new StreamId(Cells.text(entity, "stream"));
        Optional<Mark> mark = Mark.of(entity, MARK, partition(Outbox.bucketOf(stream)));
        return new StreamHead(
                stream,
                Optional.of(entity.getETag()),
                Cells.number(entity, "last"),
                new DispatchEntry(
                        Cells.number(entity, "dispatchedTo"),
                        Cells.number(entity, "fence"),
                        Cells.instant(entity, "leasedUntil"),
                        Cells.flag(entity, "wanted")),
                mark.map(Mark::at),
                Cells.instant(entity, SINCE),
                mark.map(named -> Map.of(MARK, named)).orElse(Map.of()));
    }

    TableEntity entity(Key key) {
        TableEntity entity = key.entity()
                .addProperty("stream", stream.value())
                .addProperty("last", last)
                .addProperty("dispatchedTo", entry.dispatchedTo())
                .addProperty("fence", entry.fence())
                .addProperty("wanted", entry.wanted());
        Cells.instant(entity, "leasedUntil", entry.leasedUntil());
        Cells.instant(entity, SINCE, since);
        marks.forEach((name, mark) -> mark.on(entity, name));
        return entity;
    }

    /** The partition of the marks of a bucket's streams. */
    static String partition(int bucket) {
        return "dirty~" + bucket;
    }

    Map<String, Wanted> wanted() {
        return dirtyFrom
                .map(at -> Map.of(
                        MARK,
                        Wanted.from(
                                at, partition(Outbox.bucketOf(stream)), TableKeys.of(stream.value()), this::describe)))
                .orElse(Map.of());
    }

    private void describe(TableEntity mark) {
        mark.addProperty("stream", stream.value());
        Cells.instant(mark, SINCE, since);
    }

    boolean isNamedBy(TableEntity mark) {
        return marks.containsKey(MARK) && marks.get(MARK).is(mark);
    }

    boolean published() {
        return entry.dispatchedTo() >= last;
    }

    StreamHead stored(String newTag) {
        return new StreamHead(stream, Optional.of(newTag), last, entry, dirtyFrom, since, marks);
    }

    StreamHead naming(Map<String, Mark> named) {
        return new StreamHead(stream, tag, last, entry, dirtyFrom, since, named);
    }

    /** The head with more events; an unpublished stream keeps its {@code dirtyFrom}. */
    StreamHead grown(long newLast, Instant now, Instant from) {
        return new StreamHead(
                stream,
                tag,
                newLast,
                entry,
                dirtyFrom.or(() -> Optional.of(from)),
                dirtyFrom.isPresent() ? since : Optional.of(now),
                marks);
    }

    /** The head after a publishing step; {@code dirtyFrom} stays. */
    <T> Change<StreamHead, T> with(Change<DispatchEntry, T> step) {
        return step.map(next -> new StreamHead(stream, tag, last, next, dirtyFrom, since, marks));
    }

    /** The head after its lease is released: without {@code dirtyFrom} if all is published, else with another one. */
    StreamHead released(UnaryOperator<Instant> from) {
        return published()
                ? new StreamHead(stream, tag, last, entry, Optional.empty(), Optional.empty(), marks)
                : new StreamHead(stream, tag, last, entry, dirtyFrom.map(from), since, marks);
    }

    /** The head with only these marks, unpublished from now on. */
    StreamHead repaired(Map<String, Mark> there, Instant now) {
        return new StreamHead(stream, tag, last, entry, Optional.of(now), since, there);
    }
}
