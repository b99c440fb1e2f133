package io.triskel.local.aws;

import io.triskel.local.FaultPlan;
import io.triskel.local.aws.dynamodb.DynamoDbProcess;
import io.triskel.local.aws.firehose.FirehoseServer;
import io.triskel.local.aws.kinesis.KinesisServer;
import io.triskel.local.aws.lambda.LambdaHost;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Kinesis, Firehose, DynamoDB and Lambda on this machine, for the real SDKs and the real packages. Nothing of it is reached from
 * elsewhere, and nothing of it outlives this JVM, however that ends.
 */
public final class LocalAws implements AutoCloseable {
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final KinesisServer kinesis;
    private final FirehoseServer firehose;
    private final DynamoDbProcess dynamoDb;
    private final LambdaHost lambda;

    private LocalAws(LocalAwsSettings settings) {
        try {
            var clock = settings.kinesis().clock();
            kinesis = add(() -> KinesisServer.start(settings.kinesis(), new FaultPlan(settings.seed())));
            firehose = add(() -> FirehoseServer.start(
                    settings.folder().resolve("buckets"),
                    kinesis::stream,
                    clock,
                    settings.kinesis().quotas(),
                    new FaultPlan(settings.seed())));
            dynamoDb = add(() -> DynamoDbProcess.start(settings.project(), settings.tables()));
            lambda = add(() -> LambdaHost.start(
                    settings.folder().resolve("logs"), settings.javaHome(), clock, new FaultPlan(settings.seed())));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Starts everything; the first time on a machine this installs a few packages of npm.
     *
     * @throws RuntimeException if anything does not start; whatever had started is ended again
     */
    public static LocalAws start(LocalAwsSettings settings) {
        return new LocalAws(settings);
    }

    /**
     * What a process needs to use this AWS: the SDK's own variables, so that no code knows where it runs. Also what functions are
     * given that use it.
     */
    public Map<String, String> environment() {
        return new TreeMap<>(Map.of(
                "AWS_ENDPOINT_URL_KINESIS",
                kinesis.uri().toString(),
                "AWS_ENDPOINT_URL_FIREHOSE",
                firehose.uri().toString(),
                "AWS_ENDPOINT_URL_DYNAMODB",
                dynamoDb.uri().toString(),
                "AWS_ACCESS_KEY_ID",
                "local",
                "AWS_SECRET_ACCESS_KEY",
                "local",
                "AWS_REGION",
                "us-east-1"));
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

    public LambdaHost lambda() {
        return lambda;
    }

    /** Ends everything, what was started last first; functions are killed, buffered archives are written. */
    @Override
    public void close() {
        RuntimeException problem = null;
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                problem = new IllegalStateException("A part of the local AWS did not end well", e);
            }
        }
        if (problem != null) {
            throw problem;
        }
    }

    private <T extends AutoCloseable> T add(Supplier<T> starter) {
        T part = starter.get();
        started.push(part);
        return part;
    }
}
