package io.triskel.load.aws.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.local.aws.lambda.FunctionMetrics;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The soak of {@code loadtest/run aws soak}, small enough for a build. */
class SoakTest {
    @Test
    void nothing_is_lost_doubled_or_out_of_order_while_everything_goes_wrong(@TempDir Path folder) throws Exception {
        SoakResult result = new SoakRun(SoakSettings.of(3_000), any -> {}).run(folder);

        assertThat(result.json().toString()).contains("\"environment\":\"emulator\"");
        assertThat(result.every().seen()).isEqualTo(3_000);
        assertThat(result.sampled().seen()).isPositive();
        assertThat(result.perfect()).as(result.json().toPrettyString()).isTrue();
        assertThat(result.faults()).as("what went wrong with Kinesis").hasSizeGreaterThanOrEqualTo(3);
        assertThat(result.kills()).isEqualTo(2);
        assertThat(result.onTheBus()).as("records, repeats included").isGreaterThan(3_000);
        assertThat(result.metrics().values())
                .allSatisfy(metrics -> assertThat(metrics.coldStarts()).hasSizeGreaterThan(1))
                .extracting(FunctionMetrics::errors)
                .anyMatch(errors -> errors > 0);
    }
}
