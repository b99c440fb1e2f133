package io.triskel.load.size.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NeedTest {
    @Test
    void keeps_the_peak_above_the_mean_in_spite_of_rounding() {
        Need need = Needs.example(1024).withMean(2.884031503126606);

        assertThat(need.withMean(2.970552448220404).peak()).isEqualTo(2.970552448220404);
    }

    @Test
    void keeps_the_ratio_of_the_peak_to_the_mean() {
        Need need = new Need(100, 400, 1024, 0.001, 1000, 1, Duration.ofDays(1), Optional.empty(), 0.7, false, "us");

        assertThat(need.withMean(1000).peak()).isEqualTo(4000);
    }

    @Test
    void has_a_target_load_of_at_most_all() {
        Need need = Needs.example(1024);

        assertThatThrownBy(() -> new Need(1, 1, 1024, 1, 1, 1, need.retention(), need.function(), 1.1, false, "us"))
                .hasMessageContaining("The target load must be above 0 and at most 1, not 1.1");
    }
}
