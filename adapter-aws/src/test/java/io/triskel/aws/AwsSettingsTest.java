package io.triskel.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the environment says, and what it may not say. */
class AwsSettingsTest {
    @Test
    void a_region_is_enough() {
        AwsSettings settings = AwsSettings.from(Map.of("AWS_REGION", "eu-west-1"));

        assertThat(settings)
                .isEqualTo(new AwsSettings(
                        "eu-west-1", Map.of(), Duration.ofSeconds(2), Duration.ofSeconds(10), Optional.empty()));
        assertThat(settings.endpoint("kinesis")).isEmpty();
    }

    @Test
    void an_address_of_one_service_goes_before_that_of_all() {
        AwsSettings settings = AwsSettings.from(Map.of(
                "AWS_DEFAULT_REGION", "eu-west-1",
                "AWS_ENDPOINT_URL", "http://127.0.0.1:1",
                "AWS_ENDPOINT_URL_KINESIS", "http://127.0.0.1:2"));

        assertThat(settings.endpoint("kinesis")).contains(URI.create("http://127.0.0.1:2"));
        assertThat(settings.endpoint("firehose")).contains(URI.create("http://127.0.0.1:1"));
    }

    @Test
    void all_that_is_wrong_is_said_at_once() {
        assertThatThrownBy(() -> AwsSettings.from(Map.of(
                        "AWS_ENDPOINT_URL_FIREHOSE", "ftp://x",
                        "TRISKEL_AWS_CONNECT_TIMEOUT_MS", "soon",
                        "TRISKEL_AWS_CALL_TIMEOUT_MS", "900001",
                        "TRISKEL_AWS_KMS_KEY", "my key")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "AWS_REGION is not set",
                        "AWS_ENDPOINT_URL_FIREHOSE is no http or https address: 'ftp://x'",
                        "TRISKEL_AWS_CONNECT_TIMEOUT_MS is a number of milliseconds from 1 to 60000, not 'soon'",
                        "TRISKEL_AWS_CALL_TIMEOUT_MS is a number of milliseconds from 1 to 900000, not '900001'",
                        "TRISKEL_AWS_KMS_KEY names no KMS key: 'my key'");
    }
}
