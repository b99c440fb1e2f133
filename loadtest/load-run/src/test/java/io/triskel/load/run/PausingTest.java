package io.triskel.load.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.load.workload.Phase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PausingTest {
    private static final long SECOND = 1_000_000_000;

    private final VirtualClock clock = new VirtualClock();
    private final Pausing pauses = new Pausing(List.of(steady(1), backlog(2), steady(1), backlog(1), steady(1)), clock);

    @Test
    void before_the_start_the_first_pause_is_as_far_as_at_the_start() {
        assertThat(pauses.untilNext()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void consumers_stand_still_during_each_phase_that_builds_a_backlog() {
        clock.pause(10 * SECOND);
        pauses.startAt(clock.nanos());

        assertThat(pauses.untilNext()).isEqualTo(Duration.ofSeconds(1));
        clock.pause(SECOND);
        assertThat(pauses.untilNext()).isZero();
        clock.pause(2 * SECOND - 1);
        assertThat(pauses.untilNext()).isZero();
        clock.pause(1);
        assertThat(pauses.untilNext()).isEqualTo(Duration.ofSeconds(1));
        clock.pause(SECOND);
        assertThat(pauses.untilNext()).isZero();
        clock.pause(SECOND);
        assertThat(pauses.untilNext()).isGreaterThan(Duration.ofHours(1));
    }

    private static Phase steady(int seconds) {
        return new Phase.Steady(1, Duration.ofSeconds(seconds));
    }

    private static Phase backlog(int seconds) {
        return new Phase.Backlog(1, Duration.ofSeconds(seconds));
    }
}
