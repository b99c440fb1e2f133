package io.triskel.target.aws;

import io.triskel.aws.dynamodb.DynamoDbStores;
import io.triskel.aws.dynamodb.DynamoDbTables;
import io.triskel.aws.dynamodb.TableLayout;
import io.triskel.load.size.store.Requests;
import io.triskel.load.size.store.Work;
import io.triskel.local.NodeTools;
import io.triskel.local.aws.dynamodb.ConsumedCapacity;
import io.triskel.local.aws.dynamodb.DynamoDbProcess;
import io.triskel.orders.contracts.StoreCostContract;
import io.triskel.orders.memory.CountedRun;
import io.triskel.platform.Stores;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

@Tag("local-clouds")
class StoreCostTest extends StoreCostContract {
    private static final DynamoDbTables TABLES = new DynamoDbTables("cost");

    private final DynamoDbProcess dynamoDb = DynamoDbProcess.start(
            NodeTools.projectRoot(),
            TABLES.layouts().stream().map(TableLayout::createTable).toList());
    private final DynamoDbClient client = DynamoDbClient.builder()
            .endpointOverride(dynamoDb.uri())
            .region(Region.US_EAST_1)
            .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
            .build();

    @AfterEach
    void close() {
        client.close();
        dynamoDb.close();
    }

    @Override
    protected Stores stores(InstantSource clock) {
        return DynamoDbStores.of(client, TABLES).clock(clock);
    }

    @Override
    protected Units counted() {
        ConsumedCapacity consumed = dynamoDb.consumed(table -> true);
        return new Units(consumed.readUnits(), consumed.allWriteUnits());
    }

    @Override
    protected Units said(CountedRun work) {
        var said = Requests.measured().of("DynamoDB", new Work(work.orders(), work.operations(), work.streamReads()));
        return new Units(said.reads(), said.writes());
    }
}
