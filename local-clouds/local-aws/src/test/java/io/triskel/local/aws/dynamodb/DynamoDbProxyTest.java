package io.triskel.local.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.local.Fault;
import io.triskel.local.FaultPlan;
import io.triskel.local.NodeTools;
import io.triskel.local.aws.AwsClients;
import io.triskel.local.proxy.Call;
import io.triskel.local.proxy.HttpProxy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;

/** What the proxy before DynamoDB tells about the real SDK's requests, and does to them. */
@Tag("local-clouds")
@TestInstance(Lifecycle.PER_CLASS)
class DynamoDbProxyTest {
    private static final String ORDERS = """
            {"TableName": "orders", "BillingMode": "PAY_PER_REQUEST",
             "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
             "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}]}
            """;

    private final DynamoDbProcess dynamoDb = DynamoDbProcess.start(NodeTools.projectRoot(), List.of(ORDERS));
    private final HttpProxy proxy = dynamoDb.proxy(new FaultPlan(1));
    private final DynamoDbClient client = AwsClients.dynamoDbOnce(proxy.uri());
    private final DynamoDbClient repeating = AwsClients.dynamoDb(proxy.uri());

    @AfterAll
    void close() {
        client.close();
        repeating.close();
        proxy.close();
        dynamoDb.close();
    }

    @Test
    void requests_are_known_by_access_key_operation_and_table() {
        proxy.requests().clear();

        put("a");
        client.batchGetItem(get -> get.requestItems(Map.of(
                "orders", KeysAndAttributes.builder().keys(List.of(key("a"))).build())));

        assertThat(proxy.requests().byOperation()).isEqualTo(Map.of("BatchGetItem orders", 1L, "PutItem orders", 1L));
        assertThat(proxy.requests().count(call -> call.equals(new Call("local", "PutItem", "orders"))))
                .isEqualTo(1);
    }

    @Test
    void a_throttle_is_the_sdks_own_exception() {
        proxy.faults().next(1, "PutItem", new Fault.Refused("ProvisionedThroughputExceededException"));

        assertThatThrownBy(() -> put("b")).isInstanceOf(ProvisionedThroughputExceededException.class);
        assertThat(client.getItem(get -> get.tableName("orders").key(key("b"))).hasItem())
                .isFalse();
    }

    @Test
    void a_failure_inside_the_service_is_a_500() {
        proxy.faults().next(1, "PutItem orders", new Fault.Failed());

        assertThatThrownBy(() -> put("c"))
                .isInstanceOfSatisfying(
                        DynamoDbException.class,
                        failure -> assertThat(failure.statusCode()).isEqualTo(500));
    }

    /** What an ordinary client makes of it: its own success looks like somebody else's. */
    @Test
    void a_client_that_repeats_a_lost_answer_finds_its_own_condition_failed() {
        proxy.faults().next(1, "PutItem", new Fault.LostResponse());

        assertThatThrownBy(() -> repeating.putItem(
                        put -> put.tableName("orders").item(key("d")).conditionExpression("attribute_not_exists(id)")))
                .isInstanceOf(ConditionalCheckFailedException.class);

        assertThat(client.getItem(get -> get.tableName("orders").key(key("d"))).hasItem())
                .isTrue();
    }

    private void put(String id) {
        client.putItem(put -> put.tableName("orders").item(key(id)));
    }

    private static Map<String, AttributeValue> key(String id) {
        return Map.of("id", AttributeValue.fromS(id));
    }
}
