package io.triskel.gcp.firestore;

import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.Query;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.google.cloud.firestore.WriteBatch;
import io.triskel.event.StreamId;
import io.triskel.outbox.Outbox.DispatchLease;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The streams that may have something to publish, and the leases for publishing them. Each commit's document is created with a
 * mark. A release takes the marks off the documents it has seen, by the same Firestore commit that writes the dispatcher's
 * document, which then carries the mark if not all is published. So appends never write a document twice, however busy a stream
 * is.
 */
final class Dispatching {
    /**
     * The most commits of a stream that are unmarked at once. A change counts the size of its document, about 360 KiB at most,
     * toward the 10 MiB of a Firestore commit.
     */
    private static final int MOST_COMMITS = 25;

    private static final int PAGE = 100;

    private final Documents documents;
    private final StreamDocuments streams;
    private final QueueStart marks;

    Dispatching(Documents documents, StreamDocuments streams, InstantSource clock) {
        this.documents = documents;
        this.streams = streams;
        this.marks = new QueueStart(clock);
    }

    /** The stored state of a stream's publication. */
    private record Head(
            StreamId stream,
            long fence,
            Optional<Instant> leasedUntil,
            long dispatchedTo,
            long unmarkedTo,
            Optional<String> due) {
        static Head of(StreamId stream, Optional<Stored> stored) {
            return stored.map(there -> new Head(
                            stream,
                            there.number("fence"),
                            there.instant("leasedUntil"),
                            there.number("dispatchedTo"),
                            there.number("unmarkedTo"),
                            there.optionalText(FirestoreCollections.DUE)))
                    .orElseGet(() -> new Head(stream, 0, Optional.empty(), 0, 0, Optional.empty()));
        }

        boolean leased(Instant now) {
            return leasedUntil.filter(until -> until.isAfter(now)).isPresent();
        }

        Head leasedTo(Instant until) {
            return new Head(stream, fence + 1, Optional.of(until), dispatchedTo, unmarkedTo, due);
        }

        Head advanced(long to) {
            return new Head(stream, fence, leasedUntil, to, unmarkedTo, due);
        }

        Head unmarked(long to, Optional<String> mark, boolean released) {
            return new Head(stream, fence, released ? Optional.empty() : leasedUntil, dispatchedTo, to, mark);
        }

        Fields fields() {
            return new Fields()
                    .text("stream", stream.value())
                    .number("fence", fence)
                    .instant("leasedUntil", leasedUntil)
                    .number("dispatchedTo", dispatchedTo)
                    .number("unmarkedTo", unmarkedTo)
                    .text(FirestoreCollections.DUE, due);
        }
    }

    List<StreamId> dirty(int bucket, Instant now, int limit) {
        String marked = Keys.due("dirty", bucket);
        String from = marks.of(marked);
        Query query = documents
                .collection()
                .whereGreaterThanOrEqualTo(FirestoreCollections.DUE, from)
                .whereLessThanOrEqualTo(FirestoreCollections.DUE, Keys.due("dirty", bucket, now))
                .orderBy(FirestoreCollections.DUE)
                .select("stream", FirestoreCollections.DUE)
                .limit(Math.max(PAGE, Math.min(limit, 10 * PAGE)));
        Set<StreamId> streamsFound = new LinkedHashSet<>();
        List<QueryDocumentSnapshot> page = documents.query(query);
        marks.found(
                marked,
                from,
                now,
                page.stream().findFirst().map(first -> Documents.stored(first).text(FirestoreCollections.DUE)));
        while (!page.isEmpty()) {
            for (QueryDocumentSnapshot found : page) {
                if (streamsFound.size() < limit) {
                    streamsFound.add(new StreamId(Documents.stored(found).text("stream")));
                }
            }
            page = streamsFound.size() < limit
                    ? documents.query(query.startAfter(page.get(page.size() - 1)))
                    : List.of();
        }
        return List.copyOf(streamsFound);
    }

    private DocumentReference at(StreamId stream) {
        return streams.at(stream, 0);
    }

    Optional<DispatchLease> lease(StreamId stream, Instant now, Duration duration) {
        Instant until = now.plus(duration);
        return documents.quickStep(at(stream), stored -> {
            Head head = Head.of(stream, stored);
            if (head.leased(now) || (stored.isEmpty() && lastRevision(stream, 1) == 0)) {
                return Step.nothing(Optional.empty());
            }
            Head leased = head.leasedTo(until);
            return Step.write(
                    leased.fields(),
                    Optional.of(new DispatchLease(stream, leased.fence(), leased.dispatchedTo(), until)));
        });
    }

    boolean advance(DispatchLease lease, long to) {
        if (to > lastRevision(lease.stream(), to)) {
            return false;
        }
        return documents.quickStep(at(lease.stream()), stored -> {
            Head head = Head.of(lease.stream(), stored);
            return head.fence() == lease.fence() && head.dispatchedTo() <= to
                    ? Step.write(head.advanced(to).fields(), true)
                    : Step.nothing(false);
        });
    }

    /** The remembered last revision if it is at least {@code enough}, else the one read. */
    private long lastRevision(StreamId stream, long enough) {
        return streams.remembered(stream).filter(last -> last >= enough).orElseGet(() -> streams.lastRevision(stream));
    }

    void release(DispatchLease lease, Instant dirtyFrom) {
        StreamId stream = lease.stream();
        boolean more = true;
        while (more) {
            more = documents.quickStep(at(stream), stored -> {
                Head head = Head.of(stream, stored);
                if (head.fence() != lease.fence()) {
                    return Step.nothing(false);
                }
                List<QueryDocumentSnapshot> commits = streams.after(stream, head.unmarkedTo(), MOST_COMMITS);
                boolean whole = commits.size() < MOST_COMMITS;
                long last = commits.isEmpty()
                        ? head.unmarkedTo()
                        : Documents.stored(commits.get(commits.size() - 1)).number("last");
                boolean published = whole && head.dispatchedTo() >= last;
                Optional<String> mark =
                        published ? Optional.empty() : Optional.of(StreamDocuments.mark(stream, dirtyFrom));
                return Step.write(head.unmarked(last, mark, whole).fields(), !whole)
                        .along(batch -> unmark(commits, batch));
            });
        }
    }

    private static void unmark(List<QueryDocumentSnapshot> commits, WriteBatch batch) {
        commits.stream()
                .filter(commit -> Documents.stored(commit).has(FirestoreCollections.DUE))
                .forEach(commit -> batch.update(commit.getReference(), Documents.removed(FirestoreCollections.DUE)));
    }
}
