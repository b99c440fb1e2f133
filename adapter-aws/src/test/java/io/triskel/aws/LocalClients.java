package io.triskel.aws;

import io.triskel.local.aws.kinesis.KinesisServer;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** The adapter's own clients, told by an environment that they are on this machine. */
public final class LocalClients {
    /** Of every call: what listens may be slow on a busy machine. */
    public static final Duration PATIENCE = Duration.ofMinutes(1);

    private LocalClients() {}

    public static AwsClients of(KinesisServer server) {
        return of("KINESIS", server.uri());
    }

    public static AwsClients of(String service, URI uri) {
        return AwsClients.of(
                AwsSettings.from(Map.of(
                        "AWS_REGION",
                        "us-east-1",
                        "AWS_ENDPOINT_URL_" + service,
                        uri.toString(),
                        "TRISKEL_AWS_CALL_TIMEOUT_MS",
                        String.valueOf(PATIENCE.toMillis()))),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")));
    }
}
