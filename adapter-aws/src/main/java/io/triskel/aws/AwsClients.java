package io.triskel.aws;

import io.triskel.notify.Credential;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Creates the SDK's clients on first use, so that a cold start pays only for the services it uses.
 *
 * <p>The clients try each call once. Their callers retry, since they know ordering and deadlines; a retry inside the
 * client would also hide whether an earlier attempt took effect. HTTP goes through the JDK's own client, the smallest
 * and quickest to start.
 */
public final class AwsClients implements AutoCloseable {
    private final AwsSettings settings;
    private final AwsCredentialsProvider credentials;
    private final List<SdkAutoCloseable> made = new ArrayList<>();
    private @Nullable KinesisClient kinesis;
    private @Nullable FirehoseClient firehose;
    private @Nullable DynamoDbClient dynamoDb;

    private AwsClients(AwsSettings settings, AwsCredentialsProvider credentials) {
        this.settings = settings;
        this.credentials = credentials;
    }

    /** {@return clients with the credentials of the SDK's default chain} */
    public static AwsClients of(AwsSettings settings) {
        DefaultCredentialsProvider chain = DefaultCredentialsProvider.builder().build();
        AwsClients clients = of(settings, chain);
        clients.made.add(chain);
        return clients;
    }

    /** {@return clients with other credentials, whose provider the caller closes} */
    public static AwsClients of(AwsSettings settings, AwsCredentialsProvider credentials) {
        return new AwsClients(settings, credentials);
    }

    /** {@return the settings of these clients} */
    AwsSettings settings() {
        return settings;
    }

    /** {@return the longest that a call of these clients takes; the buses declare this limit} */
    public Duration callTimeout() {
        return settings.callTimeout();
    }

    /** {@return the client of Kinesis Data Streams, always the same} */
    public synchronized KinesisClient kinesis() {
        KinesisClient client = kinesis != null ? kinesis : client(KinesisClient.builder(), "kinesis");
        kinesis = client;
        return client;
    }

    /** {@return the client of Firehose, always the same} */
    public synchronized FirehoseClient firehose() {
        FirehoseClient client = firehose != null ? firehose : client(FirehoseClient.builder(), "firehose");
        firehose = client;
        return client;
    }

    /** {@return the client of DynamoDB, always the same} */
    public synchronized DynamoDbClient dynamoDb() {
        DynamoDbClient client = dynamoDb != null ? dynamoDb : client(DynamoDbClient.builder(), "dynamodb");
        dynamoDb = client;
        return client;
    }

    /**
     * {@return a new client of another SDK service, with the same settings, closed with the others} For services whose
     * module is not on every class path, such as {@code client(S3Client.builder(), "s3")}, or for a builder with more
     * settings.
     *
     * @param service its lower-case name, as in {@code AWS_ENDPOINT_URL_...}
     */
    public <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C extends SdkAutoCloseable> C client(
            B builder, String service) {
        return client(builder, service, 1);
    }

    /** As above, with a maximum of attempts per call: more than one if a retry is harmless and no caller retries. */
    synchronized <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C extends SdkAutoCloseable> C client(
            B builder, String service, int tries) {
        settings.endpoint(service).ifPresent(builder::endpointOverride);
        C client = builder.region(Region.of(settings.region()))
                .credentialsProvider(credentials)
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(settings.connectTimeout())
                        .socketTimeout(settings.callTimeout()))
                .overrideConfiguration(builder.overrideConfiguration().toBuilder()
                        .apiCallTimeout(settings.callTimeout())
                        .retryStrategy(retry -> retry.maxAttempts(tries))
                        .build())
                .build();
        made.add(client);
        return client;
    }

    /**
     * {@return a credential that signs calls to function URLs with AuthType AWS_IAM, as the identity of these clients}
     * The identity needs {@code lambda:InvokeFunctionUrl} and {@code lambda:InvokeFunction}. The functions must be in
     * the region of the settings.
     */
    public Credential functionUrlCredential(InstantSource clock) {
        return new AwsSignature(credentials, settings.region(), clock);
    }

    /** Closes the clients made so far. */
    @Override
    public synchronized void close() {
        made.forEach(SdkAutoCloseable::close);
        made.clear();
    }
}
