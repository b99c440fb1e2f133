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
