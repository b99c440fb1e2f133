package io.triskel.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.local.Await;
import io.triskel.local.BreakingProxy;
import io.triskel.local.FaultPlan;
import io.triskel.local.aws.kinesis.KinesisServer;
import io.triskel.local.aws.kinesis.KinesisSettings;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

/** What becomes of the clients' connections: all of them use the same HTTP client. */
class ConnectionsTest {
    private final KinesisServer server = KinesisServer.start(KinesisSettings.defaults(), new FaultPlan(1));
    private final BreakingProxy proxy = BreakingProxy.before(server.uri().getAuthority());

    ConnectionsTest() {
        server.createStream("events", 1);
    }

    @AfterEach
    void close() {
        proxy.close();
        server.close();
    }

    @Test
    void calls_share_a_connection() {
        try (AwsClients clients = clients(LocalClients.PATIENCE)) {
            call(clients);
            call(clients);

            assertThat(proxy.connections()).isEqualTo(1);
        }
    }

    @Test
    void a_connection_that_the_server_has_closed_is_not_used_again() {
        try (AwsClients clients = clients(LocalClients.PATIENCE)) {
            call(clients);
            proxy.closeConnections();
            assertThat(proxy.connections()).isZero();

            call(clients);
            assertThat(proxy.connections()).isEqualTo(1);
        }
    }

    /** So that none grows so old that a firewall forgets it: the JDK closes it after five seconds. */
    @Test
    @Tag("slow")
    void an_idle_connection_is_closed_within_seconds_and_the_next_call_opens_another() {
        try (AwsClients clients = clients(LocalClients.PATIENCE)) {
            call(clients);
            Await.until("the idle connection is closed", () -> proxy.connections() == 0);

            call(clients);
            assertThat(proxy.connections()).isEqualTo(1);
        }
    }

    @Test
    @Tag("slow")
    @Timeout(value = 4, unit = TimeUnit.MINUTES)
    void a_connection_that_dies_without_a_reset_costs_one_call_its_timeout_and_no_other() {
        try (AwsClients clients = clients(Duration.ofSeconds(5))) {
            call(clients);
            proxy.swallowConnections();

            assertThatThrownBy(() -> call(clients)).isInstanceOf(SdkClientException.class);
            call(clients);
        }
    }

    private AwsClients clients(Duration callTimeout) {
        return AwsClients.of(
                AwsSettings.from(Map.of(
                        "AWS_REGION",
                        "us-east-1",
                        "AWS_ENDPOINT_URL_KINESIS",
                        "http://" + proxy.authority(),
                        "TRISKEL_AWS_CALL_TIMEOUT_MS",
                        String.valueOf(callTimeout.toMillis()))),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")));
    }

    private static void call(AwsClients clients) {
        PutRecordsRequestEntry event = PutRecordsRequestEntry.builder()
                .partitionKey("a")
                .data(SdkBytes.fromUtf8String("an event"))
                .build();
        clients.kinesis().putRecords(request -> request.streamName("events").records(event));
    }
}
