package io.triskel.azure.tables;

import com.azure.data.tables.TableServiceClient;
import io.triskel.azure.tables.Marks.Look;
import io.triskel.azure.tables.Marks.Mark;
import io.triskel.codec.EventCodec;
import io.triskel.event.Envelope;
import io.triskel.event.StreamId;
import io.triskel.outbox.DispatchLease;
import io.triskel.outbox.Outbox;
import io.triskel.store.AppendResult;
import io.triskel.store.CommandId;
import io.triskel.store.EventPage;
import io.triskel.store.EventStore;
import io.triskel.store.Expectation;
import io.triskel.store.NewCommit;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Event streams and their outbox. A stream is a partition: an entity per event, and its head. An append is one entity group
 * transaction that creates the events and replaces the head under its ETag. A stream whose head names no mark in the index
 * of dirty streams gets one before, so that no crash can leave a commit that nobody publishes ({@link Marks}).
 *
 * <p>The command's id is on every event of its commit, so 99 events and the head are the 100 entities of a transaction, and
 * a repetition is recognised however much was appended since.
 */
public final class TableEventStore implements EventStore, Outbox {
    private static final int TRIES = 64;

    private final StreamRows streams;
    private final Marks dirty;
    private final EventCodec codec;
    private final InstantSource clock;

    /**
     * Makes a store; nothing is called yet.
     *
     * @param service a client that tries once
     * @param tables where {@link Tables#streams()} and {@link Tables#dirty()} are
     * @param codec writes and reads the events
     * @param clock tells since when a commit waits to be published
     */
    public TableEventStore(TableServiceClient service, Tables tables, EventCodec codec, InstantSource clock) {
        this.streams = new StreamRows(new Table(service, tables.streams()));
        this.dirty = new Marks(new Table(service, tables.dirty()));
        this.codec = codec;
        this.clock = clock;
    }

    @Override
    public AppendResult append(
            StreamId stream, Expectation expected, List<? extends Envelope<?>> events, CommandId commandId) {
        NewCommit commit = NewCommit.of(stream, expected, events, commandId);
        List<byte[]> encoded = commit.encode(codec);
        Optional<StreamHead> remembered = streams.remembered(stream).filter(head -> head.last() == expected.revision());
        for (int tries = 0; tries < TRIES; tries++) {
            StreamHead head = remembered.isPresent() ? remembered.get() : streams.head(stream);
            remembered = Optional.empty();
            Optional<AppendResult> answer =
                    commit.answerWithoutWriting(head.last(), first -> streams.commitFrom(stream, first));
            if (answer.isPresent()) {
                return answer.get();
            }
            Mark mark = head.mark().isPresent() ? head.mark().get() : mark(stream, clock.instant());
            StreamHead grown = head.grown(commit.commit().last(), mark);
            if (streams.commit(grown, StreamRows.events(stream, commit.commit(), encoded))) {
                return new AppendResult.Committed(
                        commit.commit().first(), commit.commit().last());
            }
            if (head.mark().isEmpty()) {
                dirty.remove(partition(stream), mark);
            }
        }
        throw StreamRows.tooBusy(stream);
    }

    @Override
    public EventPage read(StreamId stream, long afterRevision, int limit) {
        if (afterRevision < 0 || limit < 1) {
            throw new IllegalArgumentException("A page is read after 0 or more and has 1 event or more, not after "
                    + afterRevision + " and " + limit);
        }
        return streams.read(stream, afterRevision, limit, codec);
    }

    @Override
    public List<StreamId> dirty(int bucket, Instant now, int limit) {
        return dirty.named(partition(bucket), "", Keys.time(now) + Keys.END, limit, mark -> {
            StreamId stream = new StreamId(Cells.text(mark, "stream"));
            // A head that was written since is no harm: a stream too many may be named.
            if (streams.remembered(stream)
                    .filter(head -> isNamedBy(head, mark.getRowKey()))
                    .isPresent()) {
                return Look.found(stream);
            }
            StreamHead head = streams.head(stream);
            return isNamedBy(head, mark.getRowKey()) ? Look.found(stream) : Look.stale(streams.touch(head));
        });
    }

    private static boolean isNamedBy(StreamHead head, String mark) {
        return head.mark().filter(named -> named.row().equals(mark)).isPresent();
    }

    @Override
    public Optional<DispatchLease> lease(StreamId stream, Instant now, Duration duration) {
        Instant until = now.plus(duration);
        return streams.change(
                        stream,
                        head -> head.last() > 0 && !head.leased(now)
                                ? Optional.of(head.leasedTo(until))
                                : Optional.empty())
                .map(changed -> new DispatchLease(
                        stream, changed.after().fence(), changed.after().dispatchedTo(), until));
    }

    @Override
    public boolean advance(DispatchLease lease, long dispatchedTo) {
        return streams.change(
                        lease.stream(),
                        head -> head.fence() == lease.fence()
                                        && head.dispatchedTo() <= dispatchedTo
                                        && dispatchedTo <= head.last()
                                ? Optional.of(head.advanced(dispatchedTo))
                                : Optional.empty())
                .isPresent();
    }

    @Override
    public void release(DispatchLease lease, Instant dirtyFrom) {
        StreamId stream = lease.stream();
        List<Mark> obsolete = new ArrayList<>();
        streams.change(stream, head -> {
                    if (head.fence() != lease.fence()) {
                        return Optional.empty();
                    }
                    Optional<Mark> mark = markAfter(head, dirtyFrom);
                    mark.filter(made -> !head.mark().equals(mark)).ifPresent(obsolete::add);
                    return Optional.of(head.released(mark));
                })
                .ifPresent(changed -> {
                    changed.before().mark().ifPresent(obsolete::add);
                    changed.after().mark().ifPresent(named -> obsolete.removeIf(named::equals));
                });
        obsolete.forEach(mark -> dirty.remove(partition(stream), mark));
    }

    private Optional<Mark> markAfter(StreamHead head, Instant dirtyFrom) {
        if (head.published()) {
            return Optional.empty();
        }
        return head.mark()
                .filter(mark -> !dirtyFrom.isAfter(mark.at()))
                .or(() -> Optional.of(mark(head.stream(), dirtyFrom)));
    }

    private Mark mark(StreamId stream, Instant due) {
        return dirty.put(
                partition(stream), due, Keys.of(stream.value()), mark -> mark.addProperty("stream", stream.value()));
    }

    private static String partition(StreamId stream) {
        return partition(Outbox.bucketOf(stream));
    }

    private static String partition(int bucket) {
        return "dirty~" + bucket;
    }
}
