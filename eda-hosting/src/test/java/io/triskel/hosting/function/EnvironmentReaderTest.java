package io.triskel.hosting.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentReaderTest {
    private static final List<String> STYLES = List.of("orchestration", "choreography");

    @Test
    void reads_what_is_set_and_complains_of_nothing() {
        EnvironmentReader reader = new EnvironmentReader(Map.of(
                "TRISKEL_APP_STYLE", "choreography", "TRISKEL_APP_LOOKUP_BASE", "https://example.com/", "NUMBER", "7"));

        assertThat(reader.style(STYLES)).contains("choreography");
        assertThat(reader.lookupBase()).contains(URI.create("https://example.com/"));
        assertThat(reader.required("NUMBER", "a number", Integer::valueOf)).contains(7);
        reader.complain();
    }

    @Test
    void the_first_style_stands_for_an_environment_that_names_none() {
        assertThat(new EnvironmentReader(Map.of()).style(STYLES)).contains("orchestration");
    }

    @Test
    void an_inbox_remembers_what_the_bus_keeps_and_the_replay_horizon() {
        Map<String, String> set =
                Map.of("TRISKEL_APP_BUS_RETENTION_HOURS", "24", "TRISKEL_APP_REPLAY_HORIZON_HOURS", "48");
        EnvironmentReader wrong = new EnvironmentReader(
                Map.of("TRISKEL_APP_BUS_RETENTION_HOURS", "0", "TRISKEL_APP_REPLAY_HORIZON_HOURS", "a week"));

        assertThat(new EnvironmentReader(set).inboxRetention(168)).contains(Duration.ofDays(3));
        assertThat(new EnvironmentReader(Map.of()).inboxRetention(168)).contains(Duration.ofDays(14));
        assertThat(wrong.inboxRetention(168)).isEmpty();
        assertThatThrownBy(wrong::complain)
                .hasMessageContaining("TRISKEL_APP_BUS_RETENTION_HOURS is '0', expected 1 to 99999 hours")
                .hasMessageContaining("TRISKEL_APP_REPLAY_HORIZON_HOURS is 'a week', expected 0 to 99999 hours");
    }

    @Test
    void says_all_that_is_wrong_at_once_also_of_what_others_read() {
        EnvironmentReader reader = new EnvironmentReader(Map.of("TRISKEL_APP_STYLE", "jazz"));

        assertThat(reader.<String>part(variables -> {
                    throw new IllegalArgumentException("Much is wrong:\n- REGION is not set\n- PORT is 'x'");
                }))
                .isEmpty();
        assertThat(reader.style(STYLES)).isEmpty();
        assertThat(reader.required("NUMBER", "a number", Integer::valueOf)).isEmpty();

        assertThatThrownBy(reader::complain)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("""
                    The function's environment is not complete:
                    - REGION is not set
                    - PORT is 'x'
                    - TRISKEL_APP_STYLE is 'jazz', expected orchestration or choreography
                    - NUMBER is not set, expected a number\
                    """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://example.com", "ftp://example.com/", "not an address/", "/orders/"})
    void links_lead_to_an_address_of_the_web_that_ends_in_a_slash(String base) {
        EnvironmentReader reader = new EnvironmentReader(Map.of("TRISKEL_APP_LOOKUP_BASE", base));

        assertThat(reader.lookupBase()).isEmpty();
        assertThatThrownBy(reader::complain).hasMessageContaining("TRISKEL_APP_LOOKUP_BASE is '" + base + "'");
    }

    @Test
    void a_consumer_is_one_that_the_application_has() {
        EnvironmentReader reader = new EnvironmentReader(Map.of("TRISKEL_APP_CONSUMER", "payment-watch"));

        assertThat(reader.consumer(List.of("payment", "payment-watch"))).contains("payment-watch");
        assertThat(reader.consumer(List.of())).contains("payment-watch");
        assertThat(reader.consumer(List.of("payment", "fulfilment"))).isEmpty();
        assertThatThrownBy(reader::complain)
                .hasMessageContaining("TRISKEL_APP_CONSUMER is 'payment-watch', expected one of payment, fulfilment");
    }
}
