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
 * The SDK's clients, made when first asked for: a function pays at its cold start only for what it uses.
 *
 * <p>The clients try each call once. Their callers repeat, since they know about order and deadlines; a repetition inside the
 * client would also hide whether an earlier try was carried out. HTTP is spoken by the JDK's own client, the smallest and
 * quickest to start.
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
     * {@return a new client of another service of the SDK, made as the others are and closed with them} For services whose
     * module is not on every class path, {@code client(S3Client.builder(), "s3")}, or for a builder with more settings.
     *
     * @param service its name in {@code AWS_ENDPOINT_URL_...}, in lower case
     */
    public <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C extends SdkAutoCloseable> C client(
            B builder, String service) {
        return client(builder, service, 1);
    }

    /** As above, with the most tries of a call: more than one where a repetition does no harm and no caller repeats. */
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
     * {@return what proves calls of these clients' identity to functions behind a URL with AuthType AWS_IAM} The identity needs
     * {@code lambda:InvokeFunctionUrl} and {@code lambda:InvokeFunction}, and the functions are in the region of the settings.
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
