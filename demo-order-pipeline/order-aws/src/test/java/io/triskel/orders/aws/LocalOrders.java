package io.triskel.orders.aws;

import io.triskel.aws.AwsClients;
import io.triskel.aws.AwsSettings;
import io.triskel.aws.dynamodb.DynamoDbReplicas;
import io.triskel.aws.dynamodb.DynamoDbTables;
import io.triskel.aws.dynamodb.TableLayout;
import io.triskel.local.NodeTools;
import io.triskel.local.aws.LocalAws;
import io.triskel.local.aws.LocalAwsSettings;
import io.triskel.local.aws.kinesis.KinesisStream;
import io.triskel.local.aws.lambda.FunctionDefinition;
import io.triskel.local.aws.lambda.FunctionUrl;
import io.triskel.local.aws.lambda.InvocationResult;
import io.triskel.local.aws.lambda.LambdaFunction;
import io.triskel.local.aws.lambda.MappingSettings;
import io.triskel.local.aws.lambda.Schedule;
import io.triskel.orders.notification.SentMessages;
import io.triskel.orders.pipeline.Style;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** The package that the build made, deployed to a local AWS as {@link OrderFunctions} says. */
final class LocalOrders implements AutoCloseable {
    private final Path zip = Path.of(System.getProperty("triskel.zip"));
    private final OrderFunctions functions =
            new OrderFunctions(new DynamoDbTables("orders"), "orders", Style.ORCHESTRATION);
    private final LocalAws aws;
    private final AwsClients clients;
    private final FunctionUrl url;
    private final Schedule clock;

    LocalOrders(Path folder) {
        aws = LocalAws.start(LocalAwsSettings.in(NodeTools.projectRoot(), folder)
                .withTables(functions.layouts().stream()
                        .map(TableLayout::createTable)
                        .toList()));
        clients = AwsClients.of(
                AwsSettings.from(aws.environment()),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")));
        KinesisStream stream = aws.kinesis().createStream("orders", 1);
        url = aws.lambda().url(deploy(functions.http(), Map.of()));
        clock = aws.lambda().schedule("clock", deploy(functions.clock(base()), Map.of()));
        functions
                .consumers(base())
                .values()
                .forEach(function -> aws.lambda().map(stream, deploy(function, Map.of()), MappingSettings.defaults()));
    }

    private URI base() {
        return URI.create(url.uri() + "/");
    }

    OrderFunctions functions() {
        return functions;
    }

    /** Deploys a function with other variables than it should have; an empty value takes one away. */
    LambdaFunction deploy(OrderFunctions.Function function, Map<String, String> otherwise) {
        Map<String, String> variables = new TreeMap<>(aws.environment());
        variables.putAll(function.environment());
        variables.putAll(otherwise);
        variables.values().removeIf(String::isEmpty);
        return aws.lambda()
                .deploy(FunctionDefinition.of(
                                function.name() + (otherwise.isEmpty() ? "" : "-otherwise"), zip, function.handler())
                        .withMemoryMiB(256)
                        .withMaxConcurrency(1)
                        .withEnvironment(variables));
    }

    URI url() {
        return base();
    }

    String tick(Instant now) {
        return clock.fire(now)
                .join()
                .fold(
                        InvocationResult.Succeeded::text,
                        failed -> failed.errorType() + ": " + failed.message(),
                        throttled -> "throttled");
    }

    long messages() {
        return new SentMessages(new DynamoDbReplicas(clients.dynamoDb(), functions.tables())).count();
    }

    @Override
    public void close() {
        clients.close();
        aws.close();
    }
}
