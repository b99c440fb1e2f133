package io.triskel.aws;

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

/**
 * The SDK's clients, made when first asked for: a function pays at its cold start only for what it uses.
 *
 * <p>They try once. Who repeats is above them and knows about order and deadlines; a repetition inside the client would
 * also hide whether an earlier try was carried out. Made on the JDK's own HTTP client, the smallest and quickest to start.
 */
public final class AwsClients implements AutoCloseable {
    private final AwsSettings settings;
    private final AwsCredentialsProvider credentials;
    private @Nullable KinesisClient kinesis;
    private @Nullable FirehoseClient firehose;
    private @Nullable DynamoDbClient dynamoDb;

    private AwsClients(AwsSettings settings, AwsCredentialsProvider credentials) {
        this.settings = settings;
        this.credentials = credentials;
    }

    /** {@return clients with the credentials of the SDK's default chain} */
    public static AwsClients of(AwsSettings settings) {
        return of(settings, DefaultCredentialsProvider.builder().build());
    }

    /** {@return clients with other credentials} */
    public static AwsClients of(AwsSettings settings, AwsCredentialsProvider credentials) {
        return new AwsClients(settings, credentials);
    }

    /** {@return the client of Kinesis Data Streams, always the same} */
    public synchronized KinesisClient kinesis() {
        KinesisClient client = kinesis != null
                ? kinesis
                : configured(KinesisClient.builder(), "kinesis").build();
        kinesis = client;
        return client;
    }

    /** {@return the client of Firehose, always the same} */
    public synchronized FirehoseClient firehose() {
        FirehoseClient client = firehose != null
                ? firehose
                : configured(FirehoseClient.builder(), "firehose").build();
        firehose = client;
        return client;
    }

    /** {@return the client of DynamoDB, always the same} */
    public synchronized DynamoDbClient dynamoDb() {
        DynamoDbClient client = dynamoDb != null
                ? dynamoDb
                : configured(DynamoDbClient.builder(), "dynamodb").build();
        dynamoDb = client;
        return client;
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B configured(B builder, String service) {
        settings.endpoint(service).ifPresent(builder::endpointOverride);
        return builder.region(Region.of(settings.region()))
                .credentialsProvider(credentials)
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(settings.connectTimeout())
                        .socketTimeout(settings.callTimeout()))
                .overrideConfiguration(override ->
                        override.apiCallTimeout(settings.callTimeout()).retryStrategy(retry -> retry.maxAttempts(1)));
    }

    /** Closes those that were made. */
    @Override
    public synchronized void close() {
        if (kinesis != null) {
            kinesis.close();
        }
        if (firehose != null) {
            firehose.close();
        }
        if (dynamoDb != null) {
            dynamoDb.close();
        }
    }
}
