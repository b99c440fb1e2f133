package io.triskel.load.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScaleTest {
    @Test
    void a_linear_scale_begins_at_zero_and_has_round_steps() {
        assertThat(Scale.linear(8290, 2).ticks()).containsExactly(0.0, 5000.0);
    }

    @Test
    void a_logarithmic_scale_has_decades_and_their_parts_if_they_are_few() {
        assertThat(Scale.logarithmic(60, 900).ticks()).containsExactly(50.0, 100.0, 200.0, 500.0, 1000.0);
        assertThat(Scale.logarithmic(1, 1_000_000).ticks()).hasSize(7);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-3, 0.7, 1, 9.99, 10, 4567, 1e9})
    void no_value_lies_beyond_an_end(double highest) {
        assertThat(Scale.linear(highest).share(highest)).isBetween(0.0, 1.0);
        assertThat(Scale.logarithmic(highest, highest * 3).share(highest * 3)).isBetween(0.0, 1.0);
        assertThat(Scale.logarithmic(highest, highest * 3).share(0)).isZero();
    }
}
