package io.triskel.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.event.PortException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What people read when DynamoDB does not do what it was asked. */
@Tag("local-clouds")
@ExtendWith(LocalTables.class)
class FailureMessagesTest {
    private final LocalTables.Running dynamoDb;

    FailureMessagesTest(LocalTables.Running dynamoDb) {
        this.dynamoDb = dynamoDb;
    }

    @Test
    void a_table_that_is_not_there_is_named_with_what_to_do() {
        DynamoDbCheckpoints checkpoints = new DynamoDbCheckpoints(dynamoDb.client(), new DynamoDbTables("nowhere"));

        assertThatThrownBy(() -> checkpoints.find("any"))
                .isInstanceOf(PortException.class)
                .hasMessageContaining("nowhere-checkpoints")
                .hasMessageContaining("does not exist; deploy it");
    }

    @Test
    void a_prefix_that_no_table_can_have_is_refused() {
        assertThatThrownBy(() -> new DynamoDbTables("a b")).isInstanceOf(IllegalArgumentException.class);
    }
}
