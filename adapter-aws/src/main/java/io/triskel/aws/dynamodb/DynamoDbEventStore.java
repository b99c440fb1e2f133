package io.triskel.aws.dynamodb;

import static io.triskel.aws.dynamodb.Attributes.instant;
import static io.triskel.aws.dynamodb.Attributes.number;
import static io.triskel.aws.dynamodb.Attributes.text;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Stores event streams and their outbox in one table. A commit is one item, keyed by its stream and first revision. It
 * is put if no item has this key, after a consistent read of the stream's last commit. Each commit carries its own mark
 * in the index of unpublished streams, so that a crash never leaves a commit unpublished.
 */
public final class DynamoDbEventStore implements EventStore, Outbox {
    private final StreamItems items;
    private final DirtyMarks marks;
    private final DispatchItems dispatch;
    private final EventCodec codec;
    private final InstantSource clock;

    private DynamoDbEventStore(ItemTable table, EventCodec codec, InstantSource clock) {
        this.items = new StreamItems(table);
        this.marks = new DirtyMarks(table);
        this.dispatch = new DispatchItems(table, items, marks);
        this.codec = codec;
        this.clock = clock;
    }

    /**
     * Makes no request yet.
     *
     * @param client closed by the caller
     * @param tables gives the table's name, {@link DynamoDbTables#streams()}
     * @param codec writes and reads the events
     * @param clock gives the time from which a commit waits to be published
     */
    public static DynamoDbEventStore of(
            DynamoDbClient client, DynamoDbTables tables, EventCodec codec, InstantSource clock) {
        return of(new ItemTable(client, tables.streams()), codec, clock);
    }

    static DynamoDbEventStore of(ItemTable table, EventCodec codec, InstantSource clock) {
        return new DynamoDbEventStore(table, codec, clock);
    }

    @Override
    public AppendResult append(
            StreamId stream, Expectation expected, List<? extends Envelope<?>> events, CommandId commandId) {
        NewCommit commit = NewCommit.of(stream, expected, events, commandId);
        List<byte[]> encoded = commit.encode(codec);
        return ConditionalWrites.append(
                commit,
                items.remembered(stream),
                () -> items.lastRevision(stream),
                first -> items.commitFrom(stream, first),
                () -> items.putNew(stream, commit.commit(), item(commit, encoded)));
    }

    private Map<String, AttributeValue> item(NewCommit commit, List<byte[]> encoded) {
        Map<String, AttributeValue> item = new HashMap<>(StreamItems.item(commit.stream(), commit.commit(), encoded));
        item.put("bucket", text(DirtyMarks.bucket(commit.stream())));
        item.put("due", instant(clock.instant()));
        return item;
    }

    @Override
    public EventPage read(StreamId stream, long afterRevision, int limit) {
        Paging.require(afterRevision, limit);
        return items.read(stream, afterRevision, limit, codec);
    }

    @Override
    public List<StreamId> dirty(int bucket, Instant now, int limit) {
        return marks.streams(bucket, now, limit);
    }

    @Override
    public Optional<DispatchLease> lease(StreamId stream, Instant now, Duration duration) {
        return dispatch.lease(stream, now, duration);
    }

    @Override
    public boolean advance(DispatchLease lease, long dispatchedTo) {
        return dispatchedTo <= items.lastRevision(lease.stream(), dispatchedTo)
                && dispatch.advance(lease, dispatchedTo);
    }

    @Override
    public Finish finish(DispatchLease lease, long dispatchedTo, List<Commit> commits) {
        return dispatch.finish(lease, dispatchedTo, commits);
    }

    @Override
    public boolean putOff(DispatchLease lease, long dispatchedTo, Instant dirtyFrom) {
        return dispatch.putOff(lease, dispatchedTo, dirtyFrom);
    }

    static Map<String, AttributeValue> key(StreamId stream, long revision) {
        return Map.of("streamId", text(stream.value()), "revision", number(revision));
    }
}
