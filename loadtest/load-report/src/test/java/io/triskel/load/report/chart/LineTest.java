package io.triskel.load.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LineTest {
    @Test
    void few_samples_are_all_drawn() {
        assertThat(path(new double[] {1, 2, 3}, 6)).isEqualTo("M1,1L3,2L5,3");
    }

    @Test
    void each_column_keeps_its_lowest_and_its_highest_sample_in_their_order() {
        assertThat(path(new double[] {5, 9, 1, 5, 7, 7, 7, 7}, 2)).isEqualTo("M0.5,9L0.5,1L1.5,7");
    }

    @Test
    void an_hour_of_seconds_has_at_most_two_points_per_column() {
        double[] samples = new double[3600];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = i * 7919 % 100;
        }

        assertThat(Line.of(samples, 480, value -> value).size()).isLessThanOrEqualTo(960);
    }

    @Test
    void a_missing_sample_is_a_gap() {
        assertThat(path(new double[] {1, Double.NaN, 3}, 3)).isEqualTo("M0.5,1M2.5,3");
    }

    private static String path(double[] samples, int columns) {
        return Line.of(samples, columns, value -> value).path("ln").toString().replaceAll(".* d=\"(.*?)\".*", "$1");
    }
}
