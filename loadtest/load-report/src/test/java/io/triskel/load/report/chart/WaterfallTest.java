package io.triskel.load.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.load.report.chart.Waterfall.Bar;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WaterfallTest {
    @Test
    void a_stage_begins_where_the_moment_in_its_name_was() {
        Map<String, Double> medians = new LinkedHashMap<>();
        medians.put("schedule-to-send", 100.0);
        medians.put("send-to-acknowledgement", 5000.0);
        medians.put("send-to-handler", 9000.0);

        assertThat(Waterfall.laidOut(medians, 40))
                .containsExactly(
                        new Bar("schedule-to-send", 0, 100, 0),
                        new Bar("send-to-acknowledgement", 100, 5100, 0),
                        new Bar("send-to-handler", 100, 9100, 40));
    }

    @Test
    void what_a_function_sees_between_its_begin_and_its_end_is_of_one_clock() {
        Map<String, Double> medians = new LinkedHashMap<>();
        medians.put("send-to-function", 9000.0);
        medians.put("function-to-handled", 50.0);

        assertThat(Waterfall.laidOut(medians, 40))
                .containsExactly(
                        new Bar("send-to-function", 0, 9000, 40), new Bar("function-to-handled", 9000, 9050, 0));
    }

    @Test
    void a_stage_of_unknown_beginning_follows_the_one_before() {
        Map<String, Double> medians = new LinkedHashMap<>();
        medians.put("schedule-to-send", 100.0);
        medians.put("handler", 50.0);

        assertThat(Waterfall.laidOut(medians, 0).get(1)).isEqualTo(new Bar("handler", 100, 150, 0));
    }
}
