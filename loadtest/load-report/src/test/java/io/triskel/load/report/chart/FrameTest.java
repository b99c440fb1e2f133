package io.triskel.load.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class FrameTest {
    private static final Pattern LABEL = Pattern.compile("<text[^>]* y=\"([\\d.]+)\"[^>]*>([\\d.]+)<");

    @Test
    void labels_of_a_low_chart_do_not_overlap_and_decades_come_first() {
        String chart = new Frame(100, 11, 11, "latency")
                .ticks(Scale.logarithmic(0.5, 500), Double::toString)
                .in("aws")
                .toString();

        List<MatchResult> labels = LABEL.matcher(chart).results().toList();
        List<Double> places = labels.stream()
                .map(label -> Double.parseDouble(label.group(1)))
                .sorted()
                .toList();
        assertThat(labels.stream().map(label -> label.group(2))).contains("1.0", "10.0", "100.0");
        for (int i = 1; i < places.size(); i++) {
            assertThat(places.get(i) - places.get(i - 1)).isGreaterThanOrEqualTo(12);
        }
    }
}
