package io.triskel.aws.dynamodb;

import static io.triskel.aws.dynamodb.Attributes.bytes;
import static io.triskel.aws.dynamodb.Attributes.instant;
import static io.triskel.aws.dynamodb.Attributes.text;

import io.triskel.saga.SagaRef;
import io.triskel.saga.SagaRow;
import io.triskel.saga.SagaStore;
import io.triskel.store.KeyForm;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * Stores saga instances, one item each; three sparse indexes find the instances with a timer, those with commands to
 * send, and those that are stuck.
 */
public final class DynamoDbSagaStore implements SagaStore {
    private final ItemTable table;
    private final CountedItems items;

    /**
     * Makes no request yet.
     *
     * @param client closed by the caller
     * @param tables gives the table's name, {@link DynamoDbTables#sagas()}
     */
    public DynamoDbSagaStore(DynamoDbClient client, DynamoDbTables tables) {
        this(new ItemTable(client, tables.sagas()));
    }

    DynamoDbSagaStore(ItemTable table) {
        this.table = table;
        this.items = new CountedItems(table, "revision");
    }

    @Override
    public Optional<SagaRow> load(SagaRef ref) {
        return table.get(key(ref)).map(item -> SagaRow.decoded(bytes(item, "row")));
    }

    @Override
    public boolean save(SagaRow row, long expectedRevision) {
        byte[] encoded = row.encodedToReplace(expectedRevision);
        Map<String, AttributeValue> item = new HashMap<>(key(row.ref()));
        item.put("row", bytes(encoded));
        AttributeValue bucket = text(bucket(row.ref().saga(), row.ref().bucket()));
        row.nextWake().ifPresent(at -> item.putAll(Map.of("dueBucket", bucket, "wake", instant(at))));
        row.sendAfter().ifPresent(at -> item.putAll(Map.of("unsentBucket", bucket, "sendAfter", instant(at))));
        if (row.stuck()) {
            item.put("stuckBucket", bucket);
        }
        return items.replace(key(row.ref()), item, expectedRevision);
    }

    @Override
    public List<SagaRef> due(String saga, int bucket, Instant now, int limit) {
        return upTo(DynamoDbTables.DUE, "dueBucket", "wake", bucket(saga, bucket), now, limit);
    }

    @Override
    public List<SagaRef> unsent(String saga, int bucket, Instant now, int limit) {
        return upTo(DynamoDbTables.UNSENT, "unsentBucket", "sendAfter", bucket(saga, bucket), now, limit);
    }

    @Override
    public List<SagaRef> stuck(String saga, int bucket, Optional<SagaRef> after, int limit) {
        return refs(table.keys(
                DynamoDbTables.STUCK,
                query -> query.keyConditionExpression("#bucket = :bucket AND #instance > :after")
                        .expressionAttributeNames(Map.of("#bucket", "stuckBucket", "#instance", "instance"))
                        .expressionAttributeValues(Map.of(
                                ":bucket",
                                text(bucket(saga, bucket)),
                                ":after",
                                // Sorts before every key: a key begins with the length of the saga's name.
                                after.map(DynamoDbSagaStore::key)
                                        .map(key -> key.get("instance"))
                                        .orElse(text("0"))))
                        .limit(limit)));
    }

    private List<SagaRef> upTo(String index, String hash, String range, String bucket, Instant now, int limit) {
        return refs(table.keys(
                index,
                query -> query.keyConditionExpression("#bucket = :bucket AND #at <= :now")
                        .expressionAttributeNames(Map.of("#bucket", hash, "#at", range))
                        .expressionAttributeValues(Map.of(":bucket", text(bucket), ":now", instant(now)))
                        .limit(limit)));
    }

    private static List<SagaRef> refs(QueryResponse page) {
        return page.items().stream().map(item -> ref(text(item, "instance"))).toList();
    }

    private static String bucket(String saga, int bucket) {
        return bucket + ":" + saga;
    }

    /** The saga's name is preceded by its length, so that different instances never share a key. */
    private static Map<String, AttributeValue> key(SagaRef ref) {
        return Map.of("instance", text(KeyForm.joined(ref.saga(), ref.instance())));
    }

    private static SagaRef ref(String key) {
        int colon = key.indexOf(':');
        int end = colon + 1 + Integer.parseInt(key.substring(0, colon));
        return new SagaRef(key.substring(colon + 1, end), key.substring(end));
    }
}
