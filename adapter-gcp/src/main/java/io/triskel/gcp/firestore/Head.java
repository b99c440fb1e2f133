package io.triskel.gcp.firestore;

import io.triskel.event.StreamId;
import io.triskel.spi.Change;
import io.triskel.spi.DispatchEntry;
import java.time.Instant;
import java.util.Optional;

/**
 * The stored state of a stream's publication.
 *
 * @param unmarkedTo no commit up to this revision has a mark
 * @param due the stream's mark while it is postponed
 * @param since when its first unpublished commit was appended, while it is postponed
 */
record Head(StreamId stream, DispatchEntry entry, long unmarkedTo, Optional<String> due, Optional<Instant> since) {
    static Head of(StreamId stream, Optional<Stored> stored) {
        return stored.map(there -> new Head(
                        stream,
                        new DispatchEntry(
                                there.number("dispatchedTo"),
                                there.number("fence"),
                                there.instant("leasedUntil"),
                                there.flag("wanted")),
                        there.number("unmarkedTo"),
                        there.optionalText(FirestoreCollections.DUE),
                        there.instant(StreamDocuments.SINCE)))
                .orElseGet(() -> new Head(stream, DispatchEntry.none(), 0, Optional.empty(), Optional.empty()));
    }

    Head unmarked(long to, Optional<String> mark) {
        return new Head(stream, entry, to, mark, mark.isPresent() ? since : Optional.empty());
    }

    /** A head that has been unpublished since then, unless it has an earlier time. */
    Head since(Optional<Instant> first) {
        return new Head(stream, entry, unmarkedTo, due, since.or(() -> first));
    }

    <T> Change<Cells, T> with(Change<DispatchEntry, T> step) {
        return step.map(next -> new Head(stream, next, unmarkedTo, due, since).fields());
    }

    Cells fields() {
        return new Cells()
                .text("stream", stream.value())
                .text(FirestoreCollections.PLACE, StreamDocuments.place(stream, 0))
                .number("fence", entry.fence())
                .instant("leasedUntil", entry.leasedUntil())
                .flag("wanted", entry.wanted())
                .number("dispatchedTo", entry.dispatchedTo())
                .number("unmarkedTo", unmarkedTo)
                .instant(StreamDocuments.SINCE, since)
                .text(FirestoreCollections.DUE, due);
    }
}
