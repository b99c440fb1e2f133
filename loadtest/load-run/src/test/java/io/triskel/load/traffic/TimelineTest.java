package io.triskel.load.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.triskel.load.workload.Phase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private static final long SECOND = 1_000_000_000;

    private final Timeline timeline = new Timeline(List.of(
            new Phase.WarmUp(10, Duration.ofSeconds(2)),
            new Phase.Ramp(100, 300, Duration.ofSeconds(4)),
            new Phase.Steady(50, Duration.ofSeconds(1))));

    @Test
    void each_phase_begins_where_the_one_before_it_ends() {
        assertThat(timeline.start(0)).isZero();
        assertThat(timeline.end(0)).isEqualTo(timeline.start(1)).isEqualTo(2 * SECOND);
        assertThat(timeline.end(1)).isEqualTo(timeline.start(2)).isEqualTo(6 * SECOND);
        assertThat(timeline.end()).isEqualTo(timeline.end(2)).isEqualTo(7 * SECOND);
    }

    @Test
    void a_boundary_belongs_to_the_later_phase() {
        assertThat(timeline.phaseAt(2 * SECOND - 1)).isZero();
        assertThat(timeline.phaseAt(2 * SECOND)).isEqualTo(1);
    }

    @Test
    void what_is_after_the_end_belongs_to_the_last_phase_and_what_is_before_the_start_to_the_first() {
        assertThat(timeline.phaseAt(100 * SECOND)).isEqualTo(2);
        assertThat(timeline.phaseAt(-1)).isZero();
    }

    @Test
    void the_rate_is_that_of_the_phase_and_nothing_after_the_end() {
        assertThat(timeline.rateAt(SECOND)).isEqualTo(10);
        assertThat(timeline.rateAt(4 * SECOND)).isEqualTo(200);
        assertThat(timeline.rateAt(7 * SECOND - 1)).isEqualTo(50);
        assertThat(timeline.rateAt(7 * SECOND)).isZero();
    }

    @Test
    void without_phases_there_is_no_timeline() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Timeline(List.of()))
                .withMessage("A timeline must have at least one phase");
    }
}
