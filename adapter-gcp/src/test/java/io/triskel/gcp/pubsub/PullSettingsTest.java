package io.triskel.gcp.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PullSettingsTest {
    private final PullSettings settings = PullSettings.defaults();

    @ParameterizedTest
    @ValueSource(longs = {10_000, 600_000})
    void a_lease_lasts_from_10_seconds_to_10_minutes(long millis) {
        Duration lease = Duration.ofMillis(millis);

        assertThat(settings.withLease(lease).lease()).isEqualTo(lease);
    }

    @ParameterizedTest
    @ValueSource(longs = {9_999, 10_500, 600_001})
    void shorter_longer_or_broken_leases_are_refused(long millis) {
        assertThatThrownBy(() -> settings.withLease(Duration.ofMillis(millis)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("10 s to 10 min in whole seconds");
    }

    @Test
    void there_is_one_of_everything_or_more() {
        assertThat(settings.withInHand(1, 1).withBatch(1, Duration.ofSeconds(1)).withLanes(1, 1))
                .isNotNull();

        assertThatThrownBy(() -> settings.withInHand(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settings.withInHand(1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settings.withBatch(0, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settings.withLanes(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settings.withLanes(1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
