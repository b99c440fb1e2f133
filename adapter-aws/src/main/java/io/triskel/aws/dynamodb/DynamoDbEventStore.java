package io.triskel.aws.dynamodb;

import static io.triskel.aws.dynamodb.Attributes.instant;
import static io.triskel.aws.dynamodb.Attributes.number;
import static io.triskel.aws.dynamodb.Attributes.text;

import io.triskel.aws.dynamodb.StreamItems.End;
import io.triskel.codec.EventCodec;
import io.triskel.event.Envelope;
import io.triskel.event.StreamId;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Stores event streams and their outbox in one table. A commit is one item, keyed by its stream and first revision. It
 * is put if no item has this key, after a consistent read of the stream's last commit. Each commit carries its own mark
 * in the index of unpublished streams, so that a crash never leaves a commit unpublished. The mark is the claim of an
 * appender that publishes at once.
 */
public final class DynamoDbEventStore implements EventStore, Outbox, LeasingAppender {
    private final StreamItems items;
    private final DirtyMarks marks;
    private final DispatchItems dispatch;
    private final Claims claims;
    private final EventCodec codec;
    private final InstantSource clock;

    private DynamoDbEventStore(ItemTable table, EventCodec codec, InstantSource clock) {
        this.items = new StreamItems(table);
        this.marks = new DirtyMarks(table);
        this.claims = new Claims(items, marks);
        this.dispatch = new DispatchItems(table, items, marks, claims);
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
        Instant now = clock.instant();
        return new Append(NewCommit.of(stream, expected, events, commandId), now, now, Optional.empty()).result();
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
        String claim = UUID.randomUUID().toString();
        Append append = new Append(commit, now, now.plus(duration), Optional.of(claim));
        AppendResult result = append.result();
        return new LeasedAppend(
                result,
                () -> claims.lease(
                        commit,
                        append.before,
                        claim,
                        now,
                        duration,
                        () -> dispatch.lease(stream, now, duration, claim)),
                commit.written());
    }

    /** One append, which recognises its commit by its claim if the answer is lost. */
    private final class Append {
        private final NewCommit commit;
        private final Map<String, AttributeValue> item;
        private boolean ours;

        /** The commit before it, if it was seen. */
        private Optional<End> before = Optional.empty();

        Append(NewCommit commit, Instant now, Instant due, Optional<String> claim) {
            this.commit = commit;
            this.item = new HashMap<>(StreamItems.item(commit.stream(), commit.commit(), commit.encode(codec)));
            item.put("bucket", text(DirtyMarks.bucket(commit.stream())));
            item.put("due", instant(due));
            item.put(DirtyMarks.SINCE, instant(now));
            claim.ifPresent(by -> item.put(DirtyMarks.CLAIM, text(by)));
        }

        AppendResult result() {
            AppendResult result = ConditionalWrites.append(
                    commit,
                    items.remembered(commit.stream()).map(End::last),
                    () -> items.lastRevision(commit.stream()),
                    this::commitFrom,
                    this::put);
            return ours && result instanceof AppendResult.Repeated repeated
                    ? new AppendResult.Committed(repeated.first(), repeated.last())
                    : result;
        }

        private Optional<Commit> commitFrom(long first) {
            Optional<Map<String, AttributeValue>> there = items.itemFrom(commit.stream(), first);
            AttributeValue claim = item.get(DirtyMarks.CLAIM);
            ours = claim != null
                    && there.filter(stored -> claim.equals(stored.get(DirtyMarks.CLAIM)))
                            .isPresent();
            return there.map(StreamItems::commit);
        }

        private boolean put() {
            before = items.remembered(commit.stream())
                    .filter(end -> end.last() == commit.commit().first() - 1)
                    .or(() -> before);
            return items.putNew(commit.stream(), commit.commit(), item);
        }
    }

    @Override
    public EventPage read(StreamId stream, long afterRevision, int limit) {
        Paging.require(afterRevision, limit);
        return items.read(stream, afterRevision, limit, codec);
    }

    @Override
    public List<StreamId> dirty(int bucket, Instant now, int limit) {
        return marks.streams(bucket, now, limit).stream()
                .map(Unpublished::stream)
                .toList();
    }

    /** An index has keys only, so that the head of a stream that was put off is read for its time. */
    @Override
    public List<Unpublished> unpublished(int bucket, Instant now, int limit) {
        return marks.streams(bucket, now, limit).stream()
                .map(found -> found.since().isPresent() ? found : dispatch.putOff(found.stream()))
                .toList();
    }

    @Override
    public Optional<DispatchLease> lease(StreamId stream, Instant now, Duration duration) {
        return dispatch.lease(stream, now, duration, "");
    }

    @Override
    public boolean advance(DispatchLease lease, long dispatchedTo) {
        // A claim's commits are recorded when it ends.
        return lease.isClaim()
                || (dispatchedTo <= items.lastRevision(lease.stream(), dispatchedTo)
                        && dispatch.advance(lease, dispatchedTo));
    }

    @Override
    public Finish finish(DispatchLease lease, long dispatchedTo, List<Commit> commits) {
        return lease.isClaim()
                ? claims.finish(lease, dispatchedTo, commits)
                : dispatch.finish(lease, dispatchedTo, commits);
    }

    @Override
    public boolean putOff(DispatchLease lease, long dispatchedTo, Instant dirtyFrom) {
        if (lease.isClaim()) {
            claims.giveUp(lease, dispatchedTo, dirtyFrom);
            return true;
        }
        return dispatch.putOff(lease, dispatchedTo, dirtyFrom);
    }

    static Map<String, AttributeValue> key(StreamId stream, long revision) {
        return Map.of("streamId", text(stream.value()), "revision", number(revision));
    }
}
