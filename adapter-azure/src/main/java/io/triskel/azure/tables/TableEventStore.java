package io.triskel.azure.tables;

import com.azure.data.tables.TableServiceClient;
import io.triskel.codec.EventCodec;
import io.triskel.event.Envelope;
import io.triskel.event.StreamId;
import io.triskel.outbox.Outbox;
import io.triskel.outbox.Outbox.DispatchLease;
import io.triskel.outbox.Outbox.LeasingAppender;
import io.triskel.spi.Change;
import io.triskel.spi.DispatchEntry;
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
import java.util.function.Function;

/**
 * Stores event streams and their outbox. A stream is a partition: an entity per event, and its head. An append is one
 * entity group transaction that creates the events and replaces the head under its ETag. If the head names no mark in
 * the index of unpublished streams, a mark is put first, so that a crash never leaves a commit unpublished ({@link
 * Marks}).
 *
 * <p>Since an append replaces the head, it can take the dispatch lease in the same transaction. Its mark's moment is
 * then the lease's end: until then, nobody else may publish.
 *
 * <p>Each event of a commit has the command's id. So a transaction's 100 entities are 99 events and the head, and a
 * repeated command is recognised after any number of later appends.
 */
public final class TableEventStore implements EventStore, Outbox, LeasingAppender {
    private final StreamRows streams;
    private final DirtyStreams dirty;
    private final EventCodec codec;
    private final InstantSource clock;

    /**
     * Makes no request yet.
     *
     * @param service any client; that of {@code AzureClients} avoids rereading what a transaction has just written
     * @param tables gives the tables' names, {@link AzureTables#streams()} and {@link AzureTables#dirty()}
     * @param codec writes and reads the events
     * @param clock gives the time from which a commit waits to be published
     */
    public TableEventStore(TableServiceClient service, AzureTables tables, EventCodec codec, InstantSource clock) {
        Marks marks = new Marks(new EntityTable(service, tables.dirty()), clock);
        this.streams = new StreamRows(new EntityTable(service, tables.streams()), marks);
        this.dirty = new DirtyStreams(streams, marks, clock);
        this.codec = codec;
        this.clock = clock;
    }

    @Override
    public AppendResult append(
            StreamId stream, Expectation expected, List<? extends Envelope<?>> events, CommandId commandId) {
        return append(
                        NewCommit.of(stream, expected, events, commandId),
                        clock.instant(),
                        grown -> Change.write(grown, Optional.empty()))
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
        return append(
                NewCommit.of(stream, expected, events, commandId), now, entry -> entry.lease(stream, now, duration));
    }

    private LeasedAppend append(
            NewCommit commit,
            Instant now,
            Function<DispatchEntry, Change<DispatchEntry, Optional<DispatchLease>>> lease) {
        StreamId stream = commit.stream();
        List<byte[]> encoded = commit.encode(codec);
        // A remembered head at another revision proves nothing: the head must be read again.
        long expected = commit.commit().first() - 1;
        Optional<StreamHead> expectedHead = streams.remembered(stream)
                .filter(head -> head.last() == expected)
                .or(() -> expected == 0 ? Optional.of(StreamHead.absent(stream)) : Optional.empty());
        return EntityTable.WRITES.step(
                "Stream " + stream,
                expectedHead,
                () -> streams.head(stream),
                head -> appended(head, commit, now, lease),
                next -> streams.commit(next, StreamRows.events(stream, commit.commit(), encoded)));
    }

    private Change<StreamHead, LeasedAppend> appended(
            StreamHead head,
            NewCommit commit,
            Instant now,
            Function<DispatchEntry, Change<DispatchEntry, Optional<DispatchLease>>> lease) {
        Optional<AppendResult> answer =
                commit.answerWithoutWriting(head.last(), first -> streams.commitFrom(head.stream(), first));
        if (answer.isPresent()) {
            return Change.nothing(new LeasedAppend(answer.get(), Optional::empty));
        }
        AppendResult committed = new AppendResult.Committed(
                commit.commit().first(), commit.commit().last());
        Change<DispatchEntry, Optional<DispatchLease>> taken = lease.apply(head.entry());
        StreamHead grown = head.grown(
                commit.commit().last(),
                now,
                taken.answer().map(DispatchLease::until).orElse(now));
        Change<StreamHead, Optional<DispatchLease>> leased = grown.with(taken);
        return Change.write(leased.next().orElse(grown), new LeasedAppend(committed, leased::answer, commit.written()));
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
        return dirty.dirty(bucket, now, limit);
    }

    @Override
    public Optional<DispatchLease> lease(StreamId stream, Instant now, Duration duration) {
        return dirty.lease(stream, now, duration);
    }

    @Override
    public boolean advance(DispatchLease lease, long dispatchedTo) {
        return dirty.advance(lease, dispatchedTo);
    }

    @Override
    public Finish finish(DispatchLease lease, long dispatchedTo, List<Commit> commits) {
        return dirty.finish(lease, dispatchedTo);
    }

    @Override
    public boolean putOff(DispatchLease lease, long dispatchedTo, Instant dirtyFrom) {
        return dirty.putOff(lease, dispatchedTo, dirtyFrom);
    }
}
