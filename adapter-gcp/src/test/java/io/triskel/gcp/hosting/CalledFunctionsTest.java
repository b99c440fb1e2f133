package io.triskel.gcp.hosting;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.gcp.GcpClients;
import io.triskel.gcp.GcpSettings;
import io.triskel.hosting.operation.ConsumerFunctions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CalledFunctionsTest {
    private final GcpClients clients = GcpClients.of(GcpSettings.from(Map.of("GOOGLE_CLOUD_PROJECT", "test-project")));

    @AfterEach
    void close() {
        clients.close();
    }

    private ConsumerFunctions at(String addresses) {
        return CalledFunctions.of(
                Map.of(CalledFunctions.ADDRESSES, addresses, CalledFunctions.TOKEN, "token"),
                clients,
                InstantSource.fixed(Instant.EPOCH));
    }

    @Test
    void a_consumer_whose_name_has_a_digit_is_called_at_its_address() {
        ConsumerFunctions functions = at("stage-2=http://127.0.0.1:1");

        assertThatThrownBy(() -> functions.invoke("stage-2", new byte[0], Duration.ofSeconds(1)))
                .isInstanceOf(IllegalStateException.class)
                .message()
                .doesNotContain("has no address");
    }

    @Test
    void an_address_that_cannot_be_one_is_refused_with_an_example() {
        assertThatThrownBy(() -> at("payment=orders"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("TRISKEL_APP_FUNCTIONS has 'payment=orders', expected the addresses");
    }
}
