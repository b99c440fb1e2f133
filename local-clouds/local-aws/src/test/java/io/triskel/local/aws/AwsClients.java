package io.triskel.local.aws;

import io.triskel.local.aws.wire.AccessKey;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.KinesisClientBuilder;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** The real AWS SDK, pointed at a local server. */
public final class AwsClients {
    /** Never closed: closing it waits for two seconds of quiet. */
    private static final SdkEventLoopGroup LOOPS = SdkEventLoopGroup.builder().build();

    private AwsClients() {}

    /** On {@code url-connection-client}; a single attempt, so that tests see each answer. */
    public static KinesisClient kinesis(URI endpoint) {
        return kinesisBuilder(endpoint).build();
    }

    private static KinesisClientBuilder kinesisBuilder(URI endpoint) {
        return local(KinesisClient.builder().httpClient(UrlConnectionHttpClient.create()), endpoint)
                .overrideConfiguration(override -> override.retryStrategy(retry -> retry.maxAttempts(1)));
    }

    /** As another caller. */
    public static KinesisClient kinesis(URI endpoint, AccessKey key) {
        return kinesisBuilder(endpoint).credentialsProvider(credentials(key)).build();
    }

    /** On Netty, with the SDK's own retries. */
    public static KinesisAsyncClient asyncKinesis(URI endpoint) {
        return local(
                        KinesisAsyncClient.builder()
                                .httpClientBuilder(NettyNioAsyncHttpClient.builder()
                                        .eventLoopGroup(LOOPS)
                                        .protocol(Protocol.HTTP1_1)
                                        .maxConcurrency(32)),
                        endpoint)
                .build();
    }

    public static FirehoseClient firehose(URI endpoint) {
        return local(FirehoseClient.builder().httpClient(UrlConnectionHttpClient.create()), endpoint)
                .overrideConfiguration(override -> override.retryStrategy(retry -> retry.maxAttempts(1)))
                .build();
    }

    /** With a single attempt, as this caller. */
    public static LambdaClient lambda(URI endpoint, AccessKey key) {
        return local(LambdaClient.builder().httpClient(UrlConnectionHttpClient.create()), endpoint)
                .credentialsProvider(credentials(key))
                .overrideConfiguration(override -> override.retryStrategy(retry -> retry.maxAttempts(1)))
                .build();
    }

    /** With a single attempt. */
    public static DynamoDbClient dynamoDbOnce(URI endpoint) {
        return dynamoDbBuilder(endpoint).build();
    }

    /** With a single attempt, as another caller. */
    public static DynamoDbClient dynamoDbOnce(URI endpoint, AccessKey key) {
        return dynamoDbBuilder(endpoint).credentialsProvider(credentials(key)).build();
    }

    private static DynamoDbClientBuilder dynamoDbBuilder(URI endpoint) {
        return local(DynamoDbClient.builder().httpClient(UrlConnectionHttpClient.create()), endpoint)
                .overrideConfiguration(override -> override.retryStrategy(retry -> retry.maxAttempts(1)));
    }

    private static StaticCredentialsProvider credentials(AccessKey key) {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(key.id(), key.secret()));
    }

    /** With the SDK's own retries. */
    public static DynamoDbClient dynamoDb(URI endpoint) {
        return local(DynamoDbClient.builder().httpClient(UrlConnectionHttpClient.create()), endpoint)
                .build();
    }

    private static <B extends AwsClientBuilder<B, C>, C> B local(B builder, URI endpoint) {
        return builder.endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")));
    }
}
