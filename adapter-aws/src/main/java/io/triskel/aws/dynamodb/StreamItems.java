package io.triskel.aws.dynamodb;

import static io.triskel.aws.dynamodb.Attributes.list;
import static io.triskel.aws.dynamodb.Attributes.number;
import static io.triskel.aws.dynamodb.Attributes.text;

import io.triskel.codec.EventCodec;
import io.triskel.event.Envelope;
import io.triskel.event.StreamId;
import io.triskel.store.CommandId;
import io.triskel.store.EventReader.Commit;
import io.triskel.store.EventReader.EventPage;
import io.triskel.store.Remembered;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * A stream's commits, one item each, keyed by their first revision; the item at revision 0 belongs to the dispatcher.
 */
final class StreamItems {
    /** How many commits a page has that is read from a stream's end: most streams have one unpublished commit or two. */
    private static final int BACKWARDS = 10;

    private static final Map<String, String> KEYS = Map.of("#stream", "streamId", "#revision", "revision");

    private final ItemTable table;

    /** The next commit begins right after a stream's end, so putting one there fails if the stream has grown since. */
    private final Remembered<StreamId, End> ends = new Remembered<>();

    /**
     * A stream's last commit when last seen.
     *
     * @param published as in {@link io.triskel.spi.CommitMark}
     */
    record End(long first, long last, boolean published) {
        static End of(Map<String, AttributeValue> item) {
            return new End(
                    number(item, "revision"),
                    number(item, "lastRevision"),
                    DirtyMarks.of(item).published());
        }
    }

    /**
     * Where a stream's unpublished commits begin.
     *
     * @param after the revision up to which all events are published
     * @param first the first commit behind it, if there is one
     */
    record Unpublished(long after, Optional<Map<String, AttributeValue>> first) {}

    StreamItems(ItemTable table) {
        this.table = table;
    }

    static Map<String, AttributeValue> item(StreamId stream, Commit commit, List<byte[]> events) {
        return Map.of(
                "streamId",
                text(stream.value()),
                "revision",
                number(commit.first()),
                "lastRevision",
                number(commit.last()),
                "commandId",
                text(commit.command().value()),
                "events",
                list(events.stream().map(Attributes::bytes).toList()));
    }

    /** Puts a commit, unless the stream has one at this revision. */
    boolean putNew(StreamId stream, Commit commit, Map<String, AttributeValue> item) {
        ends.forget(stream);
        boolean stored = table.put(
                item,
                put -> put.conditionExpression("attribute_not_exists(#stream)")
                        .expressionAttributeNames(Map.of("#stream", "streamId")));
        if (stored) {
            ends.put(stream, new End(commit.first(), commit.last(), false));
        }
        return stored;
    }

    /** Remembers that a commit is published. */
    void published(StreamId stream, Commit commit) {
        remembered(stream)
                .filter(end -> end.last() == commit.last())
                .ifPresent(end -> ends.put(stream, new End(end.first(), end.last(), true)));
    }

    /** The stream's last commit when last seen; the stream may have grown since, and never shrinks. */
    Optional<End> remembered(StreamId stream) {
        return ends.get(stream);
    }

    private End ended(StreamId stream, Map<String, AttributeValue> item) {
        End end = End.of(item);
        ends.put(stream, end);
        return end;
    }

    /** The stream's last revision; 0 if the stream does not exist. */
    long lastRevision(StreamId stream) {
        return itemUpTo(stream, Long.MAX_VALUE)
                .map(item -> ended(stream, item).last())
                .orElse(0L);
    }

    /** The remembered last revision if it is at least {@code enough}, else the one read. */
    long lastRevision(StreamId stream, long enough) {
        return remembered(stream).map(End::last).filter(last -> last >= enough).orElseGet(() -> lastRevision(stream));
    }

    Optional<Map<String, AttributeValue>> itemFrom(StreamId stream, long first) {
        return table.get(DynamoDbEventStore.key(stream, first));
    }

    /** The last commit that begins at this revision or before. */
    Optional<Map<String, AttributeValue>> itemUpTo(StreamId stream, long first) {
        return query(stream, 1, first, false, 1).items().stream().findFirst();
    }

    /**
     * Finds the unpublished commits behind a revision that the stream's head has. Behind it, published commits are followed by
     * unpublished ones: if the first is not published, none is; else the first unpublished one is looked for from the end.
     */
    Unpublished unpublished(StreamId stream, long dispatchedTo) {
        Optional<Map<String, AttributeValue>> next =
                query(stream, dispatchedTo + 1, Long.MAX_VALUE, true, 1).items().stream()
                        .findFirst();
        if (next.filter(item -> DirtyMarks.of(item).published()).isEmpty()) {
            return new Unpublished(dispatchedTo, next);
        }
        Optional<Map<String, AttributeValue>> first = Optional.empty();
        for (long to = Long.MAX_VALUE; ; ) {
            for (Map<String, AttributeValue> item :
                    query(stream, dispatchedTo + 1, to, false, BACKWARDS).items()) {
                if (DirtyMarks.of(item).published()) {
                    return new Unpublished(commit(item).last(), first);
                }
                first = Optional.of(item);
                to = number(item, "revision") - 1;
            }
        }
    }

    /** The commits behind a revision, of one page. */
    List<Map<String, AttributeValue>> itemsAfter(StreamId stream, long revision) {
        return query(stream, revision + 1, Long.MAX_VALUE, true, BACKWARDS).items();
    }

    EventPage read(StreamId stream, long after, int limit, EventCodec codec) {
        // Includes a commit of one event at "after". Together with the commit right after it, this is the usual case.
        QueryResponse page = query(stream, Math.max(1, after), Long.MAX_VALUE, true, (int) Math.min(limit + 2L, 1000));
        boolean gapless = page.items().stream()
                .map(StreamItems::commit)
                .anyMatch(commit -> commit.first() == after + 1 || (commit.first() <= after && commit.last() >= after));
        if (after > 0 && !gapless) {
            long from =
                    itemUpTo(stream, after).map(item -> commit(item).first()).orElse(1L);
            page = query(stream, from, Long.MAX_VALUE, true, (int) Math.min(limit + 1L, 1000));
        }
        List<Envelope<?>> events = new ArrayList<>();
        List<Commit> commits = new ArrayList<>();
        for (Map<String, AttributeValue> item : page.items()) {
            Commit seen = commit(item);
            List<AttributeValue> encoded = Attributes.required(item, "events").l();
            int before = events.size();
            for (int i = 0; i < encoded.size() && events.size() < limit; i++) {
                if (seen.first() + i > after) {
                    events.add(codec.decode(encoded.get(i).b().asByteArray()));
                }
            }
            if (events.size() > before) {
                commits.add(seen);
            }
        }
        long last = page.items().isEmpty()
                ? 0
                : page.hasLastEvaluatedKey()
                        ? lastRevision(stream)
                        : ended(stream, page.items().get(page.items().size() - 1))
                                .last();
        return new EventPage(events, commits, last, after + events.size() < last);
    }

    /** All marked commits in a range, in order. Reads many pages, since a page holds only a few big commits. */
    List<Map<String, AttributeValue>> marked(StreamId stream, long from, long to) {
        List<Map<String, AttributeValue>> marked = new ArrayList<>();
        boolean more = from <= to;
        for (long next = from; more; ) {
            QueryResponse page = query(stream, next, to, true, 1000);
            for (Map<String, AttributeValue> item : page.items()) {
                next = commit(item).last() + 1;
                if (item.containsKey("bucket")) {
                    marked.add(item);
                }
            }
            more = page.hasLastEvaluatedKey() && next <= to;
        }
        return marked;
    }

    private QueryResponse query(StreamId stream, long from, long to, boolean forward, int limit) {
        return table.query(
                query -> query.keyConditionExpression("#stream = :stream AND #revision BETWEEN :from AND :to")
                        .expressionAttributeNames(KEYS)
                        .expressionAttributeValues(
                                Map.of(":stream", text(stream.value()), ":from", number(from), ":to", number(to)))
                        .scanIndexForward(forward)
                        .limit(limit)
                        .consistentRead(true));
    }

    static Commit commit(Map<String, AttributeValue> item) {
        return new Commit(
                new CommandId(text(item, "commandId")), number(item, "revision"), number(item, "lastRevision"));
    }
}
