package io.triskel.gcp.firestore;

import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.Query;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.google.cloud.firestore.WriteBatch;
import io.triskel.event.StreamId;
import io.triskel.gcp.firestore.StreamDocuments.Marked;
import io.triskel.outbox.Outbox.DispatchLease;
import io.triskel.outbox.Outbox.Finish;
import io.triskel.outbox.Outbox.Unpublished;
import io.triskel.spi.Change;
import io.triskel.spi.CommitMark.Turn;
import io.triskel.spi.DispatchEntry;
import io.triskel.store.EventReader.Commit;
import io.triskel.store.Remembered;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The streams that may have something to publish, and the leases for publishing them. Each commit's document is created
 * with a mark. After publishing commits, the dispatcher removes their marks in the same Firestore commit that writes
 * the dispatcher's document; a postponed stream has its mark on the dispatcher's document. So appends never write a
 * document twice, even on a busy stream. What appenders publish by claim only changes their commits ({@link Claims}).
 */
final class Dispatching {
    /**
     * The maximum of a stream's commits to unmark at the same time. Each change counts the size of its document, at
     * most about 360 KiB, towards the 10 MiB of a Firestore commit.
     */
    private static final int MOST_COMMITS = 25;

    private static final int PAGE = 100;

    private final DocumentCollection documents;
    private final StreamDocuments streams;
    private final QueueStart marks;
    private final Claims claims;

    /** Up to where appenders have published by claim, if a lease found it: these commits have no marks. */
    private final Remembered<StreamId, Long> published = new Remembered<>();

    Dispatching(DocumentCollection documents, StreamDocuments streams, Claims claims, InstantSource clock) {
        this.documents = documents;
        this.streams = streams;
        this.claims = claims;
        this.marks = new QueueStart(clock);
    }

    List<Unpublished> dirty(int bucket, Instant now, int limit) {
        String marked = DocumentIds.due("dirty", bucket);
        String from = marks.of(marked);
        Query all = documents
                .collection()
                .whereGreaterThanOrEqualTo(FirestoreCollections.DUE, from)
                .whereLessThanOrEqualTo(FirestoreCollections.DUE, DocumentIds.due("dirty", bucket, now))
                .orderBy(FirestoreCollections.DUE);
        Query query = DocumentCollection.select(all, "stream", FirestoreCollections.DUE, StreamDocuments.SINCE)
                .limit(Math.max(PAGE, Math.min(limit, 10 * PAGE)));
        Map<StreamId, Unpublished> streamsFound = new LinkedHashMap<>();
        List<QueryDocumentSnapshot> page = documents.query(query);
        marks.found(
                marked,
                from,
                now,
                page.stream()
                        .findFirst()
                        .map(first -> DocumentCollection.stored(first).text(FirestoreCollections.DUE)));
        while (!page.isEmpty()) {
            for (QueryDocumentSnapshot found : page) {
                if (streamsFound.size() < limit) {
                    Stored there = DocumentCollection.stored(found);
                    StreamId stream = new StreamId(there.text("stream"));
                    streamsFound.putIfAbsent(stream, new Unpublished(stream, there.instant(StreamDocuments.SINCE)));
                }
            }
            page = streamsFound.size() < limit
                    ? documents.query(query.startAfter(page.get(page.size() - 1)))
                    : List.of();
        }
        return List.copyOf(streamsFound.values());
    }

    private DocumentReference at(StreamId stream) {
        return streams.at(stream, 0);
    }

    /**
     * Leases a stream from its first unpublished commit on, unless that one's appender publishes it, which is marked now.
     *
     * @param own the revision of the commit that this caller claims itself; 0 if there is none
     */
    Optional<DispatchLease> lease(StreamId stream, Instant now, Duration duration, long own) {
        return lease(stream, now, duration).flatMap(lease -> behindClaims(lease, now, own));
    }

    private Optional<DispatchLease> behindClaims(DispatchLease lease, Instant now, long own) {
        StreamId stream = lease.stream();
        return DocumentCollection.WRITES.until("The claim of stream " + stream, () -> {
            StreamDocuments.Unpublished left = streams.unpublished(stream, lease.dispatchedTo());
            Optional<Marked> claimed = left.first()
                    .filter(next -> next.mark().claimed(now) && next.commit().first() != own);
            if (claimed.isPresent()) {
                // If somebody was refused this lease, its commit may be one that no claim covers.
                Turn turn = claims.want(stream, claimed.get().commit().first(), now);
                return turn == Turn.PUBLISHERS && finish(lease, lease.dispatchedTo(), List.of()) != Finish.MORE
                        ? Optional.of(Optional.empty())
                        : Optional.empty();
            }
            if (left.after() > lease.dispatchedTo()) {
                published.put(stream, left.after());
            }
            return Optional.of(Optional.of(new DispatchLease(stream, lease.fence(), left.after(), lease.until())));
        });
    }

    private Head head(StreamId stream, Optional<Stored> stored) {
        Head head = Head.of(stream, stored);
        return head.unmarked(Math.max(head.unmarkedTo(), published.get(stream).orElse(0L)), head.due());
    }

    /** Leases a stream that was just seen without this document by creating the document, without reading it. */
    private Optional<DispatchLease> lease(StreamId stream, Instant now, Duration duration) {
        Function<Optional<Stored>, Change<Cells, Optional<DispatchLease>>> step =
                stored -> stored.isEmpty() && streams.lastRevision(stream, 1) == 0
                        ? Change.nothing(Optional.empty())
                        : leased(Head.of(stream, stored), now, duration);
        return documents.remembered(at(stream)).isEmpty() && streams.seenWithoutHead(stream)
                ? documents.guess(at(stream), Optional.empty(), step)
                : documents.quickStep(at(stream), step);
    }

    private static Change<Cells, Optional<DispatchLease>> leased(Head head, Instant now, Duration duration) {
        return head.with(head.entry().lease(head.stream(), now, duration));
    }

    boolean advance(DispatchLease lease, long to) {
        if (to > streams.lastRevision(lease.stream(), to)) {
            return false;
        }
        return documents.quickStep(at(lease.stream()), stored -> {
            Head head = Head.of(lease.stream(), stored);
            return head.with(head.entry().advance(lease, to));
        });
    }

    Finish finish(DispatchLease lease, long to, List<Commit> commits) {
        StreamId stream = lease.stream();
        return repeated(stream, to, head -> {
            List<Commit> marked = marked(head, to, commits);
            Optional<String> mark = to >= head.unmarkedTo() ? Optional.empty() : head.due();
            Change<DispatchEntry, Finish> step = head.entry().finish(lease, to);
            return step.answer() == Finish.FENCED
                    ? Unmarking.none(Finish.FENCED)
                    : Unmarking.of(head, marked, step, mark, head.due());
        });
    }

    /** The completely published commits that may have marks; reads them if those at hand are not all. */
    private List<Commit> marked(Head head, long to, List<Commit> atHand) {
        if (to <= head.unmarkedTo()) {
            return List.of();
        }
        boolean all = !atHand.isEmpty() && atHand.get(0).first() <= head.unmarkedTo() + 1;
        return (all ? atHand : commits(streams.commits(head.stream(), head.unmarkedTo(), MOST_COMMITS + 1, to)))
                .stream()
                        .filter(commit -> commit.last() <= to && commit.last() > head.unmarkedTo())
                        .distinct()
                        .toList();
    }

    private static List<Commit> commits(List<Marked> marked) {
        return marked.stream().map(Marked::commit).toList();
    }

    boolean putOff(DispatchLease lease, long to, Instant dirtyFrom) {
        StreamId stream = lease.stream();
        return repeated(stream, to, head -> {
            Change<DispatchEntry, Boolean> step = head.entry().putOff(lease, to);
            if (!step.answer()) {
                return Unmarking.none(false);
            }
            List<Marked> marked = streams.commits(stream, head.unmarkedTo(), MOST_COMMITS + 1, Long.MAX_VALUE);
            List<Commit> commits = commits(marked);
            Optional<Instant> since = marked.stream()
                    .filter(commit -> commit.commit().last() > to)
                    .findFirst()
                    .flatMap(Marked::since);
            long end = commits.isEmpty()
                    ? head.unmarkedTo()
                    : commits.get(commits.size() - 1).last();
            Optional<String> mark = Optional.of(StreamDocuments.mark(stream, dirtyFrom));
            return Unmarking.of(head.since(since), commits, step, to >= end ? Optional.empty() : mark, mark);
        });
    }

    /**
     * A write of the head that removes marks from commits; there may be more of them than one Firestore commit can
     * change.
     *
     * @param write of the head; none if the lease is no longer the newest
     * @param commits to remove the marks from, in the same Firestore commit
     * @param more whether other commits are left
     */
    private record Unmarking<T>(Change<Cells, T> write, List<Commit> commits, boolean more) {
        static <T> Unmarking<T> none(T answer) {
            return new Unmarking<>(Change.nothing(answer), List.of(), false);
        }

        /** If no commit is left, takes the step and sets the mark; else keeps the lease, and another mark meanwhile. */
        static <T> Unmarking<T> of(
                Head head,
                List<Commit> commits,
                Change<DispatchEntry, T> step,
                Optional<String> mark,
                Optional<String> meanwhile) {
            boolean more = commits.size() > MOST_COMMITS;
            List<Commit> some = more ? commits.subList(0, MOST_COMMITS) : commits;
            long unmarkedTo = some.isEmpty()
                    ? head.unmarkedTo()
                    : some.get(some.size() - 1).last();
            Change<Cells, T> write = more
                    ? Change.write(head.unmarked(unmarkedTo, meanwhile).fields(), step.answer())
                    : head.unmarked(unmarkedTo, mark).with(step);
            return new Unmarking<>(write, some, more);
        }
    }

    /** @param to the revision up to which all events are published */
    private <T> T repeated(StreamId stream, long to, Function<Head, Unmarking<T>> unmarking) {
        while (true) {
            Unmarking<T> done = documents.quickStep(at(stream), stored -> {
                Unmarking<T> next = unmarking.apply(head(stream, stored));
                Optional<Cells> head =
                        next.write().next().map(cells -> cells.along(unmarked(stream, next.commits(), to)));
                return new Change<>(head, next);
            });
            if (!done.more()) {
                return done.write().answer();
            }
        }
    }

    private Consumer<WriteBatch> unmarked(StreamId stream, List<Commit> commits, long to) {
        return batch -> commits.forEach(commit -> {
            DocumentReference document = streams.at(stream, commit.first());
            documents.forget(document);
            if (commit.last() <= to) {
                streams.published(stream, commit);
                batch.update(document, Claims.published(commit).update());
            } else {
                batch.update(document, DocumentCollection.removed(FirestoreCollections.DUE));
            }
        });
    }
}
