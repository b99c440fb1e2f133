package io.triskel.local.aws;

import io.triskel.local.FaultPlan;
import io.triskel.local.Parts;
import io.triskel.local.aws.dynamodb.DynamoDbProcess;
import io.triskel.local.aws.firehose.FirehoseServer;
import io.triskel.local.aws.iam.Identities;
import io.triskel.local.aws.kinesis.KinesisServer;
import io.triskel.local.aws.kms.KmsServer;
import io.triskel.local.aws.lambda.LambdaHost;
import io.triskel.local.aws.states.StatesServer;
import io.triskel.local.aws.wire.AccessKey;
import io.triskel.local.proxy.HttpProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs emulators of Kinesis, Firehose, DynamoDB, Lambda, Step Functions and KMS on this machine, for the real SDKs and
 * the deployment packages. No other machine can reach them, and none of their processes outlives this JVM, however the
 * JVM ends.
 */
public final class LocalAws implements AutoCloseable {
    private final Parts parts = new Parts("the local AWS");
    private final Identities identities;
    private final Path buckets;
    private final KinesisServer kinesis;
    private final FirehoseServer firehose;
    private final DynamoDbProcess dynamoDb;
    private final HttpProxy tables;
    private final boolean proxied;
    private final LambdaHost lambda;
    private final StatesServer states;
    private final KmsServer kms;

    private LocalAws(LocalAwsSettings settings) {
        var clock = settings.kinesis().clock();
        buckets = settings.folder().resolve("buckets");
        identities = settings.enforced() ? Identities.enforced() : Identities.unlimited();
        kinesis =
                parts.start(() -> KinesisServer.start(settings.kinesis(), identities, new FaultPlan(settings.seed())));
        firehose = parts.start(() -> FirehoseServer.start(
                buckets, kinesis::stream, clock, settings.kinesis().quotas(), new FaultPlan(settings.seed())));
        dynamoDb = parts.start(() -> DynamoDbProcess.start(settings.project(), settings.tables()));
        proxied = settings.proxied() || settings.enforced();
        tables = parts.start(() -> dynamoDb.proxy(identities, new FaultPlan(settings.seed())));
        lambda = parts.start(() -> LambdaHost.start(
                settings.folder().resolve("logs"),
                settings.javaHome(),
                clock,
                new FaultPlan(settings.seed()),
                identities));
        states = parts.start(() -> StatesServer.start(clock, identities, new FaultPlan(settings.seed())));
        kms = parts.start(() -> KmsServer.start(identities, new FaultPlan(settings.seed())));
    }

    /**
     * Starts everything; the first start on a machine installs a few npm packages.
     *
     * @throws RuntimeException if a part does not start; parts already started are ended
     */
    public static LocalAws start(LocalAwsSettings settings) {
        return new LocalAws(settings);
    }

    /**
     * The SDK's own environment variables for processes and functions that use this AWS; their code need not know where
     * it runs.
     */
    public Map<String, String> environment() {
        Map<String, String> all = new TreeMap<>(Map.of(
                "AWS_ENDPOINT_URL_KINESIS",
                kinesis.uri().toString(),
                "AWS_ENDPOINT_URL_FIREHOSE",
                firehose.uri().toString(),
                "AWS_ENDPOINT_URL_DYNAMODB",
                (proxied ? tables.uri() : dynamoDb.uri()).toString(),
                "AWS_ENDPOINT_URL_KMS",
                kms.uri().toString(),
                "AWS_ENDPOINT_URL_SFN",
                states.uri().toString(),
                "AWS_ACCESS_KEY_ID",
                accessKey().id(),
                "AWS_SECRET_ACCESS_KEY",
                accessKey().secret(),
                "AWS_REGION",
                "us-east-1"));
        all.put("AWS_ENDPOINT_URL_LAMBDA", lambda.uri().toString());
        return all;
    }

    /**
     * The owner's credential, new in each run. Functions that require a signature check it; the owner may call
     * everything.
     */
    public AccessKey accessKey() {
        return identities.owner();
    }

    /** The callers and their permissions: a function is a separate role if its environment has that role's key. */
    public Identities identities() {
        return identities;
    }

    public KinesisServer kinesis() {
        return kinesis;
    }

    public FirehoseServer firehose() {
        return firehose;
    }

    public DynamoDbProcess dynamoDb() {
        return dynamoDb;
    }

    /**
     * The proxy in front of DynamoDB, which counts requests and injects faults; used with {@link
     * LocalAwsSettings#withProxiedTables} and {@link LocalAwsSettings#withPermissions}.
     */
    public HttpProxy tables() {
        return tables;
    }

    public LambdaHost lambda() {
        return lambda;
    }

    /** Step Functions; its state machines invoke functions of {@link #lambda}. */
    public StatesServer states() {
        return states;
    }

    /** KMS, without keys at first. */
    public KmsServer kms() {
        return kms;
    }

    /** {@return the folder that replaces an S3 bucket, which is made unless it is there} */
    public Path bucket(String name) {
        try {
            return Files.createDirectories(buckets.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make bucket " + name, e);
        }
    }

    /** Ends all parts in reverse order of their start; kills functions, writes buffered archives. */
    @Override
    public void close() {
        parts.close();
    }
}
