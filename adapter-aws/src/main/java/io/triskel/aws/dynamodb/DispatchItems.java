package io.triskel.aws.dynamodb;

import static io.triskel.aws.dynamodb.Attributes.instant;
import static io.triskel.aws.dynamodb.Attributes.number;
import static io.triskel.aws.dynamodb.Attributes.text;

import io.triskel.event.StreamId;
import io.triskel.outbox.Outbox;
import io.triskel.outbox.Outbox.DispatchLease;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * A stream's head: its item of revision 0, with the dispatch lease and how far the stream is published. Commits carry a
 * mark in the index of dirty streams until a release moves it to the head, or all is published.
 */
final class DispatchItems {
    private final Table table;
    private final StreamItems items;

    DispatchItems(Table table, StreamItems items) {
        this.table = table;
        this.items = items;
    }

    static String bucket(StreamId stream) {
        return Integer.toString(Outbox.bucketOf(stream));
    }

    /** Reads the index, which may lag and so name streams that have nothing to publish. */
    List<StreamId> dirty(int bucket, Instant now, int limit) {
        Set<StreamId> streams = new LinkedHashSet<>();
        Map<String, AttributeValue> start = Map.of();
        do {
            Map<String, AttributeValue> from = start;
            QueryResponse page = table.query(query -> query.indexName(DynamoDbTables.DIRTY)
                    .keyConditionExpression("#bucket = :bucket AND #due <= :now")
                    .expressionAttributeNames(Map.of("#bucket", "bucket", "#due", "due"))
                    .expressionAttributeValues(Map.of(":bucket", text(Integer.toString(bucket)), ":now", instant(now)))
                    .exclusiveStartKey(from.isEmpty() ? null : from));
            for (Map<String, AttributeValue> item : page.items()) {
                if (streams.size() < limit) {
                    streams.add(new StreamId(text(item, "streamId")));
                }
            }
            start = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : Map.of();
        } while (!start.isEmpty() && streams.size() < limit);
        return List.copyOf(streams);
    }

    Optional<DispatchLease> lease(StreamId stream, Instant now, Duration duration) {
        Optional<DispatchLease> lease = lease(stream, now, duration, "attribute_exists(#stream)");
        if (lease.isPresent() || head(stream).isPresent() || items.lastRevision(stream) == 0) {
            return lease;
        }
        return lease(stream, now, duration, "attribute_not_exists(#stream)");
    }

    private Optional<DispatchLease> lease(StreamId stream, Instant now, Duration duration, String condition) {
        Instant until = now.plus(duration);
        return table.update(update -> update.key(DynamoDbEventStore.key(stream, 0))
                        .updateExpression("SET #fence = if_not_exists(#fence, :none) + :one, #until = :until,"
                                + " #dispatched = if_not_exists(#dispatched, :none),"
                                + " #cleaned = if_not_exists(#cleaned, :none)")
                        .conditionExpression(condition + " AND (attribute_not_exists(#until) OR #until <= :now)")
                        .expressionAttributeNames(Map.of(
                                "#stream",
                                "streamId",
                                "#fence",
                                "fence",
                                "#until",
                                "leasedUntil",
                                "#dispatched",
                                "dispatchedTo",
                                "#cleaned",
                                "unmarkedTo"))
                        .expressionAttributeValues(Map.of(
                                ":none", number(0), ":one", number(1), ":until", instant(until), ":now", instant(now))))
                .map(head -> new DispatchLease(stream, number(head, "fence"), number(head, "dispatchedTo"), until));
    }

    boolean advance(DispatchLease lease, long to) {
        return write(
                lease,
                "SET #dispatched = :to",
                " AND #dispatched <= :to",
                Map.of("#dispatched", "dispatchedTo"),
                Map.of(":to", number(to)));
    }

    void release(DispatchLease lease, Instant dirtyFrom) {
        StreamId stream = lease.stream();
        Optional<Map<String, AttributeValue>> head =
                head(stream).filter(there -> number(there, "fence") == lease.fence());
        if (head.isEmpty()) {
            return;
        }
        long last = items.lastRevision(stream);
        boolean published = number(head.get(), "dispatchedTo") >= last;
        if (!published && !mark(lease, dirtyFrom)) {
            return;
        }
        // Here the head has a mark, or no commit up to the last revision read needs one: the commits' own marks can go.
        List<Long> marked = items.marked(stream, number(head.get(), "unmarkedTo") + 1, last);
        marked.forEach(revision -> unmark(stream, revision));
        Map<String, String> names = new HashMap<>(Map.of("#until", "leasedUntil", "#cleaned", "unmarkedTo"));
        if (published) {
            names.putAll(Map.of("#bucket", "bucket", "#due", "due"));
        }
        write(
                lease,
                "SET #cleaned = :cleaned REMOVE #until" + (published ? ", #bucket, #due" : ""),
                "",
                names,
                Map.of(":cleaned", number(last)));
    }

    private boolean mark(DispatchLease lease, Instant from) {
        return write(
                lease,
                "SET #bucket = :bucket, #due = :due",
                "",
                Map.of("#bucket", "bucket", "#due", "due"),
                Map.of(":bucket", text(bucket(lease.stream())), ":due", instant(from)));
    }

    private void unmark(StreamId stream, long revision) {
        table.update(update -> update.key(DynamoDbEventStore.key(stream, revision))
                .updateExpression("REMOVE #bucket, #due")
                .conditionExpression("attribute_exists(#stream)")
                .expressionAttributeNames(Map.of("#bucket", "bucket", "#due", "due", "#stream", "streamId")));
    }

    /** Writes the head on condition that the lease is still the newest one. */
    private boolean write(
            DispatchLease lease,
            String expression,
            String condition,
            Map<String, String> names,
            Map<String, AttributeValue> values) {
        Map<String, String> allNames = new HashMap<>(names);
        allNames.put("#fence", "fence");
        Map<String, AttributeValue> allValues = new HashMap<>(values);
        allValues.put(":fence", number(lease.fence()));
        return table.update(update -> update.key(DynamoDbEventStore.key(lease.stream(), 0))
                        .updateExpression(expression)
                        .conditionExpression("#fence = :fence" + condition)
                        .expressionAttributeNames(allNames)
                        .expressionAttributeValues(allValues))
                .isPresent();
    }

    private Optional<Map<String, AttributeValue>> head(StreamId stream) {
        return table.get(DynamoDbEventStore.key(stream, 0));
    }
}
