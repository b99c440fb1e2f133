package io.triskel.gcp.firestore;

import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.Query.Direction;
import io.triskel.event.StreamId;
import io.triskel.gcp.firestore.StreamDocuments.End;
import io.triskel.gcp.firestore.StreamDocuments.Marked;
import io.triskel.outbox.Outbox.DispatchLease;
import io.triskel.outbox.Outbox.Finish;
import io.triskel.spi.Change;
import io.triskel.spi.CommitMark.Turn;
import io.triskel.store.EventReader.Commit;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The claims of appenders, which their commits carry as {@code leasedUntil}: one write publishes a commit, whose {@code
 * dispatchedTo} then says so. Each step is a conditional write of the commit's document.
 */
final class Claims {
    private final DocumentCollection documents;
    private final StreamDocuments streams;

    Claims(DocumentCollection documents, StreamDocuments streams) {
        this.documents = documents;
        this.streams = streams;
    }

    /**
     * The right to publish a commit by its claim.
     *
     * @param before the commit before it when last seen
     * @param lease takes the stream's lease, if nobody claims the commit before
     */
    Optional<DispatchLease> lease(
            StreamId stream,
            Commit claimed,
            Optional<End> before,
            Instant now,
            Instant until,
            Supplier<Optional<DispatchLease>> lease) {
        long revision = claimed.first() - 1;
        Turn turn = Turn.APPENDERS;
        if (revision > 0 && before.filter(End::published).isEmpty()) {
            long first = before.map(End::first)
                    .or(() -> streams.commitUpTo(stream, revision).map(found -> found.number("first")))
                    .orElse(revision);
            turn = want(stream, first, now);
        }
        return turn == Turn.APPENDERS
                ? Optional.of(DispatchLease.claim(stream, revision, until))
                : turn == Turn.PUBLISHERS ? Optional.empty() : lease.get();
    }

    Turn want(StreamId stream, long first, Instant now) {
        return step(
                stream,
                first,
                Turn.WHO_LEASES,
                there -> there.mark().want(now).map(next -> new Cells().flag("wanted", next.wanted())));
    }

    /** Records what a claim's holder has published, and whether it goes on. */
    Finish finish(DispatchLease claim, long to, List<Commit> commits) {
        boolean wanted = false;
        for (Commit commit : commits) {
            if (commit.last() <= to && commit.first() > claim.dispatchedTo()) {
                wanted = publish(claim.stream(), commit);
            }
        }
        return wanted ? Finish.MORE : Finish.RELEASED;
    }

    private boolean publish(StreamId stream, Commit commit) {
        boolean wanted = step(
                stream, commit.first(), false, there -> there.mark().publish().map(next -> published(commit)));
        streams.published(stream, commit);
        return wanted;
    }

    /** The fields that a published commit has, and those that it loses. */
    static Cells published(Commit commit) {
        return new Cells()
                .number("dispatchedTo", commit.last())
                .instant("leasedUntil", Optional.empty())
                .instant(StreamDocuments.SINCE, Optional.empty())
                .text(FirestoreCollections.DUE, Optional.empty());
    }

    /** Records what a claim's holder has published, and leaves the commit behind it to drainers. */
    void giveUp(DispatchLease claim, long to, Instant dirtyFrom) {
        StreamId stream = claim.stream();
        for (Marked next : streams.marked(
                stream, claim.dispatchedTo(), StreamDocuments.BACKWARDS, Long.MAX_VALUE, Direction.ASCENDING)) {
            if (next.commit().last() > to) {
                boolean unused = step(
                        stream,
                        next.commit().first(),
                        false,
                        there -> there.mark()
                                .giveUp()
                                .map(mark -> new Cells()
                                        .instant("leasedUntil", mark.claimedUntil())
                                        .text(FirestoreCollections.DUE, StreamDocuments.mark(stream, dirtyFrom))));
                return;
            }
            publish(stream, next.commit());
        }
    }

    /** A write leaves only some fields in what is remembered, so it is forgotten. */
    private <T> T step(StreamId stream, long first, T ifGone, Function<Marked, Change<Cells, T>> step) {
        DocumentReference commit = streams.at(stream, first);
        try {
            return documents.quickStep(
                    commit,
                    stored ->
                            stored.map(there -> step.apply(Marked.of(there))).orElseGet(() -> Change.nothing(ifGone)));
        } finally {
            documents.forget(commit);
        }
    }
}
