package io.triskel.orders.aws;

import com.fasterxml.jackson.databind.JsonNode;
import io.triskel.aws.AwsClients;
import io.triskel.aws.AwsSettings;
import io.triskel.aws.dynamodb.DynamoDbReplicas;
import io.triskel.aws.dynamodb.DynamoDbTables;
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
import io.triskel.notify.Credential;
import io.triskel.orders.function.FunctionRole;
import io.triskel.orders.manifest.Manifest;
import io.triskel.orders.notification.SentMessages;
import io.triskel.orders.pipeline.Style;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** The package that the build made, deployed to a local AWS as its manifest says. */
final class LocalOrders implements AutoCloseable {
    private final Path zip = Path.of(System.getProperty("triskel.zip"));
    private final Manifest manifest;
    private final LocalAws aws;
    private final AwsClients clients;
    private final FunctionUrl url;
    private final Schedule clock;

    LocalOrders(Path folder) {
        Manifest here = OrderManifest.of(Style.ORCHESTRATION)
                .onLaptop()
                .with("region", "us-east-1")
                .with("givenUpBucket", "given-up")
                .with("archiveBucket", "archive");
        aws = LocalAws.start(LocalAwsSettings.in(NodeTools.projectRoot(), folder)
                .withTables(here.part("tables").findValues("createTable").stream()
                        .map(JsonNode::toString)
                        .toList()));
        clients = AwsClients.of(
                AwsSettings.from(aws.environment()),
                StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        aws.accessKey().id(), aws.accessKey().secret())));
        KinesisStream stream =
                aws.kinesis().createStream(here.part("stream").path("name").asText(), 1);
        url = aws.lambda().url(deploy(here.functions(FunctionRole.HTTP).get(0), Map.of()));
        manifest = here.with("lookupBase", url.uri() + "/");
        clock = aws.lambda()
                .schedule("clock", deploy(manifest.functions(FunctionRole.CLOCK).get(0), Map.of()));
        manifest.functions(FunctionRole.EVENTS)
                .forEach(function -> aws.lambda().map(stream, deploy(function, Map.of()), MappingSettings.defaults()));
    }

    /** {@return what the manifest says of the function of a consumer} */
    JsonNode function(String consumer) {
        return manifest.functions(FunctionRole.EVENTS).stream()
                .filter(function -> function.path("consumer").asText().equals(consumer))
                .findFirst()
                .orElseThrow();
    }

    /** Deploys a function with other variables than it should have; an empty value takes one away. */
    LambdaFunction deploy(JsonNode function, Map<String, String> otherwise) {
        Map<String, String> variables = new TreeMap<>(aws.environment());
        variables.putAll(Manifest.texts(function.path("environment")));
        variables.putAll(otherwise);
        variables.values().removeIf(String::isEmpty);
        return aws.lambda()
                .deploy(FunctionDefinition.of(
                                function.path("name").asText() + (otherwise.isEmpty() ? "" : "-otherwise"),
                                zip,
                                function.path("handler").asText())
                        .withMemoryMiB(function.path("memoryMiB").asInt())
                        .withMaxConcurrency(1)
                        .withEnvironment(variables));
    }

    URI url() {
        return URI.create(url.uri() + "/");
    }

    Credential credential() {
        return clients.functionUrlCredential(InstantSource.system());
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
        return new SentMessages(new DynamoDbReplicas(clients.dynamoDb(), new DynamoDbTables("orders"))).count();
    }

    @Override
    public void close() {
        clients.close();
        aws.close();
    }
}
