package io.triskel.target.aws;

import io.triskel.aws.AwsClients;
import io.triskel.aws.AwsSettings;
import io.triskel.aws.dynamodb.DynamoDbTables;
import io.triskel.load.CreatedSite;
import io.triskel.load.DeployedSite;
import io.triskel.load.process.HostedBus;
import io.triskel.local.FaultPlan;
import io.triskel.local.NodeTools;
import io.triskel.local.aws.dynamodb.DynamoDbProcess;
import io.triskel.local.aws.kinesis.KinesisJvm;
import io.triskel.local.aws.kinesis.KinesisServer;
import io.triskel.local.aws.kinesis.KinesisSettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Kinesis and DynamoDB on this machine; here, and only here, streams and tables are created. */
final class LocalSite {
    static final AwsCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"));

    static final int SHARDS = 4;

    private LocalSite() {}

    /**
     * Creates a site over running emulators.
     *
     * @param variables the emulators' addresses
     * @param tables creates a table from the body of a {@code CreateTable} request
     * @param started closed with this site
     */
    static CreatedSite<ExistingNames> over(
            Map<String, String> variables, Consumer<String> tables, List<AutoCloseable> started) {
        AwsClients clients = AwsClients.of(AwsSettings.from(variables), CREDENTIALS);
        List<AutoCloseable> all = new ArrayList<>(List.of(clients));
        all.addAll(started);
        return new CreatedSite<>(
                variables,
                () -> create(clients),
                names -> names.tables().layouts().forEach(layout -> tables.accept(layout.createTable())),
                names -> clients.kinesis().deleteStream(delete -> delete.streamName(names.stream())),
                all);
    }

    private static ExistingNames create(AwsClients clients) {
        ExistingNames names =
                new ExistingNames("events-" + AwsBinding.random(), new DynamoDbTables("t-" + AwsBinding.random()));
        clients.kinesis()
                .createStream(create -> create.streamName(names.stream()).shardCount(SHARDS));
        return names;
    }

    static CreatedSite<ExistingNames> inThisJvm() {
        KinesisServer kinesis = KinesisServer.start(KinesisSettings.defaults(), new FaultPlan(1));
        return withDynamoDb(kinesis.uri(), kinesis);
    }

    static CreatedSite<ExistingNames> inAnotherJvm() {
        KinesisJvm kinesis = KinesisJvm.start();
        return withDynamoDb(kinesis.uri(), kinesis);
    }

    /** {@return emulators with a stream, for several workers} */
    static HostedBus hosted() {
        CreatedSite<ExistingNames> site = inAnotherJvm();
        Map<String, String> variables = new TreeMap<>(site.variables());
        variables.putAll(site.freshBus().variables());
        variables.put(DeployedSite.VARIABLE, AwsBinding.TARGET);
        return new HostedBus(variables, site);
    }

    private static CreatedSite<ExistingNames> withDynamoDb(URI address, AutoCloseable kinesis) {
        DynamoDbProcess dynamoDb = DynamoDbProcess.start(NodeTools.projectRoot(), List.of());
        return over(
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
}
