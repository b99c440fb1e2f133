package io.triskel.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** A deadline is a moment: it has passed from that moment on, and what is left is never negative. */
class DeadlineTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void it_has_passed_at_the_very_moment() {
        Deadline deadline = new Deadline(NOON);

        assertThat(deadline.passed(InstantSource.fixed(NOON.minusNanos(1)))).isFalse();
        assertThat(deadline.passed(InstantSource.fixed(NOON))).isTrue();
    }

    @Test
    void what_is_left_is_never_negative() {
        Deadline deadline = Deadline.in(Duration.ofSeconds(5), InstantSource.fixed(NOON));

        assertThat(deadline.remaining(InstantSource.fixed(NOON))).isEqualTo(Duration.ofSeconds(5));
        assertThat(deadline.remaining(InstantSource.fixed(NOON.plusSeconds(6)))).isZero();
    }

    @Test
    void of_two_the_earlier_one_holds() {
        Deadline noon = new Deadline(NOON);
        Deadline later = new Deadline(NOON.plusNanos(1));

        assertThat(noon.orEarlier(later)).isEqualTo(noon);
        assertThat(later.orEarlier(noon)).isEqualTo(noon);
    }

    @Test
    void a_reserve_brings_it_forward_by_a_quarter_of_what_is_left_at_most() {
        InstantSource clock = InstantSource.fixed(NOON);
        Deadline inEightSeconds = Deadline.in(Duration.ofSeconds(8), clock);

        assertThat(inEightSeconds.keeping(Duration.ofSeconds(1), clock).at()).isEqualTo(NOON.plusSeconds(7));
        assertThat(inEightSeconds.keeping(Duration.ofSeconds(2), clock).at()).isEqualTo(NOON.plusSeconds(6));
        assertThat(inEightSeconds.keeping(Duration.ofSeconds(9), clock).at()).isEqualTo(NOON.plusSeconds(6));
    }

    @Test
    void one_that_has_passed_is_not_brought_forward() {
        Deadline passed = new Deadline(NOON);

        assertThat(passed.keeping(Duration.ofSeconds(1), InstantSource.fixed(NOON.plusSeconds(3))))
                .isEqualTo(passed);
    }

    @Test
    void one_beyond_all_time_can_still_be_counted_in_nanoseconds() {
        Duration left = new Deadline(Instant.MAX).remaining(InstantSource.fixed(NOON));

        assertThat(left.toNanos()).isEqualTo(Long.MAX_VALUE);
    }
}
