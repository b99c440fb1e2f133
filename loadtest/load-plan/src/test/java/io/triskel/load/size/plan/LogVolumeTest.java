package io.triskel.load.size.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.triskel.load.workload.Logs;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LogVolumeTest {
    /** By hand: 55,833 bytes and 814 lines in 838 invocations, platform lines of 71, 52 and 141 bytes, 26 bytes a record. */
    @Test
    void an_invocation_writes_our_measured_line_and_the_platforms_own() {
        double expected = (55_833 + 814 * 26) / 838.0 + 71 + 52 + 141 + 3 * 26;

        assertThat(LogVolume.of("aws", Optional.of(Logs.ALL)).likely()).isCloseTo(expected, within(1e-9));
    }

    @Test
    void without_a_switch_it_is_a_range_to_all_that_ranks_no_cloud() {
        for (String cloud : List.of("aws", "azure", "gcp")) {
            Range range = LogVolume.of(cloud, Optional.empty());

            assertThat(range.low()).isZero();
            assertThat(range.likely()).isZero();
            assertThat(Range.exactly(range.high())).isEqualTo(LogVolume.of(cloud, Optional.of(Logs.ALL)));
            assertThat(LogVolume.of(cloud, Optional.of(Logs.SAMPLED)).likely())
                    .isCloseTo(range.high() / 10, within(1e-9));
        }
        assertThat(LogVolume.of("gcp", Optional.of(Logs.NONE))).isEqualTo(Range.ZERO);
    }
}
