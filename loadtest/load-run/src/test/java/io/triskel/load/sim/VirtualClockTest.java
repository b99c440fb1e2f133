package io.triskel.load.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualClockTest {
    private static final long SECOND = 1_000_000_000;

    private final VirtualClock clock = new VirtualClock(Instant.EPOCH);
    private final List<String> happened = new ArrayList<>();

    @Test
    void what_is_due_happens_in_order_at_its_time_while_somebody_pauses() {
        clock.at(2 * SECOND, () -> happened.add("b at " + clock.nanos() / SECOND));
        clock.at(SECOND, () -> happened.add("a at " + clock.nanos() / SECOND));
        clock.at(9 * SECOND, () -> happened.add("c"));

        clock.pause(3 * SECOND);

        assertThat(happened).containsExactly("a at 1", "b at 2");
        assertThat(clock.wall().instant()).isEqualTo(Instant.ofEpochSecond(3));
    }

    @Test
    @SuppressWarnings("try") // to tick is all that is asked of the seconds
    void seconds_end_when_they_are_closed() {
        try (var unused = clock.everySecond(() -> happened.add("second"))) {
            clock.pause(2 * SECOND);
        }

        clock.pause(5 * SECOND);

        assertThat(happened).hasSize(2);
    }
}
