package io.triskel.gcp.firestore;

import com.google.cloud.firestore.Firestore;
import io.triskel.codec.EventCodec;
import io.triskel.event.Envelope;
import io.triskel.event.StreamId;
import io.triskel.gcp.firestore.StreamDocuments.End;
import io.triskel.outbox.Outbox;
import io.triskel.outbox.Outbox.DispatchLease;
import io.triskel.outbox.Outbox.LeasedAppend;
import io.triskel.outbox.Outbox.LeasingAppender;
import io.triskel.spi.ConditionalWrites;
import io.triskel.spi.NewCommit;
import io.triskel.spi.Paging;
import io.triskel.store.CommandId;
import io.triskel.store.EventAppender.AppendResult;
import io.triskel.store.EventAppender.Expectation;
import io.triskel.store.EventReader.Commit;
import io.triskel.store.EventReader.EventPage;
import io.triskel.store.EventStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stores event streams and their outbox in one collection. A commit is one document, keyed by its stream and first
 * revision. It is created if no document has this key, right after an end that the stream once had. Each commit carries
 * its own mark in the index of unpublished streams, so that a crash never leaves a commit unpublished. The mark is the claim
 * of an appender that publishes at once.
 */
public final class FirestoreEventStore implements EventStore, Outbox, LeasingAppender {

    private final StreamDocuments streams;
    private final Dispatching dispatching;
    private final Claims claims;
    private final EventCodec codec;
    private final InstantSource clock;

    /**
     * Makes no request yet.
     *
     * @param firestore closed by the caller
     * @param collections gives the collection's name, {@link FirestoreCollections#streams()}
     * @param codec writes and reads the events
     * @param clock gives the time from which a commit waits to be published
     */
    public FirestoreEventStore(
            Firestore firestore, FirestoreCollections collections, EventCodec codec, InstantSource clock) {
        DocumentCollection documents = new DocumentCollection(firestore, collections.streams());
        this.streams = new StreamDocuments(documents);
        this.claims = new Claims(documents, streams);
        this.dispatching = new Dispatching(documents, streams, claims, clock);
        this.codec = codec;
        this.clock = clock;
    }

    @Override
    public AppendResult append(
            StreamId stream, Expectation expected, List<? extends Envelope<?>> events, CommandId commandId) {
        return append(NewCommit.of(stream, expected, events, commandId), clock.instant(), Optional.empty())
                .result();
    }

    @Override
    public LeasedAppend append(
            StreamId stream,
            Expectation expected,
            List<? extends Envelope<?>> events,
            CommandId commandId,
            Instant now,
            Duration duration) {
        NewCommit commit = NewCommit.of(stream, expected, events, commandId);
        Instant until = now.plus(duration);
        Appended appended = append(commit, now, Optional.of(until));
        long own = commit.commit().first();
        return new LeasedAppend(
                appended.result(),
                () -> claims.lease(
                        stream,
                        commit.commit(),
                        appended.before(),
                        now,
                        until,
                        () -> dispatching.lease(stream, now, duration, own)),
                commit.written());
    }

    /**
     * The result of an append.
     *
     * @param before the commit before it, if it was seen
     */
    private record Appended(AppendResult result, Optional<End> before) {}

    private Appended append(NewCommit commit, Instant now, Optional<Instant> claimedUntil) {
        StreamId stream = commit.stream();
        List<byte[]> encoded = commit.encode(codec);
        AtomicReference<Optional<End>> before = new AtomicReference<>(Optional.empty());
        AppendResult result = ConditionalWrites.append(
                commit,
                streams.remembered(stream).map(End::last),
                () -> streams.lastRevision(stream),
                first -> streams.commitFrom(stream, first),
                () -> {
                    before.set(streams.remembered(stream)
                            .filter(end -> end.last() == commit.commit().first() - 1));
                    return streams.append(stream, commit.commit(), encoded, now, claimedUntil);
                });
        return new Appended(result, before.get());
    }

    @Override
    public EventPage read(StreamId stream, long afterRevision, int limit) {
        Paging.require(afterRevision, limit);
        return streams.read(stream, afterRevision, limit, codec);
    }

    @Override
    public List<StreamId> dirty(int bucket, Instant now, int limit) {
        return unpublished(bucket, now, limit).stream().map(Unpublished::stream).toList();
    }

    @Override
    public List<Unpublished> unpublished(int bucket, Instant now, int limit) {
        return dispatching.dirty(bucket, now, limit);
    }

    @Override
    public Optional<DispatchLease> lease(StreamId stream, Instant now, Duration duration) {
        return dispatching.lease(stream, now, duration, 0);
    }

    @Override
    public boolean advance(DispatchLease lease, long dispatchedTo) {
        // A claim's commits are recorded when it ends.
        return lease.isClaim() || dispatching.advance(lease, dispatchedTo);
    }

    @Override
    public Finish finish(DispatchLease lease, long dispatchedTo, List<Commit> commits) {
        return lease.isClaim()
                ? claims.finish(lease, dispatchedTo, commits)
                : dispatching.finish(lease, dispatchedTo, commits);
    }

    @Override
    public boolean putOff(DispatchLease lease, long dispatchedTo, Instant dirtyFrom) {
        if (lease.isClaim()) {
            claims.giveUp(lease, dispatchedTo, dirtyFrom);
            return true;
        }
        return dispatching.putOff(lease, dispatchedTo, dirtyFrom);
    }
}
