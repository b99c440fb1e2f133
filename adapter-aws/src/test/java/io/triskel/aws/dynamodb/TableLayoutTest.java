package io.triskel.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a deployment creates is what the stores were written for. */
class TableLayoutTest {
    @Test
    void a_table_is_asked_for_as_the_service_wants_it() throws IOException {
        JsonNode request = request(new DynamoDbTables("orders").streams());

        assertThat(request).isEqualTo(new ObjectMapper().readTree("""
                        {"TableName": "orders-streams", "BillingMode": "PAY_PER_REQUEST",
                         "KeySchema": [
                             {"AttributeName": "streamId", "KeyType": "HASH"},
                             {"AttributeName": "revision", "KeyType": "RANGE"}],
                         "GlobalSecondaryIndexes": [{
                             "IndexName": "dirty",
                             "KeySchema": [
                                 {"AttributeName": "bucket", "KeyType": "HASH"},
                                 {"AttributeName": "due", "KeyType": "RANGE"}],
                             "Projection": {"ProjectionType": "KEYS_ONLY"}}],
                         "AttributeDefinitions": [
                             {"AttributeName": "streamId", "AttributeType": "S"},
                             {"AttributeName": "revision", "AttributeType": "N"},
                             {"AttributeName": "bucket", "AttributeType": "S"},
                             {"AttributeName": "due", "AttributeType": "N"}]}
                        """));
    }

    @Test
    void no_index_holds_more_than_keys() throws IOException {
        for (TableLayout layout : new DynamoDbTables("orders").layouts()) {
            List<JsonNode> types =
                    new ObjectMapper().readTree(layout.createTable()).findValues("ProjectionType");

            assertThat(types)
                    .hasSize(layout.localIndexes().size() + layout.indexes().size())
                    .allSatisfy(type -> assertThat(type.asText()).isEqualTo("KEYS_ONLY"));
        }
    }

    private static JsonNode request(String table) throws IOException {
        TableLayout layout = new DynamoDbTables("orders")
                .layouts().stream()
                        .filter(each -> each.name().equals(table))
                        .findFirst()
                        .orElseThrow();
        return new ObjectMapper().readTree(layout.createTable());
    }
}
