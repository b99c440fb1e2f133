package io.triskel.aws.dynamodb;

import static io.triskel.aws.dynamodb.Attributes.instant;
import static io.triskel.aws.dynamodb.Attributes.number;
import static io.triskel.aws.dynamodb.Attributes.text;

import io.triskel.event.StreamId;
import io.triskel.outbox.Outbox;
import io.triskel.outbox.Outbox.Unpublished;
import io.triskel.spi.CommitMark;
import io.triskel.spi.CommitMark.Turn;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * The marks of commits that are not published yet. A mark is found through an index once it is due: when its appender's
 * claim expires, if it has one. A commit whose mark is removed because it is published keeps an attribute that says so, as
 * a stream that is postponed has no marks either.
 */
final class DirtyMarks {
    static final Map<String, String> NAMES = Map.of("#bucket", "bucket", "#due", "due");

    static final String CLAIM = "claim";

    /** When an unpublished commit was appended; on a stream's head, when its first unpublished commit was. */
    static final String SINCE = "since";

    private static final String WANTED = "wanted";
    private static final String PUBLISHED = "published";

    private final ItemTable table;

    DirtyMarks(ItemTable table) {
        this.table = table;
    }

    static String bucket(StreamId stream) {
        return Integer.toString(Outbox.bucketOf(stream));
    }

    /**
     * Reads the index, which may lag and thus name streams without anything to publish. A commit waits since it is due at the
     * latest; a stream's head is due when it was put off to.
     */
    List<Unpublished> streams(int bucket, Instant now, int limit) {
        Map<StreamId, Unpublished> streams = new LinkedHashMap<>();
        Map<String, AttributeValue> start = Map.of();
        do {
            Map<String, AttributeValue> from = start;
            QueryResponse page = table.keys(
                    DynamoDbTables.DIRTY,
                    query -> query.keyConditionExpression("#bucket = :bucket AND #due <= :now")
                            .expressionAttributeNames(NAMES)
                            .expressionAttributeValues(
                                    Map.of(":bucket", text(Integer.toString(bucket)), ":now", instant(now)))
                            .exclusiveStartKey(from.isEmpty() ? null : from));
            for (Map<String, AttributeValue> item : page.items()) {
                StreamId stream = new StreamId(text(item, "streamId"));
                if (streams.size() < limit && !streams.containsKey(stream)) {
                    boolean isHead = number(item, "revision") == 0;
                    streams.put(stream, new Unpublished(stream, isHead ? Optional.empty() : instant(item, "due")));
                }
            }
            start = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : Map.of();
        } while (!start.isEmpty() && streams.size() < limit);
        return List.copyOf(streams.values());
    }

    /** The state of a commit. */
    static CommitMark of(Map<String, AttributeValue> commit) {
        return new CommitMark(
                commit.containsKey(CLAIM) ? instant(commit, "due") : Optional.empty(),
                commit.containsKey(WANTED),
                commit.containsKey(PUBLISHED));
    }

    static boolean claimedByOthers(Map<String, AttributeValue> commit, String own, Instant now) {
        return of(commit).claimed(now) && !text(own).equals(commit.get(CLAIM));
    }

    /** Removes the mark of a commit that is postponed with its stream. */
    void remove(StreamId stream, long revision) {
        update(stream, revision, "REMOVE #bucket, #due, #claim", "attribute_exists(#stream)", Map.of());
    }

    /** {@link CommitMark#publish}; the same again if the answer is lost. */
    boolean publish(StreamId stream, long revision) {
        return update(
                        stream,
                        revision,
                        "SET #published = :true REMOVE #bucket, #due, #claim, #since",
                        "attribute_exists(#stream)",
                        Map.of(":true", Attributes.flag(true)))
                .filter(commit -> of(commit).wanted())
                .isPresent();
    }

    /**
     * {@link CommitMark#want}.
     *
     * @param by who wants, by which it recognises its own mark if the answer is lost and the commit published meanwhile
     */
    Turn want(StreamId stream, long revision, Instant now, String by) {
        Optional<Map<String, AttributeValue>> marked = update(
                stream,
                revision,
                "SET #wanted = if_not_exists(#wanted, :by)",
                "attribute_exists(#claim) AND #due > :now",
                Map.of(":by", text(by), ":now", instant(now)));
        if (marked.isPresent()) {
            return Turn.PUBLISHERS;
        }
        Map<String, AttributeValue> commit =
                table.get(DynamoDbEventStore.key(stream, revision)).orElse(Map.of());
        boolean published = commit.containsKey(PUBLISHED);
        return !published ? Turn.WHO_LEASES : text(by).equals(commit.get(WANTED)) ? Turn.PUBLISHERS : Turn.APPENDERS;
    }

    /** {@link CommitMark#giveUp}, from when on the commit is due. */
    void giveUp(StreamId stream, long revision, Instant due) {
        update(
                stream,
                revision,
                "SET #due = :due REMOVE #claim",
                "attribute_exists(#claim)",
                Map.of(":due", instant(due)));
    }

    /** Each of these updates may happen twice. */
    private Optional<Map<String, AttributeValue>> update(
            StreamId stream, long revision, String change, String condition, Map<String, AttributeValue> values) {
        Map<String, String> names = new HashMap<>(NAMES);
        names.putAll(Map.of(
                "#stream", "streamId", "#claim", CLAIM, "#wanted", WANTED, "#published", PUBLISHED, "#since", SINCE));
        names.keySet().removeIf(name -> !(change + condition).contains(name));
        return table.updateAgain(update -> update.key(DynamoDbEventStore.key(stream, revision))
                .updateExpression(change)
                .conditionExpression(condition)
                .expressionAttributeNames(names)
                .expressionAttributeValues(values.isEmpty() ? null : values));
    }
}
