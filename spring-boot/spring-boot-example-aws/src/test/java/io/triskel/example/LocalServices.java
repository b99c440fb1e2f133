package io.triskel.example;

import io.triskel.aws.dynamodb.DynamoDbTables;
import io.triskel.aws.dynamodb.TableLayout;
import io.triskel.local.FaultPlan;
import io.triskel.local.aws.dynamodb.DynamoDbProcess;
import io.triskel.local.aws.kinesis.KinesisServer;
import io.triskel.local.aws.kinesis.KinesisSettings;
import java.nio.file.Path;
import java.util.List;

/** Kinesis and DynamoDB on this machine, with the example's stream and tables. */
final class LocalServices implements AutoCloseable {
    private static final String NAME = "orders";

    private final KinesisServer kinesis = KinesisServer.start(KinesisSettings.defaults(), new FaultPlan(1));
    private final DynamoDbProcess dynamoDb;

    LocalServices(Path project) {
        dynamoDb = DynamoDbProcess.start(
                project,
                new DynamoDbTables(NAME)
                        .layouts().stream().map(TableLayout::createTable).toList());
        kinesis.createStream(NAME, 1);
    }

    /** {@return the property that chooses where the application runs, and the address of these services} */
    List<String> properties() {
        // The credentials of the SDK's default chain.
        System.setProperty("aws.accessKeyId", "local");
        System.setProperty("aws.secretAccessKey", "local");
        return List.of(
                "--triskel.platform=aws",
                "--AWS_REGION=us-east-1",
                "--AWS_ENDPOINT_URL_KINESIS=" + kinesis.uri(),
                "--AWS_ENDPOINT_URL_DYNAMODB=" + dynamoDb.uri());
    }

    @Override
    public void close() {
        dynamoDb.close();
        kinesis.close();
    }
}
