package io.triskel.load.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.load.report.chart.Waterfall.Bar;
import io.triskel.load.report.result.StageTimes;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class WaterfallTest {
    @Test
    void a_stage_begins_where_the_moment_in_its_name_was() {
        assertThat(Waterfall.laidOut(List.of(
                        stage("schedule-to-send", 100, 0),
                        stage("send-to-acknowledgement", 500, 0),
                        stage("send-to-handler", 900, 40))))
                .containsExactly(
                        new Bar("schedule-to-send", 0, 100, 0),
                        new Bar("send-to-acknowledgement", 100, 600, 0),
                        new Bar("send-to-handler", 100, 1000, 40));
    }

    @Test
    void the_stages_of_the_broker_are_parts_of_the_one_to_the_function_and_what_follows_begins_behind_that() {
        assertThat(Waterfall.laidOut(List.of(
                        stage("send-to-broker", 300, 5),
                        stage("broker-to-function", 500, 45),
                        stage("send-to-function", 900, 40),
                        stage("function-to-handled", 50, 0))))
                .containsExactly(
                        new Bar("send-to-broker", 0, 300, 5),
                        new Bar("broker-to-function", 300, 800, 45),
                        new Bar("send-to-function", 0, 900, 40),
                        new Bar("function-to-handled", 900, 950, 0));
    }

    @Test
    void a_stage_of_unknown_beginning_follows_the_one_before() {
        assertThat(Waterfall.laidOut(List.of(stage("schedule-to-send", 100, 0), stage("handler", 50, 0)))
                        .get(1))
                .isEqualTo(new Bar("handler", 100, 150, 0));
    }

    private static StageTimes stage(String name, long micros, double clockErrorUs) {
        Histogram times = new Histogram(3);
        times.recordValue(micros);
        return new StageTimes(name, times, 0, clockErrorUs);
    }
}
