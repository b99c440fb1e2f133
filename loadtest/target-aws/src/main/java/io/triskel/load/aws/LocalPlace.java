package io.triskel.load.aws;

import io.triskel.aws.AwsClients;
import io.triskel.aws.dynamodb.Tables;
import io.triskel.load.Environment;
import io.triskel.local.FaultPlan;
import io.triskel.local.NodeTools;
import io.triskel.local.aws.dynamodb.DynamoDbProcess;
import io.triskel.local.aws.kinesis.KinesisServer;
import io.triskel.local.aws.kinesis.KinesisSettings;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Kinesis and DynamoDB on this machine; here, and only here, streams and tables are created. */
final class LocalPlace implements AwsPlace {
    private static final int SHARDS = 4;

    private final Map<String, String> variables;
    private final Consumer<String> tables;
    private final List<AutoCloseable> started;

    /**
     * Over stand-ins that run already.
     *
     * @param variables where they are
     * @param tables creates a table from the body of a {@code CreateTable} request
     * @param started what ends with this place
     */
    LocalPlace(Map<String, String> variables, Consumer<String> tables, List<AutoCloseable> started) {
        this.variables = Map.copyOf(variables);
        this.tables = tables;
        this.started = List.copyOf(started);
    }

    static LocalPlace inThisJvm() {
        KinesisServer kinesis = KinesisServer.start(KinesisSettings.defaults(), new FaultPlan(1));
        return withDynamoDb(kinesis.uri(), kinesis);
    }

    static LocalPlace inAnotherJvm() {
        KinesisJvm kinesis = KinesisJvm.start();
        return withDynamoDb(kinesis.uri(), kinesis);
    }

    private static LocalPlace withDynamoDb(URI address, AutoCloseable kinesis) {
        DynamoDbProcess dynamoDb = DynamoDbProcess.start(NodeTools.projectRoot(), List.of());
        return new LocalPlace(
                Map.of(
                        "AWS_REGION",
                        "us-east-1",
                        "AWS_ENDPOINT_URL_KINESIS",
                        address.toString(),
                        "AWS_ENDPOINT_URL_DYNAMODB",
                        dynamoDb.uri().toString()),
                dynamoDb::createTable,
                List.of(dynamoDb, kinesis));
    }

    @Override
    public Environment environment() {
        return Environment.EMULATOR;
    }

    @Override
    public Map<String, String> variables() {
        return variables;
    }

    @Override
    public Names fresh(AwsClients clients) {
        Names names = freshStream(clients);
        names.tables().layouts().forEach(layout -> tables.accept(layout.createTable()));
        return names;
    }

    @Override
    public Names freshStream(AwsClients clients) {
        Names names = new Names("events-" + AwsBinding.random(), new Tables("t-" + AwsBinding.random()));
        clients.kinesis()
                .createStream(create -> create.streamName(names.stream()).shardCount(SHARDS));
        return names;
    }

    @Override
    public void close() {
        for (AutoCloseable part : started) {
            try {
                part.close();
            } catch (Exception e) {
                throw new IllegalStateException("A stand-in did not end well", e);
            }
        }
    }
}
