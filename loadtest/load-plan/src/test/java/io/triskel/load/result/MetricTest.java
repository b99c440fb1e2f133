package io.triskel.load.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MetricTest {
    @Test
    void every_metric_of_correctness_is_documented_in_its_order() throws IOException {
        assertThat(Files.readString(Path.of("../../docs/report.md")))
                .contains(Correctness.METRICS.stream()
                        .map(metric -> "| `" + metric.id() + "` | " + metric.label() + " |" + rule(metric))
                        .collect(Collectors.joining("\n", "| member | in tables | rule |\n|---|---|---|\n", "\n\n")));
    }

    private static String rule(Metric<?> metric) {
        return switch (metric.rule()) {
            case MUST_BE_ZERO -> " must be 0 |";
            case LESS_IS_BETTER -> " less is better |";
            case NONE -> " |";
        };
    }
}
