package io.triskel.gcp.firestore;

import com.google.cloud.firestore.Firestore;
import io.triskel.codec.EventCodec;
import io.triskel.event.Envelope;
import io.triskel.event.StreamId;
import io.triskel.outbox.Outbox;
import io.triskel.outbox.Outbox.DispatchLease;
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

/**
 * Stores event streams and their outbox in one collection. A commit is one document, keyed by its stream and first
 * revision. It is created if no document has this key, right after an end that the stream once had. Each commit carries
 * its own mark in the index of unpublished streams, so that a crash never leaves a commit unpublished.
 */
public final class FirestoreEventStore implements EventStore, Outbox {

    private final StreamDocuments streams;
    private final Dispatching dispatching;
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
        this.dispatching = new Dispatching(documents, streams, clock);
        this.codec = codec;
        this.clock = clock;
    }

    @Override
    public AppendResult append(
            StreamId stream, Expectation expected, List<? extends Envelope<?>> events, CommandId commandId) {
        NewCommit commit = NewCommit.of(stream, expected, events, commandId);
        List<byte[]> encoded = commit.encode(codec);
        return ConditionalWrites.append(
                commit,
                streams.remembered(stream),
                () -> streams.lastRevision(stream),
                first -> streams.commitFrom(stream, first),
                () -> streams.append(stream, commit.commit(), encoded, clock.instant()));
    }

    @Override
    public EventPage read(StreamId stream, long afterRevision, int limit) {
        Paging.require(afterRevision, limit);
        return streams.read(stream, afterRevision, limit, codec);
    }

    @Override
    public List<StreamId> dirty(int bucket, Instant now, int limit) {
        return dispatching.dirty(bucket, now, limit);
    }

    @Override
    public Optional<DispatchLease> lease(StreamId stream, Instant now, Duration duration) {
        return dispatching.lease(stream, now, duration);
    }

    @Override
    public boolean advance(DispatchLease lease, long dispatchedTo) {
        return dispatching.advance(lease, dispatchedTo);
    }

    @Override
    public Finish finish(DispatchLease lease, long dispatchedTo, List<Commit> commits) {
        return dispatching.finish(lease, dispatchedTo, commits);
    }

    @Override
    public boolean putOff(DispatchLease lease, long dispatchedTo, Instant dirtyFrom) {
        return dispatching.putOff(lease, dispatchedTo, dirtyFrom);
    }
}
