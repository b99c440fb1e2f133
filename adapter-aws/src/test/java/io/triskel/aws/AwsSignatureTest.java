package io.triskel.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.event.Deadline;
import io.triskel.event.PortException;
import io.triskel.notify.Credential;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

/** What is added to a request; that a function URL accepts it is proved where functions are deployed. */
class AwsSignatureTest {
    private static final InstantSource NOW = InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z"));
    private static final URI ORDERS = URI.create("https://abc.lambda-url.eu-west-1.on.aws/orders/42");
    private static final byte[] NO_BODY = {};
    private static final AwsBasicCredentials KEY = AwsBasicCredentials.create("AKIA", "secret");

    @Test
    void a_signature_covers_host_time_and_the_headers_of_the_request_and_is_scoped_to_lambda() {
        Map<String, String> added = credential(StaticCredentialsProvider.create(KEY))
                .headers("GET", ORDERS, Map.of("If-None-Match", "\"7\""), NO_BODY, soon());

        assertThat(added).containsEntry("X-Amz-Date", "20260102T030405Z").doesNotContainKeys("Host", "If-None-Match");
        assertThat(added.get("Authorization"))
                .startsWith(
                        "AWS4-HMAC-SHA256 Credential=AKIA/20260102/eu-west-1/lambda/aws4_request, SignedHeaders=host;")
                .contains("if-none-match", "x-amz-date")
                .doesNotContain("secret");
    }

    @Test
    void another_body_has_another_signature() {
        Credential credential = credential(StaticCredentialsProvider.create(KEY));

        Map<String, String> without = credential.headers("POST", ORDERS, Map.of(), NO_BODY, soon());
        Map<String, String> with =
                credential.headers("POST", ORDERS, Map.of(), "{}".getBytes(StandardCharsets.UTF_8), soon());

        assertThat(with.get("Authorization")).isNotEqualTo(without.get("Authorization"));
    }

    @Test
    void the_token_of_a_role_goes_with_the_signature() {
        Map<String, String> added = credential(
                        StaticCredentialsProvider.create(AwsSessionCredentials.create("ASIA", "secret", "of-the-role")))
                .headers("GET", ORDERS, Map.of(), NO_BODY, soon());

        assertThat(added).containsEntry("X-Amz-Security-Token", "of-the-role");
    }

    @Test
    void no_credentials_are_the_ports_failure() {
        AwsCredentialsProvider none = () -> {
            throw SdkClientException.create("Unable to load credentials");
        };

        assertThatThrownBy(() -> credential(none).headers("GET", ORDERS, Map.of(), NO_BODY, soon()))
                .isInstanceOf(PortException.class)
                .hasMessageContaining("Unable to load credentials");
    }

    private static Credential credential(AwsCredentialsProvider credentials) {
        return AwsClients.of(AwsSettings.from(Map.of("AWS_REGION", "eu-west-1")), credentials)
                .functionUrlCredential(NOW);
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(5), NOW);
    }
}
