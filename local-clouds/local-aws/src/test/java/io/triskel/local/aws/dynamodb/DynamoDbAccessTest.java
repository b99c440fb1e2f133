package io.triskel.local.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.local.FaultPlan;
import io.triskel.local.NodeTools;
import io.triskel.local.aws.AwsClients;
import io.triskel.local.aws.iam.Identities;
import io.triskel.local.aws.iam.Permission;
import io.triskel.local.proxy.HttpProxy;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

@Tag("local-clouds")
@TestInstance(Lifecycle.PER_CLASS)
class DynamoDbAccessTest {
    private static final String TABLE = """
            {"TableName": "%s", "BillingMode": "PAY_PER_REQUEST",
             "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
             "GlobalSecondaryIndexes": [{"IndexName": "by-status", "Projection": {"ProjectionType": "KEYS_ONLY"},
                 "KeySchema": [{"AttributeName": "status", "KeyType": "HASH"}]}],
             "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"},
                 {"AttributeName": "status", "AttributeType": "S"}]}
            """;

    private final Identities identities = Identities.enforced();
    private final DynamoDbProcess dynamoDb = DynamoDbProcess.start(
            NodeTools.projectRoot(), List.of(TABLE.formatted("orders"), TABLE.formatted("secrets")));
    private final HttpProxy proxy = dynamoDb.proxy(identities, new FaultPlan(1));
    private final DynamoDbClient client = AwsClients.dynamoDbOnce(
            proxy.uri(),
            identities.role(
                    "clerk",
                    List.of(
                            new Permission("dynamodb:GetItem", "table/orders"),
                            new Permission("dynamodb:BatchGetItem", "table/orders"),
                            new Permission("dynamodb:Query", "table/orders/index/by-status"))));

    @AfterAll
    void close() {
        client.close();
        proxy.close();
        dynamoDb.close();
    }

    @Test
    void what_a_role_is_not_allowed_is_refused_and_not_done() {
        assertDenied(
                () -> client.putItem(put -> put.tableName("orders").item(key("a"))),
                "dynamodb:PutItem",
                "table/orders");

        assertThat(client.getItem(get -> get.tableName("orders").key(key("a"))).hasItem())
                .isFalse();
    }

    @Test
    void an_index_is_a_resource_of_its_own() {
        QueryResponse byStatus = client.query(query -> query.tableName("orders")
                .indexName("by-status")
                .keyConditionExpression("#status = :status")
                .expressionAttributeNames(Map.of("#status", "status"))
                .expressionAttributeValues(Map.of(":status", AttributeValue.fromS("open"))));

        assertThat(byStatus.items()).isEmpty();
        assertDenied(
                () -> client.query(query -> query.tableName("orders")
                        .keyConditionExpression("id = :id")
                        .expressionAttributeValues(Map.of(":id", AttributeValue.fromS("a")))),
                "dynamodb:Query",
                "table/orders");
    }

    @Test
    void a_batch_needs_permission_for_each_of_its_tables() {
        KeysAndAttributes keys =
                KeysAndAttributes.builder().keys(List.of(key("a"))).build();

        assertThat(client.batchGetItem(get -> get.requestItems(Map.of("orders", keys)))
                        .unprocessedKeys())
                .isEmpty();
        assertDenied(
                () -> client.batchGetItem(get -> get.requestItems(Map.of("orders", keys, "secrets", keys))),
                "dynamodb:BatchGetItem",
                "table/secrets");
    }

    private static void assertDenied(ThrowingCallable call, String action, String resource) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        DynamoDbException.class,
                        denied ->
                                assertThat(denied.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException"))
                .hasMessageContaining("is not authorized to perform: " + action
                        + " on resource: arn:aws:dynamodb:us-east-1:000000000000:" + resource + " because");
    }

    private static Map<String, AttributeValue> key(String id) {
        return Map.of("id", AttributeValue.fromS(id));
    }
}
