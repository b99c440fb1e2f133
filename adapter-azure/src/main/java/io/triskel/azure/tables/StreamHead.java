package io.triskel.azure.tables;

import com.azure.data.tables.models.TableEntity;
import io.triskel.azure.tables.Marks.Mark;
import io.triskel.azure.tables.Marks.Wanted;
import io.triskel.event.StreamId;
import io.triskel.outbox.Outbox;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A stream's head, which every step on the stream replaces.
 *
 * @param tag the head's ETag; empty if the head is not stored
 * @param last the stream's last revision; 0 if there is no event
 * @param dirtyFrom from when the stream counts as dirty; set whenever {@code last} is beyond {@code dispatchedTo}
 * @param marks the marks that the stored head names, by which the stream is found
 */
record StreamHead(
        StreamId stream,
        Optional<String> tag,
        long last,
        long dispatchedTo,
        long fence,
        Optional<Instant> leasedUntil,
        Optional<Instant> dirtyFrom,
        Map<String, Mark> marks) {
    private static final String MARK = "mark";

    static StreamHead absent(StreamId stream) {
        return new StreamHead(stream, Optional.empty(), 0, 0, 0, Optional.empty(), Optional.empty(), Map.of());
    }

    static StreamHead of(TableEntity entity) {
        StreamId stream = new StreamId(Cells.text(entity, "stream"));
        Optional<Mark> mark = Mark.of(entity, MARK, partition(Outbox.bucketOf(stream)));
        return new StreamHead(
                stream,
                Optional.of(entity.getETag()),
                Cells.number(entity, "last"),
                Cells.number(entity, "dispatchedTo"),
                Cells.number(entity, "fence"),
                Cells.instant(entity, "leasedUntil"),
                mark.map(Mark::at),
                mark.map(named -> Map.of(MARK, named)).orElse(Map.of()));
    }

    TableEntity entity(Key key) {
        TableEntity entity = key.entity()
                .addProperty("stream", stream.value())
                .addProperty("last", last)
                .addProperty("dispatchedTo", dispatchedTo)
                .addProperty("fence", fence);
        Cells.instant(entity, "leasedUntil", leasedUntil);
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
                                at,
                                partition(Outbox.bucketOf(stream)),
                                Keys.of(stream.value()),
                                mark -> mark.addProperty("stream", stream.value()))))
                .orElse(Map.of());
    }

    boolean isNamedBy(TableEntity mark) {
        return marks.containsKey(MARK) && marks.get(MARK).is(mark);
    }

    boolean leased(Instant now) {
        return leasedUntil.filter(until -> until.isAfter(now)).isPresent();
    }

    boolean published() {
        return dispatchedTo >= last;
    }

    StreamHead stored(String newTag) {
        return new StreamHead(stream, Optional.of(newTag), last, dispatchedTo, fence, leasedUntil, dirtyFrom, marks);
    }

    StreamHead naming(Map<String, Mark> named) {
        return new StreamHead(stream, tag, last, dispatchedTo, fence, leasedUntil, dirtyFrom, named);
    }

    /** The head with more events; a stream that is dirty already keeps its {@code dirtyFrom}. */
    StreamHead grown(long newLast, Instant now) {
        return new StreamHead(
                stream, tag, newLast, dispatchedTo, fence, leasedUntil, dirtyFrom.or(() -> Optional.of(now)), marks);
    }

    StreamHead leasedTo(Instant until) {
        return new StreamHead(stream, tag, last, dispatchedTo, fence + 1, Optional.of(until), dirtyFrom, marks);
    }

    StreamHead advanced(long to) {
        return new StreamHead(stream, tag, last, to, fence, leasedUntil, dirtyFrom, marks);
    }

    /** The head after a release: not dirty if all is published, else dirty from this moment at the earliest. */
    StreamHead released(Instant from) {
        Optional<Instant> later = dirtyFrom.filter(at -> !from.isAfter(at)).or(() -> Optional.of(from));
        return new StreamHead(
                stream,
                tag,
                last,
                dispatchedTo,
                fence,
                Optional.empty(),
                published() ? Optional.empty() : later,
                marks);
    }

    /** The head with only these marks, and dirty from now on. */
    StreamHead repaired(Map<String, Mark> there, Instant now) {
        return new StreamHead(stream, tag, last, dispatchedTo, fence, leasedUntil, Optional.of(now), there);
    }
}
