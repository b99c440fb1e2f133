package io.triskel.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.codec.TypeRegistry;
import io.triskel.platform.HostedConsumer;
import io.triskel.platform.Platform;
import io.triskel.spi.Hosting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;

/** A long-running process finds the adapter. The example of Spring Boot shows that its consumers are fed. */
class AwsHostingTest {
    private final Hosting.Provider provider =
            ServiceLoader.load(Hosting.Provider.class).findFirst().orElseThrow();
    private final Platform.Settings settings = Platform.Settings.of(
            "/orders", TypeRegistry.builder().add("orders.paid", 1, Paid.class).build());

    record Paid(String order) {}

    @BeforeEach
    void credentials() {
        System.setProperty("aws.accessKeyId", "local");
        System.setProperty("aws.secretAccessKey", "local");
    }

    @AfterEach
    void noCredentials() {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    @Test
    void it_has_the_name_of_its_module() {
        assertThat(provider.name()).isEqualTo("aws");
    }

    @Test
    void it_names_the_variables_that_are_missing() {
        assertThatThrownBy(() -> provider.open(Map.of(), settings))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("TRISKEL_AWS_STREAM")
                .hasMessageContaining("TRISKEL_AWS_TABLES");
    }

    @Test
    void services_that_cannot_be_reached_fail_the_run_and_not_the_opening() {
        Hosting hosting = provider.open(
                Map.of(
                        "AWS_REGION",
                        "us-east-1",
                        "AWS_ENDPOINT_URL",
                        "http://localhost:1",
                        AwsPlatform.STREAM,
                        "orders",
                        AwsPlatform.TABLES,
                        "orders"),
                settings);

        try (Platform platform = hosting.platform()) {
            HostedConsumer shipping = platform.consumer("shipping")
                    .on(Paid.class, (event, handling) -> {})
                    .build();
            Hosting.Feed feed = hosting.feeds(List.of(shipping)).get(0);

            assertThatThrownBy(() -> feed.run(100, platform.in(Duration.ofMinutes(1))))
                    .isInstanceOf(SdkClientException.class);
        }
    }
}
