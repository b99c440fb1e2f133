package io.triskel.local.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.local.NodeTools;
import io.triskel.local.aws.AwsClients;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/** What every store is built on: conditional writes, ordered queries and a sparse index, through the real SDK. */
@Tag("local-clouds")
@TestInstance(Lifecycle.PER_CLASS)
class DynamoDbProcessTest {
    private static final String STREAMS = """
            {"TableName": "streams", "BillingMode": "PAY_PER_REQUEST",
             "KeySchema": [
                 {"AttributeName": "streamId", "KeyType": "HASH"}, {"AttributeName": "revision", "KeyType": "RANGE"}],
             "GlobalSecondaryIndexes": [{
                 "IndexName": "dirty",
                 "KeySchema": [
                     {"AttributeName": "bucket", "KeyType": "HASH"}, {"AttributeName": "since", "KeyType": "RANGE"}],
                 "Projection": {"ProjectionType": "KEYS_ONLY"}}],
             "AttributeDefinitions": [
                 {"AttributeName": "streamId", "AttributeType": "S"}, {"AttributeName": "revision", "AttributeType": "N"},
                 {"AttributeName": "bucket", "AttributeType": "S"}, {"AttributeName": "since", "AttributeType": "N"}]}
            """;

    private final DynamoDbProcess dynamoDb = DynamoDbProcess.start(NodeTools.projectRoot(), List.of(STREAMS));
    private final DynamoDbClient client = AwsClients.dynamoDb(dynamoDb.uri());

    @BeforeAll
    void itRuns() {
        assertThat(dynamoDb.isAlive()).isTrue();
    }

    @AfterAll
    void close() {
        client.close();
        dynamoDb.close();
        assertThat(dynamoDb.isAlive()).isFalse();
    }

    @Test
    void a_client_that_dies_in_the_middle_of_a_request_ends_nobody_else() throws Exception {
        String half = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{";
        for (int i = 0; i < 5; i++) {
            try (Socket dying =
                    new Socket(InetAddress.getLoopbackAddress(), dynamoDb.uri().getPort())) {
                dying.getOutputStream().write(half.getBytes(StandardCharsets.UTF_8));
            }
        }

        dynamoDb.createTable(STREAMS.replace("\"streams\"", "\"after-it\""));

        assertThat(dynamoDb.isAlive()).isTrue();
    }

    @Test
    void of_sixteen_that_write_the_same_item_on_condition_one_wins() {
        long winners = IntStream.range(0, 16)
                .parallel()
                .filter(writer -> {
                    try {
                        put("race", 1, Map.of("writer", number(writer)));
                        return true;
                    } catch (ConditionalCheckFailedException e) {
                        return false;
                    }
                })
                .count();

        assertThat(winners).isEqualTo(1);
    }

    @Test
    void a_stream_is_read_from_its_end_and_an_index_holds_only_what_is_marked() {
        put("order-1", 1, Map.of());
        put("order-1", 2, Map.of("bucket", text("b7"), "since", number(5)));
        put("order-1", 10, Map.of());

        assertThat(client.query(query -> query.tableName("streams")
                                .keyConditionExpression("streamId = :s")
                                .expressionAttributeValues(Map.of(":s", text("order-1")))
                                .scanIndexForward(false)
                                .limit(1)
                                .consistentRead(true))
                        .items())
                .singleElement()
                .satisfies(item -> assertThat(item.get("revision").n()).isEqualTo("10"));
        assertThat(client.query(query -> query.tableName("streams")
                                .indexName("dirty")
                                .keyConditionExpression("#b = :b")
                                .expressionAttributeNames(Map.of("#b", "bucket"))
                                .expressionAttributeValues(Map.of(":b", text("b7"))))
                        .items())
                .singleElement()
                .satisfies(item -> assertThat(item.get("revision").n()).isEqualTo("2"));
    }

    @Test
    void a_table_that_exists_is_not_created_again() {
        assertThatThrownBy(() -> dynamoDb.createTable(STREAMS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ResourceInUseException");
    }

    @Test
    void a_table_that_the_service_would_refuse_is_refused_in_its_words() {
        assertThatThrownBy(() -> dynamoDb.createTable(STREAMS.replace("\"streams\"", "\"ab\"")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("at least 3 characters long");
        assertThatThrownBy(() -> dynamoDb.createTable("streams"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CreateTable");
    }

    /** Cases of the developer guide, "Global secondary indexes", "Write capacity units", worked out by hand. */
    @Test
    void a_write_is_billed_with_what_it_changes_in_an_index() {
        assertThat(billed(() -> put("billed", 1, Map.of()))).isEqualTo("0.0 read, 1.0 + 0.0 written");
        assertThat(billed(() -> set("billed", Map.of("bucket", text("b1"), "since", number(1)))))
                .as("an entry is put")
                .isEqualTo("0.0 read, 1.0 + 1.0 written");
        assertThat(billed(() -> set("billed", Map.of("bucket", text("b1"), "since", number(1), "more", text("x")))))
                .as("its projected attributes stay")
                .isEqualTo("0.0 read, 1.0 + 0.0 written");
        assertThat(billed(() -> set("billed", Map.of("bucket", text("b1"), "since", number(2)))))
                .as("its key changes: one deleted, one put")
                .isEqualTo("0.0 read, 1.0 + 2.0 written");
        assertThat(billed(() -> set("billed", Map.of())))
                .as("an entry is deleted")
                .isEqualTo("0.0 read, 1.0 + 1.0 written");
        assertThat(billed(() -> set("billed", Map.of("bucket", text("b".repeat(1_500)), "since", number(2)))))
                .as("an item and an entry of 1.5 KB")
                .isEqualTo("0.0 read, 2.0 + 2.0 written");
    }

    /** Cases of the developer guide, "Item sizes and capacity unit consumption". */
    @Test
    void the_larger_item_a_failed_condition_and_an_empty_answer_are_billed() {
        put("larger", 1, Map.of("data", text("x".repeat(2_500))));

        assertThat(billed(() -> set("larger", Map.of())))
                .as("3 KB replaced by less")
                .isEqualTo("0.0 read, 3.0 + 0.0 written");
        set("larger", Map.of("data", text("x".repeat(1_500))));
        assertThat(billed(() -> assertThatThrownBy(() -> put("larger", 1, Map.of()))
                        .isInstanceOf(ConditionalCheckFailedException.class)))
                .as("a condition fails on an item of 2 KB")
                .isEqualTo("0.0 read, 2.0 + 0.0 written");
        assertThat(billed(() -> read("nothing", true))).isEqualTo("1.0 read, 0.0 + 0.0 written");
        assertThat(billed(() -> read("nothing", false))).isEqualTo("0.5 read, 0.0 + 0.0 written");
        set("larger", Map.of("data", text("x".repeat(4_500))));
        assertThat(billed(() -> read("larger", true))).as("5 KB").isEqualTo("2.0 read, 0.0 + 0.0 written");
    }

    private String billed(Runnable operation) {
        ConsumedCapacity before = dynamoDb.consumed("streams"::equals);
        operation.run();
        ConsumedCapacity after = dynamoDb.consumed("streams"::equals);
        return (after.readUnits() - before.readUnits()) + " read, " + (after.writeUnits() - before.writeUnits()) + " + "
                + (after.indexWriteUnits() - before.indexWriteUnits()) + " written";
    }

    /** A stream, a revision, a bucket, and a time: 8 + 3, 8 + 2, 6 + 2, 5 + 2 bytes; and 100 bytes for item and entry each. */
    @Test
    void bytes_of_items_and_of_index_entries_are_kept_until_they_are_deleted() {
        long before = dynamoDb.consumed("streams"::equals).bytes();

        put("abc", 1, Map.of("bucket", text("b1"), "since", number(5)));
        long with = dynamoDb.consumed("streams"::equals).bytes();
        client.deleteItem(
                delete -> delete.tableName("streams").key(Map.of("streamId", text("abc"), "revision", number(1))));

        assertThat(with - before).isEqualTo(2 * (36 + 100));
        assertThat(dynamoDb.consumed("streams"::equals).bytes()).isEqualTo(before);
    }

    private void read(String stream, boolean consistent) {
        client.query(query -> query.tableName("streams")
                .keyConditionExpression("streamId = :s")
                .expressionAttributeValues(Map.of(":s", text(stream)))
                .consistentRead(consistent));
    }

    private void set(String stream, Map<String, AttributeValue> more) {
        Map<String, AttributeValue> item = new HashMap<>(more);
        item.put("streamId", text(stream));
        item.put("revision", number(1));
        client.putItem(put -> put.tableName("streams").item(item));
    }

    private void put(String stream, int revision, Map<String, AttributeValue> more) {
        Map<String, AttributeValue> item = new HashMap<>(more);
        item.put("streamId", text(stream));
        item.put("revision", number(revision));
        client.putItem(
                put -> put.tableName("streams").item(item).conditionExpression("attribute_not_exists(streamId)"));
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    private static AttributeValue number(int value) {
        return AttributeValue.fromN(Integer.toString(value));
    }
}
