package io.triskel.gcp.firestore;

import com.google.cloud.firestore.Blob;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.Query;
import com.google.cloud.firestore.Query.Direction;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import io.triskel.codec.EventCodec;
import io.triskel.event.Envelope;
import io.triskel.event.StreamId;
import io.triskel.outbox.Outbox;
import io.triskel.spi.CommitMark;
import io.triskel.store.CommandId;
import io.triskel.store.EventReader.Commit;
import io.triskel.store.EventReader.EventPage;
import io.triskel.store.KeyForm;
import io.triskel.store.Remembered;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A stream's commits, one document each, keyed by stream and first revision, and marked until they are published. A
 * stream's last seen end is remembered: the next commit begins right after it, so creating a commit there fails if the
 * stream has grown since.
 */
final class StreamDocuments {
    /** Limits a query's answer, since commits have up to 350 KiB and Firestore has no limit. */
    private static final int MOST_COMMITS = 100;

    /** When an unpublished commit was appended; on a dispatcher's document, when the first unpublished commit was. */
    static final String SINCE = "since";

    /** How many commits are read at once from a stream's end: most streams have one unpublished commit or two. */
    static final int BACKWARDS = 10;

    private final DocumentCollection documents;
    private final Remembered<StreamId, End> ends = new Remembered<>();

    /** Streams without a dispatcher's document when last seen: most likely they still have none. */
    private final Remembered<StreamId, Boolean> withoutHead = new Remembered<>();

    /**
     * A stream's last commit when last seen.
     *
     * @param published as in {@link CommitMark}
     */
    record End(long first, long last, boolean published) {}

    /** A commit and the state of its publication. */
    record Marked(Commit commit, CommitMark mark, Optional<Instant> since) {
        static Marked of(Stored document) {
            return new Marked(
                    StreamDocuments.commit(document),
                    new CommitMark(
                            document.instant("leasedUntil"),
                            document.has("wanted") && document.flag("wanted"),
                            document.has("dispatchedTo")),
                    document.instant(SINCE));
        }
    }

    /**
     * Where a stream's unpublished commits begin.
     *
     * @param after the revision up to which all events are published
     * @param first the first commit behind it, if there is one
     */
    record Unpublished(long after, Optional<Marked> first) {}

    StreamDocuments(DocumentCollection documents) {
        this.documents = documents;
    }

    /** The stream's document for this revision; revision 0 is the dispatcher's. */
    DocumentReference at(StreamId stream, long revision) {
        return documents.at(place(stream, revision));
    }

    static String place(StreamId stream, long revision) {
        return DocumentIds.spread(stream.value()) + "~" + KeyForm.number(revision);
    }

    static String mark(StreamId stream, Instant due) {
        return DocumentIds.due("dirty", Outbox.bucketOf(stream), due);
    }

    /** Whether the commit is stored, by this call or by an earlier one whose answer was lost. */
    boolean append(StreamId stream, Commit commit, List<byte[]> events, Instant now, Optional<Instant> claimedUntil) {
        Cells fields = new Cells()
                .text("stream", stream.value())
                .text(FirestoreCollections.PLACE, place(stream, commit.first()))
                .number("first", commit.first())
                .number("last", commit.last())
                .text("command", commit.command().value())
                .list("events", events.stream().map(Blob::fromBytes).toList())
                .instant("leasedUntil", claimedUntil)
                .instant(SINCE, now)
                .text(FirestoreCollections.DUE, mark(stream, claimedUntil.orElse(now)));
        DocumentReference document = at(stream, commit.first());
        boolean stored =
                documents.send(document, Optional.empty(), fields).await().held();
        if (!stored || claimedUntil.isEmpty()) {
            documents.forget(document);
        }
        if (stored) {
            ends.put(stream, new End(commit.first(), commit.last(), false));
            if (commit.first() == 1) {
                withoutHead.put(stream, true);
            }
        } else {
            ends.forget(stream);
        }
        return stored;
    }

    /** The stream's last revision when last seen; the stream may have grown since, and never shrinks. */
    Optional<End> remembered(StreamId stream) {
        return ends.get(stream);
    }

    /** Remembers that a commit is published. */
    void published(StreamId stream, Commit commit) {
        remembered(stream)
                .filter(end -> end.last() == commit.last())
                .ifPresent(end -> ends.put(stream, new End(end.first(), end.last(), true)));
    }

    /** Whether the stream had no dispatcher's document when this object last saw it. */
    boolean seenWithoutHead(StreamId stream) {
        return withoutHead.get(stream).orElse(false);
    }

    /** The stream's last revision; 0 if the stream does not exist. */
    long lastRevision(StreamId stream) {
        return commitUpTo(stream, Long.MAX_VALUE)
                .map(found -> ended(stream, found))
                .orElse(0L);
    }

    /** The remembered last revision if it is at least {@code enough}, else the one read. */
    long lastRevision(StreamId stream, long enough) {
        return remembered(stream).map(End::last).filter(last -> last >= enough).orElseGet(() -> lastRevision(stream));
    }

    private long ended(StreamId stream, Stored document) {
        Marked end = Marked.of(document);
        ends.put(
                stream,
                new End(end.commit().first(), end.commit().last(), end.mark().published()));
        if (!end.mark().published()) {
            // Who appends behind it marks it next.
            documents.remember(at(stream, end.commit().first()), Optional.of(document));
        }
        return end.commit().last();
    }

    /**
     * Finds the unpublished commits behind a revision that the stream's head has. Behind it, published commits are followed
     * by unpublished ones: if the first is not published, none is; else the first unpublished one is looked for from the
     * end.
     */
    Unpublished unpublished(StreamId stream, long dispatchedTo) {
        Optional<Marked> next = marked(stream, dispatchedTo, 1, Long.MAX_VALUE, Direction.ASCENDING).stream()
                .findFirst();
        if (next.filter(found -> found.mark().published()).isEmpty()) {
            return new Unpublished(dispatchedTo, next);
        }
        Optional<Marked> first = Optional.empty();
        for (long to = Long.MAX_VALUE; ; ) {
            for (Marked found : marked(stream, dispatchedTo, BACKWARDS, to, Direction.DESCENDING)) {
                if (found.mark().published()) {
                    return new Unpublished(found.commit().last(), first);
                }
                first = Optional.of(found);
                to = found.commit().first() - 1;
            }
        }
    }

    Optional<Commit> commitFrom(StreamId stream, long first) {
        DocumentReference document = at(stream, first);
        Optional<Commit> commit = documents.get(document).map(StreamDocuments::commit);
        documents.forget(document);
        return commit;
    }

    /** The last commit that begins at this revision or before, without its events. */
    Optional<Stored> commitUpTo(StreamId stream, long first) {
        Query query = range(stream, 1, first).orderBy(FirestoreCollections.PLACE, Direction.DESCENDING);
        return documents.query(withoutEvents(query).limit(1)).stream()
                .findFirst()
                .map(DocumentCollection::stored);
    }

    private static Query withoutEvents(Query query) {
        return DocumentCollection.select(
                query, "first", "last", "command", "leasedUntil", "wanted", "dispatchedTo", SINCE);
    }

    private Query range(StreamId stream, long from, long to) {
        return documents
                .collection()
                .whereGreaterThanOrEqualTo(FirestoreCollections.PLACE, place(stream, from))
                .whereLessThanOrEqualTo(FirestoreCollections.PLACE, place(stream, to));
    }

    EventPage read(StreamId stream, long after, int limit, EventCodec codec) {
        int most = Math.min(limit, MOST_COMMITS);
        List<Stored> found = new ArrayList<>();
        if (after < Long.MAX_VALUE) {
            // A read from the start includes the dispatcher's document, since the reader may publish the stream next.
            long from = after == 0 ? 0 : after + 1;
            Query query = range(stream, from, Long.MAX_VALUE).orderBy(FirestoreCollections.PLACE);
            for (QueryDocumentSnapshot document : documents.query(query.limit(after == 0 ? most + 2 : most + 1))) {
                if (document.getReference().equals(at(stream, 0))) {
                    documents.remember(document);
                    withoutHead.forget(stream);
                } else {
                    found.add(DocumentCollection.stored(document));
                }
            }
        }
        boolean whole = found.size() <= most;
        long last = found.isEmpty() ? 0 : found.get(found.size() - 1).number("last");
        if (after > 0 && (found.isEmpty() || found.get(0).number("first") != after + 1)) {
            Optional<Stored> before = commitUpTo(stream, after);
            if (found.isEmpty()) {
                last = before.map(there -> there.number("last")).orElse(0L);
            }
            // The page begins inside a commit.
            before.filter(there -> there.number("last") > after)
                    .flatMap(there -> documents.get(at(stream, there.number("first"))))
                    .ifPresent(there -> found.add(0, there));
        }
        if (whole && !found.isEmpty()) {
            ended(stream, found.get(found.size() - 1));
        }
        return page(stream, after, limit, found, whole ? last : lastRevision(stream), codec);
    }

    private EventPage page(StreamId stream, long after, int limit, List<Stored> found, long last, EventCodec codec) {
        List<Envelope<?>> events = new ArrayList<>();
        List<Commit> commits = new ArrayList<>();
        for (Stored document : found) {
            if (events.size() == limit) {
                break;
            }
            Commit commit = commit(document);
            requireNext(stream, commit, after + events.size());
            List<Blob> encoded = document.list("events", Blob.class);
            int before = events.size();
            for (int i = 0; i < encoded.size() && events.size() < limit; i++) {
                if (commit.first() + i > after) {
                    events.add(codec.decode(encoded.get(i).toBytes()));
                }
            }
            if (events.size() > before) {
                commits.add(commit);
            }
        }
        return new EventPage(events, commits, last, after + events.size() < last);
    }

    private static void requireNext(StreamId stream, Commit commit, long after) {
        if (commit.first() > after + 1) {
            throw new IllegalStateException("Stream " + stream + " has no revision " + (after + 1) + " before "
                    + commit.first() + "; its commits were deleted, or another program wrote to this collection");
        }
    }

    /** At most {@code limit} commits that begin after a revision and up to another, without their events. */
    List<Marked> commits(StreamId stream, long after, int limit, long to) {
        return marked(stream, after, limit, to, Direction.ASCENDING);
    }

    List<Marked> marked(StreamId stream, long after, int limit, long to, Direction direction) {
        Query query = range(stream, after + 1, to).orderBy(FirestoreCollections.PLACE, direction);
        return documents.query(withoutEvents(query).limit(limit)).stream()
                .map(document -> Marked.of(DocumentCollection.stored(document)))
                .toList();
    }

    static Commit commit(Stored document) {
        return new Commit(new CommandId(document.text("command")), document.number("first"), document.number("last"));
    }
}
