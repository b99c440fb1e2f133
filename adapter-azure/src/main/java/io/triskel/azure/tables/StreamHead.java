package io.triskel.azure.tables;

import com.azure.data.tables.models.TableEntity;
import io.triskel.azure.tables.Marks.Mark;
import io.triskel.event.StreamId;
import java.time.Instant;
import java.util.Optional;

/**
 * A stream's head, which every step on the stream replaces.
 *
 * @param tag its ETag; empty if it is not stored
 * @param last the stream's last revision; 0 if there is no event
 * @param mark in the index of dirty streams; there is one whenever {@code last} is beyond {@code dispatchedTo}
 */
record StreamHead(
        StreamId stream,
        Optional<String> tag,
        long last,
        long dispatchedTo,
        long fence,
        Optional<Instant> leasedUntil,
        Optional<Mark> mark) {
    private static final String MARK = "mark";

    static StreamHead absent(StreamId stream) {
        return new StreamHead(stream, Optional.empty(), 0, 0, 0, Optional.empty(), Optional.empty());
    }

    static StreamHead of(TableEntity entity) {
        return new StreamHead(
                new StreamId(Cells.text(entity, "stream")),
                Optional.of(entity.getETag()),
                Cells.number(entity, "last"),
                Cells.number(entity, "dispatchedTo"),
                Cells.number(entity, "fence"),
                Cells.instant(entity, "leasedUntil"),
                Mark.of(entity, MARK));
    }

    TableEntity entity(Key key) {
        TableEntity entity = key.entity()
                .addProperty("stream", stream.value())
                .addProperty("last", last)
                .addProperty("dispatchedTo", dispatchedTo)
                .addProperty("fence", fence);
        Cells.instant(entity, "leasedUntil", leasedUntil);
        mark.ifPresent(there -> there.on(entity, MARK));
        return entity;
    }

    boolean leased(Instant now) {
        return leasedUntil.filter(until -> until.isAfter(now)).isPresent();
    }

    boolean published() {
        return dispatchedTo >= last;
    }

    StreamHead stored(String newTag) {
        return new StreamHead(stream, Optional.of(newTag), last, dispatchedTo, fence, leasedUntil, mark);
    }

    StreamHead grown(long newLast, Mark marked) {
        return new StreamHead(stream, tag, newLast, dispatchedTo, fence, leasedUntil, Optional.of(marked));
    }

    StreamHead leasedTo(Instant until) {
        return new StreamHead(stream, tag, last, dispatchedTo, fence + 1, Optional.of(until), mark);
    }

    StreamHead advanced(long to) {
        return new StreamHead(stream, tag, last, to, fence, leasedUntil, mark);
    }

    StreamHead released(Optional<Mark> marked) {
        return new StreamHead(stream, tag, last, dispatchedTo, fence, Optional.empty(), marked);
    }
}
