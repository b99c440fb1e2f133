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
    private static final Map<String, String> KEYS = Map.of("#stream", "streamId", "#revision", "revision");

    private final ItemTable table;

    /** The next commit begins right after a stream's end, so putting one there fails if the stream has grown since. */
    private final Remembered<StreamId, Long> ends = new Remembered<>();

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
            ends.put(stream, commit.last());
        }
        return stored;
    }

    /** The stream's last revision when last seen; the stream may have grown since, and never shrinks. */
    Optional<Long> remembered(StreamId stream) {
        return ends.get(stream);
    }

    private long ended(StreamId stream, long last) {
        if (last > 0) {
            ends.put(stream, last);
        }
        return last;
    }

    /** The stream's last revision; 0 if the stream does not exist. */
    long lastRevision(StreamId stream) {
        return ended(
                stream, commitUpTo(stream, Long.MAX_VALUE).map(Commit::last).orElse(0L));
    }

    /** The remembered last revision if it is at least {@code enough}, else the one read. */
    long lastRevision(StreamId stream, long enough) {
        return remembered(stream).filter(last -> last >= enough).orElseGet(() -> lastRevision(stream));
    }

    Optional<Commit> commitFrom(StreamId stream, long first) {
        return table.get(DynamoDbEventStore.key(stream, first)).map(StreamItems::commit);
    }

    /** The last commit that begins at this revision or before. */
    private Optional<Commit> commitUpTo(StreamId stream, long first) {
        return query(stream, 1, first, false, 1).items().stream().findFirst().map(StreamItems::commit);
    }

    EventPage read(StreamId stream, long after, int limit, EventCodec codec) {
        // Includes a commit of one event at "after". Together with the commit right after it, this is the usual case.
        QueryResponse page = query(stream, Math.max(1, after), Long.MAX_VALUE, true, (int) Math.min(limit + 2L, 1000));
        boolean gapless = page.items().stream()
                .map(StreamItems::commit)
                .anyMatch(commit -> commit.first() == after + 1 || (commit.first() <= after && commit.last() >= after));
        if (after > 0 && !gapless) {
            long from = commitUpTo(stream, after).map(Commit::first).orElse(1L);
            page = query(stream, from, Long.MAX_VALUE, true, (int) Math.min(limit + 1L, 1000));
        }
        List<Envelope<?>> events = new ArrayList<>();
        List<Commit> commits = new ArrayList<>();
        Commit seen = null;
        for (Map<String, AttributeValue> item : page.items()) {
            seen = commit(item);
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
        long last = seen == null ? 0 : page.hasLastEvaluatedKey() ? lastRevision(stream) : ended(stream, seen.last());
        return new EventPage(events, commits, last, after + events.size() < last);
    }

    /** All marked commits in a range. Reads many pages, since a page holds only a few big commits. */
    List<Commit> marked(StreamId stream, long from, long to) {
        List<Commit> marked = new ArrayList<>();
        boolean more = from <= to;
        for (long next = from; more; ) {
            QueryResponse page = query(stream, next, to, true, 1000);
            for (Map<String, AttributeValue> item : page.items()) {
                Commit commit = commit(item);
                next = commit.last() + 1;
                if (item.containsKey("bucket")) {
                    marked.add(commit);
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

    private static Commit commit(Map<String, AttributeValue> item) {
        return new Commit(
                new CommandId(text(item, "commandId")), number(item, "revision"), number(item, "lastRevision"));
    }
}
