package io.triskel.orders.aws;

import io.triskel.aws.AwsClients;
import io.triskel.aws.AwsSettings;
import io.triskel.aws.dynamodb.DynamoDbReplicas;
import io.triskel.aws.dynamodb.DynamoDbTables;
import io.triskel.aws.hosting.AwsManifest;
import io.triskel.aws.hosting.AwsOperations;
import io.triskel.aws.hosting.AwsParts;
import io.triskel.aws.hosting.AwsPorts;
import io.triskel.aws.hosting.FunctionSettings;
import io.triskel.event.Deadline;
import io.triskel.hosting.Host;
import io.triskel.hosting.function.EnvironmentReader;
import io.triskel.hosting.function.FunctionRole;
import io.triskel.hosting.manifest.Manifest;
import io.triskel.hosting.operation.ConsumerFunctions;
import io.triskel.hosting.operation.GivenUp;
import io.triskel.hosting.operation.Operations;
import io.triskel.hosting.operation.OperatorTalk;
import io.triskel.local.NodeTools;
import io.triskel.local.aws.LocalAws;
import io.triskel.local.aws.LocalAwsSettings;
import io.triskel.local.aws.iam.Permission;
import io.triskel.local.aws.kinesis.KinesisRecord;
import io.triskel.local.aws.kinesis.KinesisStream;
import io.triskel.local.aws.lambda.FunctionDefinition;
import io.triskel.local.aws.lambda.FunctionUrl;
import io.triskel.local.aws.lambda.InvocationResult;
import io.triskel.local.aws.lambda.LambdaFunction;
import io.triskel.local.aws.lambda.MappingSettings;
import io.triskel.local.aws.lambda.ScheduleRule;
import io.triskel.local.aws.wire.AccessKey;
import io.triskel.notify.Credential;
import io.triskel.observe.Observer;
import io.triskel.orders.OrderApplication;
import io.triskel.orders.notification.SentMessages;
import io.triskel.transfer.Replicas;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;

/**
 * The package that the build made, deployed to a local AWS as its manifest says; each function is a role that is refused what the manifest
 * does not allow.
 */
final class LocalOrders implements AutoCloseable {
    /** The name of the role without permissions. */
    static final String POWERLESS = "powerless";

    /** The end of the names of functions, and of their roles, that are not deployed as the manifest says. */
    static final String OTHERWISE = "-otherwise";

    /** What no consumer can decode. */
    static final SdkBytes UNDECODABLE = SdkBytes.fromUtf8String("no event at all");

    private final Path zip = Path.of(System.getProperty("triskel.zip"));
    private final Manifest<AwsParts> manifest;
    private final LocalAws aws;
    private final AwsClients clients;
    private final KinesisStream stream;
    private final FunctionUrl url;
    private final LambdaFunction ticking;
    private final ScheduleRule clock;
    private final int atOnce;

    LocalOrders(Path folder) {
        this(folder, consumer -> false, 1);
    }

    /**
     * The same without a mapping for the consumers that are disabled.
     *
     * @param atOnce invocations of a function at a time, each in a JVM of its own
     */
    LocalOrders(Path folder, Predicate<String> disabled, int atOnce) {
        this.atOnce = atOnce;
        Manifest<AwsParts> here = AwsManifest.of(new OrderApplication(), "orchestration")
                .onLaptop()
                .with("region", "us-east-1")
                .with("givenUpBucket", "given-up")
                .with("archiveBucket", "archive")
                .with("kmsKey", key("personalKey"));
        aws = LocalAws.start(LocalAwsSettings.in(NodeTools.projectRoot(), folder)
                .withTables(here.each(AwsParts::tables).stream()
                        .map(AwsParts.Table::request)
                        .toList())
                .withPermissions());
        clients = AwsClients.of(
                AwsSettings.from(aws.environment()),
                StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        aws.accessKey().id(), aws.accessKey().secret())));
        var unused = aws.kms().createKey(key("personalKey"));
        stream = aws.kinesis().createStream(here.part(AwsParts::stream).name(), 1);
        stream.encryptWith(key("streamKey"));
        url = aws.lambda().url(deploy(functions(here, FunctionRole.HTTP).get(0), Map.of()));
        manifest = here.with("lookupBase", url.uri() + "/");
        ticking = deploy(functions(manifest, FunctionRole.CLOCK).get(0), Map.of());
        clock = aws.lambda().schedule("clock", ticking);
        functions(manifest, FunctionRole.EVENTS).stream()
                .filter(function -> function.consumer().filter(disabled).isEmpty())
                .forEach(function -> aws.lambda().map(stream, deploy(function, Map.of()), MappingSettings.defaults()));
    }

    private static List<AwsParts.Lambda> functions(Manifest<AwsParts> manifest, FunctionRole role) {
        return manifest.each(parts -> parts.functions(role));
    }

    /** {@return what the manifest says of the function of a consumer} */
    AwsParts.Lambda function(String consumer) {
        return functions(manifest, FunctionRole.EVENTS).stream()
                .filter(function -> function.consumer().equals(Optional.of(consumer)))
                .findFirst()
                .orElseThrow();
    }

    /** Deploys a function with other variables than it should have; an empty value takes one away. */
    LambdaFunction deploy(AwsParts.Lambda function, Map<String, String> otherwise) {
        String name = function.name() + (otherwise.isEmpty() ? "" : OTHERWISE);
        return deploy(name, function, otherwise, aws.identities().role(name, allowed(function)));
    }

    /** {@return what a key of KMS is called here that the manifest names so} */
    private static String key(String resource) {
        return "key/" + resource;
    }

    private static List<Permission> allowed(AwsParts.Lambda function) {
        return Stream.concat(
                        function.permissions().stream()
                                .map(permission -> Permission.each(permission.actions(), permission.resource())),
                        function.keyPermissions().stream()
                                .map(permission -> Permission.each(permission.actions(), key(permission.resource()))))
                .flatMap(List::stream)
                .toList();
    }

    /** Deploys a function that is a role of its own without any permission. */
    LambdaFunction deployPowerless(AwsParts.Lambda function) {
        return deploy(POWERLESS, function, Map.of(), aws.identities().role(POWERLESS, List.of()));
    }

    private LambdaFunction deploy(
            String name, AwsParts.Lambda function, Map<String, String> otherwise, AccessKey role) {
        LambdaFunction deployed = aws.lambda().deploy(definition(name, function, otherwise, role));
        aws.lambda().alias("live", deployed);
        return deployed;
    }

    /**
     * Deploys the function of a disabled consumer in a release that does not start, and lets its mapping give all records up.
     *
     * @param bucket the folder of what is given up
     * @return publishes a release that starts
     */
    Runnable deployBroken(AwsParts.Lambda function, Path bucket) {
        AccessKey role = aws.identities().role(function.name(), allowed(function));
        LambdaFunction deployed = deploy(function.name(), function, Map.of(EnvironmentReader.STYLE, "jazz"), role);
        var unused = aws.lambda()
                .map(
                        stream,
                        deployed,
                        MappingSettings.defaults().withMaxRetries(0).withOnFailure(bucket));
        return () -> aws.lambda().update(deployed, definition(function.name(), function, Map.of(), role));
    }

    private FunctionDefinition definition(
            String name, AwsParts.Lambda function, Map<String, String> otherwise, AccessKey role) {
        Map<String, String> variables = new TreeMap<>(aws.environment());
        variables.putAll(role.environment());
        variables.putAll(function.environment().variables());
        variables.putAll(otherwise);
        variables.values().removeIf(String::isEmpty);
        return FunctionDefinition.of(name, zip, function.handler())
                .withMemoryMiB(function.memoryMiB().value())
                .withMaxConcurrency(atOnce)
                .withEnvironment(variables);
    }

    /** {@return what the manifest says of the function behind HTTP} */
    AwsParts.Lambda http() {
        return functions(manifest, FunctionRole.HTTP).get(0);
    }

    /** {@return what the manifest says of the clock's function} */
    AwsParts.Lambda clock() {
        return functions(manifest, FunctionRole.CLOCK).get(0);
    }

    LocalAws aws() {
        return aws;
    }

    /** {@return an operator's work, done here with the owner's rights} */
    Operations operations() {
        return operations(clients);
    }

    private Operations operations(AwsClients clients) {
        Host host = AwsPorts.of(settings(), clients, InstantSource.system(), Observer.none(), Runnable::run);
        return new Operations(new OrderApplication().on(host).application());
    }

    private FunctionSettings settings() {
        return FunctionSettings.from(new OrderApplication(), variables(), FunctionRole.CLOCK);
    }

    /** {@return the environment of the clock's function} */
    private Map<String, String> variables() {
        return Stream.of(
                        aws.environment(),
                        functions(manifest, FunctionRole.CLOCK)
                                .get(0)
                                .environment()
                                .variables())
                .flatMap(variables -> variables.entrySet().stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    URI url() {
        return URI.create(url.uri() + "/");
    }

    /** {@return the address, open to anybody, of one more function behind HTTP with other variables than it should have} */
    URI openUrl(Map<String, String> otherwise) {
        return URI.create(aws.lambda().publicUrl(deploy(http(), otherwise)).uri() + "/");
    }

    Credential credential() {
        return clients.functionUrlCredential(InstantSource.system());
    }

    String tick(Instant now) {
        return text(clock.fire(now).join());
    }

    private static String text(InvocationResult result) {
        return result.fold(
                InvocationResult.Succeeded::text,
                failed -> failed.errorType() + ": " + failed.message(),
                throttled -> "throttled");
    }

    /** An operator who may list what is parked and invoke the consumers' functions, and nothing else. */
    final class ParkingOperator implements AutoCloseable {
        private final Map<String, String> environment = new TreeMap<>(variables());
        private final StaticCredentialsProvider credentials;
        private final AwsClients own;
        private final Operations operations;

        ParkingOperator() {
            String parking = "table/" + new DynamoDbTables("orders").parking();
            AccessKey key = aws.identities()
                    .role(
                            "operator",
                            List.of(
                                    new Permission("dynamodb:BatchGetItem", parking),
                                    new Permission("dynamodb:Query", parking + "/index/lanes"),
                                    new Permission("lambda:InvokeFunction", "function:orders-*")));
            environment.putAll(key.environment());
            environment.put("TRISKEL_APP_FUNCTIONS", "orders-{consumer}:live");
            credentials = StaticCredentialsProvider.create(AwsBasicCredentials.create(key.id(), key.secret()));
            own = AwsClients.of(AwsSettings.from(environment), credentials);
            operations = operations(own);
        }

        Map<String, Operations.Replayed> replay(Predicate<String> consumers, Duration time) {
            return operations.replay(functions(), consumers, 1000, Deadline.in(time, InstantSource.system()));
        }

        GivenUp givenUp(Path bucket) {
            environment.put("TRISKEL_APP_GIVEN_UP", bucket.toUri().toString());
            return site().givenUp().get();
        }

        ConsumerFunctions functions() {
            return site().functions().get();
        }

        private OperatorTalk.Site site() {
            return AwsOperations.site(
                    new OrderApplication(), environment, settings -> AwsClients.of(settings, credentials));
        }

        @Override
        public void close() {
            own.close();
        }
    }

    /** Lets the clock replay all that is parked. {@return its answer} */
    String replayParked() {
        return text(ticking.invoke("{\"detail\":{\"replay\":\"all\"}}".getBytes(StandardCharsets.UTF_8))
                .join());
    }

    /** Puts a record that nobody can decode, so that each consumer parks it under this key. */
    void putUndecodable(String key) {
        var unused = clients.kinesis()
                .putRecord(
                        put -> put.streamName(stream.name()).partitionKey(key).data(UNDECODABLE));
    }

    /** {@return the keys of all records so far} */
    Set<String> keys() {
        return stream.shards().stream()
                .flatMap(shard -> shard.read(0, 10_000, 10 << 20).records().stream())
                .map(KinesisRecord::partitionKey)
                .collect(Collectors.toSet());
    }

    long messages() {
        return new SentMessages(replicas()).count();
    }

    Replicas replicas() {
        return new DynamoDbReplicas(clients.dynamoDb(), new DynamoDbTables("orders"));
    }

    @Override
    public void close() {
        clients.close();
        aws.close();
    }
}
