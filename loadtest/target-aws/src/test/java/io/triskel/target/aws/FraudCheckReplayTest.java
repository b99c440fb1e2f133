package io.triskel.target.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.triskel.aws.AwsClients;
import io.triskel.aws.AwsSettings;
import io.triskel.aws.dynamodb.DynamoDbTables;
import io.triskel.aws.hosting.AwsManifest;
import io.triskel.aws.hosting.AwsOperations;
import io.triskel.aws.hosting.AwsParts;
import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.hosting.Heartbeat;
import io.triskel.hosting.function.FunctionRole;
import io.triskel.hosting.manifest.Manifest;
import io.triskel.hosting.operation.OperatorTalk;
import io.triskel.local.Await;
import io.triskel.local.NodeTools;
import io.triskel.local.aws.LocalAws;
import io.triskel.local.aws.LocalAwsSettings;
import io.triskel.local.aws.iam.Permission;
import io.triskel.local.aws.kinesis.KinesisStream;
import io.triskel.local.aws.lambda.MappingSettings;
import io.triskel.local.aws.wire.AccessKey;
import io.triskel.orders.OrderApplication;
import io.triskel.orders.aws.OrderManifestByLanguage;
import io.triskel.orders.deployed.LanguagePackages;
import io.triskel.orders.pipeline.Languages;
import io.triskel.orders.pipeline.Style;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;

/** {@code ./triskel ops aws} on the fraud check, which Python alone has: its function is the only process with its handlers. */
@Tag("local-clouds")
class FraudCheckReplayTest {
    private static final String CHECK = "fraud-check";

    /** Any key: here that of a heartbeat, which the check handles as any event. */
    private final EventCodec codec = EventCodec.of(
            TypeRegistry.builder().add(Heartbeat.TYPE, Heartbeat.class).build());

    @Test
    void an_operator_without_a_right_on_data_lets_the_function_in_python_replay_what_it_has_parked(
            @TempDir Path folder) {
        Manifest<AwsParts> manifest = AwsManifest.read(
                        OrderManifestByLanguage.of(Style.ORCHESTRATION, Languages.of("fraud=python"))
                                .json())
                .onLaptop()
                .with("region", "us-east-1")
                .with("givenUpBucket", "given-up")
                .with("archiveBucket", "archive")
                .with("lookupBase", "http://127.0.0.1/");
        LocalAwsSettings settings = LocalAwsSettings.in(NodeTools.projectRoot(), folder)
                .withTables(manifest.each(AwsParts::tables).stream()
                        .map(AwsParts.Table::request)
                        .toList())
                .withPermissions();
        try (LocalAws aws = LocalAws.start(settings)) {
            KinesisStream stream = aws.kinesis().createStream(Deployment.STREAM, 1);
            stream.encryptWith(DeployedFunctions.STREAM_KEY);
            DeployedFunctions functions = new DeployedFunctions(
                    aws, Path.of("none.zip"), LanguagePackages.of(NodeTools.projectRoot(), folder));
            var unused = aws.lambda()
                    .map(stream, functions.deploy(function(manifest, CHECK), 1), MappingSettings.defaults());
            Map<String, String> environment = operator(aws, manifest);
            OperatorTalk owner = talk(environment, aws.accessKey());
            OperatorTalk operator = talk(
                    environment,
                    aws.identities()
                            .role(
                                    "operator",
                                    List.of(
                                            new Permission(
                                                    "dynamodb:BatchGetItem",
                                                    "table/" + new DynamoDbTables(Deployment.TABLES).parking()),
                                            new Permission(
                                                    "dynamodb:Query",
                                                    "table/" + new DynamoDbTables(Deployment.TABLES).parking()
                                                            + "/index/lanes"),
                                            new Permission("lambda:InvokeFunction", "function:orders-*"))));
            var heartbeat = Heartbeat.at(Instant.parse("2026-12-01T04:07:09.500Z"), "/orders");
            String lane = heartbeat.key().orElseThrow().value();
            put(aws, lane, "no event at all".getBytes(StandardCharsets.UTF_8));
            put(aws, lane, codec.encode(heartbeat));
            Await.until(
                    "both records to be parked in one lane", () -> events(owner).size() == 2);

            JsonNode discarded = owner.answer("{\"op\":\"discard\",\"consumer\":\"fraud-check\",\"id\":\""
                    + events(owner).get(0).path("id").asText() + "\",\"reason\":\"no event\"}");
            JsonNode replayed = operator.answer("{\"op\":\"replay\",\"consumer\":\"fraud-check\"}");

            assertThat(discarded.path("event").asText())
                    .as(discarded.toString())
                    .isEqualTo("summary");
            assertThat(replayed.path("consumers").path(CHECK).path("handled").asInt())
                    .as(replayed.toString())
                    .isEqualTo(1);
            assertThat(events(owner)).isEmpty();
            assertThat(owner.answer("{\"op\":\"lag\"}").path("heartbeatAges").has(CHECK))
                    .isTrue();
            assertThat(aws.identities().refused()).isEmpty();
        }
    }

    private static AwsParts.Lambda function(Manifest<AwsParts> manifest, String consumer) {
        return manifest.each(parts -> parts.functions(FunctionRole.EVENTS)).stream()
                .filter(function -> function.consumer().filter(consumer::equals).isPresent())
                .findFirst()
                .orElseThrow();
    }

    /** The environment of the clock's function, which names the consumers in other languages, and what deploy.sh adds. */
    private static Map<String, String> operator(LocalAws aws, Manifest<AwsParts> manifest) {
        Map<String, String> environment = new TreeMap<>(aws.environment());
        environment.putAll(manifest.each(parts -> parts.functions(FunctionRole.CLOCK))
                .get(0)
                .environment()
                .variables());
        environment.put("TRISKEL_APP_FUNCTIONS", AwsUp.functions(Deployment.STREAM));
        environment.remove("TRISKEL_AWS_KMS_KEY");
        return environment;
    }

    private static OperatorTalk talk(Map<String, String> environment, AccessKey key) {
        Map<String, String> own = new TreeMap<>(environment);
        own.putAll(key.environment());
        return new OperatorTalk(
                AwsOperations.site(new OrderApplication(), own, settings -> AwsClients.of(settings, credentials(key))));
    }

    private static StaticCredentialsProvider credentials(AccessKey key) {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(key.id(), key.secret()));
    }

    private static List<JsonNode> events(OperatorTalk operator) {
        return operator
                .answer("{\"op\":\"parked\",\"consumer\":\"fraud-check\"}")
                .path("lanes")
                .findValues("events")
                .stream()
                .flatMap(events -> events.valueStream())
                .toList();
    }

    private static void put(LocalAws aws, String key, byte[] data) {
        try (AwsClients clients = AwsClients.of(AwsSettings.from(aws.environment()), credentials(aws.accessKey()))) {
            var unused = clients.kinesis()
                    .putRecord(put ->
                            put.streamName(Deployment.STREAM).partitionKey(key).data(SdkBytes.fromByteArray(data)));
        }
    }
}
