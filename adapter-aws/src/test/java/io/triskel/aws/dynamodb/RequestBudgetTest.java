package io.triskel.aws.dynamodb;

import io.triskel.local.NodeTools;
import io.triskel.local.aws.dynamodb.ConsumedCapacity;
import io.triskel.platform.Stores;
import io.triskel.testkit.RequestBudgetContract;
import io.triskel.testkit.RequestCounter;
import io.triskel.testkit.RequestCounter.Billed;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

@Tag("local-clouds")
@ExtendWith(LocalTables.class)
class RequestBudgetTest extends RequestBudgetContract {
    private final LocalTables.Running dynamoDb;
    private final DynamoDbTables tables;
    private double unbilledReads;
    private double unbilledWrites;

    RequestBudgetTest(LocalTables.Running dynamoDb) {
        this.dynamoDb = dynamoDb;
        this.tables = dynamoDb.own();
    }

    @Override
    protected Stores stores(RequestCounter counted, InstantSource clock) {
        return DynamoDbStores.of(dynamoDb.client(new Counting(counted)), tables).clock(clock);
    }

    @Override
    protected String store() {
        return "DynamoDB";
    }

    @Override
    protected Path table() {
        return NodeTools.projectRoot()
                .resolve("loadtest/load-plan/src/main/resources/io/triskel/load/size/requests.json");
    }

    @Override
    protected Billed billed() {
        ConsumedCapacity consumed = dynamoDb.consumed(tables.prefix());
        return new Billed(
                consumed.readUnits() - unbilledReads, consumed.allWriteUnits() - unbilledWrites, 0, consumed.bytes());
    }

    /** Deletions by time to live are free (developer guide, "Time to live"). */
    @Override
    protected void expire(Instant moment) {
        ConsumedCapacity before = dynamoDb.consumed(tables.prefix());
        DynamoDbClient service = dynamoDb.client();
        service.scan(scan -> scan.tableName(tables.inbox()).consistentRead(true)).items().stream()
                .filter(item -> Long.parseLong(item.get("expires").n()) < moment.getEpochSecond())
                .forEach(item -> service.deleteItem(
                        delete -> delete.tableName(tables.inbox()).key(Map.of("entry", item.get("entry")))));
        ConsumedCapacity after = dynamoDb.consumed(tables.prefix());
        unbilledReads += after.readUnits() - before.readUnits();
        unbilledWrites += after.allWriteUnits() - before.allWriteUnits();
    }

    private record Counting(RequestCounter counter) implements ExecutionInterceptor {
        private static final Set<String> READS = Set.of("GetItem", "BatchGetItem", "Query", "Scan");

        @Override
        public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
            counter.begun(!READS.contains(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME)));
        }

        @Override
        public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
            counter.ended();
        }
    }
}
