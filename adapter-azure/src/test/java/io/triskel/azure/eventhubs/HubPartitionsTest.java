package io.triskel.azure.eventhubs;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.testkit.ManualClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

class HubPartitionsTest {
    private final ManualClock clock = ManualClock.atNewYear();
    private final HubPartitions partitions = new HubPartitions(clock);
    private List<String> hub = List.of("0");

    private List<String> partitions() {
        return partitions
                .of(Mono.fromSupplier(() -> hub), Duration.ofSeconds(1))
                .blockOptional()
                .orElseThrow();
    }

    @Test
    void the_hub_is_asked_again_after_five_minutes() {
        partitions();
        hub = List.of("0", "1");
        clock.advance(Duration.ofMinutes(5).minusMillis(1));
        List<String> before = partitions();
        clock.advance(Duration.ofMillis(1));

        assertThat(before).containsExactly("0");
        assertThat(partitions()).containsExactly("0", "1");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 24})
    void the_hub_is_asked_again_when_the_clock_is_set_back(int hours) {
        partitions();
        hub = List.of("0", "1");

        clock.advance(Duration.ofHours(-hours));

        assertThat(partitions()).containsExactly("0", "1");
    }
}
