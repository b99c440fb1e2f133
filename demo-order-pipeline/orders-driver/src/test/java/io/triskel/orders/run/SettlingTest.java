package io.triskel.orders.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.orders.pipeline.Ports;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is done while a pipeline is waited for, and when waiting is given up. */
class SettlingTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Stage stage = new Stage();
    private final Settling settling = new Settling(stage, stage, stage);

    /** Waits until the clock has gone on so far. */
    private void waitFor(Duration time) {
        Instant end = stage.now.plus(time);
        settling.until(
                () -> !stage.now.isBefore(end),
                Duration.ofMillis(200),
                () -> {},
                () -> stage.parked > 0,
                () -> new IllegalStateException("stuck"));
    }

    @Test
    void the_clock_ticks_every_second_once_consumers_have_caught_up() {
        waitFor(Duration.ofSeconds(10));

        assertThat(stage.ticks).hasSizeBetween(7, 10).doesNotHaveDuplicates();
    }

    @Test
    void the_clock_ticks_seldom_while_consumers_are_behind_and_nothing_is_replayed() {
        stage.caughtUp = false;
        stage.parked = 2;

        waitFor(Duration.ofSeconds(10));

        assertThat(stage.ticks).hasSizeBetween(1, 3);
        assertThat(settling.replayed()).isZero();
    }

    @Test
    void what_is_parked_is_replayed_and_counted() {
        stage.parked = 2;

        waitFor(Duration.ofSeconds(10));

        assertThat(settling.replayed()).isEqualTo(2);
    }

    @Test
    void time_that_passes_sets_off_what_is_due_then() {
        settling.pass(Duration.ofMinutes(16));

        assertThat(stage.ticks).containsExactly(START.plus(Duration.ofMinutes(16)));
    }

    @Test
    void waiting_is_given_up_when_nothing_has_moved_for_so_long() {
        assertThatThrownBy(() -> waitFor(Duration.ofHours(1))).hasMessage("stuck");

        assertThat(stage.now).isBetween(START.plus(Stage.PATIENCE), START.plus(Stage.PATIENCE.multipliedBy(2)));
    }

    @Test
    void waiting_goes_on_while_events_come() {
        stage.eventsPerPause = 1;

        waitFor(Duration.ofHours(1));

        assertThat(stage.now).isEqualTo(START.plus(Duration.ofHours(1)));
    }

    /** A pipeline on a clock of its own. */
    private static final class Stage implements HostedPipeline, Pace, Books {
        static final Duration PATIENCE = Duration.ofMinutes(2);

        private final List<Instant> ticks = new ArrayList<>();
        private Instant now = START;
        private boolean caughtUp = true;
        private long parked;
        private long events;
        private long eventsPerPause;

        @Override
        public Ports ports() {
            throw new UnsupportedOperationException("Nobody who only waits looks into the stores");
        }

        @Override
        public void tick(Instant due) {
            ticks.add(due);
        }

        @Override
        public long replayParked() {
            long replayed = parked;
            parked = 0;
            return replayed;
        }

        @Override
        public boolean isCaughtUp() {
            return caughtUp;
        }

        @Override
        public List<String> behind() {
            return List.of();
        }

        @Override
        public Object checkpoints() {
            return "always here";
        }

        @Override
        public Instant now() {
            return now;
        }

        @Override
        public Instant due() {
            return now;
        }

        @Override
        public void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public void pause(Duration atMost) {
            now = now.plus(atMost);
            events += eventsPerPause;
        }

        @Override
        public Duration patience() {
            return PATIENCE;
        }

        @Override
        public long read() {
            return events;
        }

        @Override
        public long events() {
            return events;
        }

        @Override
        public Map<String, Long> eventsByType() {
            return Map.of();
        }
    }
}
