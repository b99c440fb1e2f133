package io.triskel.gcp.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Times in nanoseconds, as the system's clock for durations has them. */
class HeldBackTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final HeldBack stream = new HeldBack();

    @Test
    void an_answer_of_a_stream_that_is_read_was_sent_just_now() {
        assertThat(stream.mayRead(false, 0)).isTrue();

        assertThat(stream.leasedSince(SECOND)).isEqualTo(SECOND);
    }

    @Test
    void while_the_hand_is_full_nothing_is_asked_for_and_then_once() {
        assertThat(stream.mayRead(true, 0)).isFalse();
        assertThat(stream.held()).isTrue();

        assertThat(stream.readOn(true, SECOND)).isFalse();
        assertThat(stream.readOn(false, SECOND)).isTrue();
        assertThat(stream.readOn(false, SECOND)).isFalse();
        assertThat(stream.held()).isFalse();
    }

    @Test
    void answers_that_come_at_once_may_have_lain_there_since_the_stream_was_held_back() {
        stream.mayRead(true, SECOND);
        stream.readOn(false, 9 * SECOND);

        assertThat(stream.leasedSince(9 * SECOND + 1)).isEqualTo(SECOND);
        stream.mayRead(false, 9 * SECOND + 2);
        assertThat(stream.leasedSince(9 * SECOND + 3)).isEqualTo(SECOND);
    }

    @Test
    void an_answer_that_was_waited_for_and_all_after_it_are_new() {
        stream.mayRead(true, SECOND);
        stream.readOn(false, 9 * SECOND);

        assertThat(stream.leasedSince(10 * SECOND)).isEqualTo(10 * SECOND);
        stream.mayRead(false, 10 * SECOND);
        assertThat(stream.leasedSince(10 * SECOND + 1)).isEqualTo(10 * SECOND + 1);
    }

    @Test
    void what_comes_long_after_a_stream_is_read_again_is_new() {
        stream.mayRead(true, SECOND);
        stream.readOn(false, 9 * SECOND);
        stream.mayRead(false, 40 * SECOND);

        assertThat(stream.leasedSince(40 * SECOND + 1)).isEqualTo(40 * SECOND + 1);
    }

    @Test
    void a_stream_that_is_held_back_again_before_all_is_read_counts_from_the_first_time() {
        stream.mayRead(true, SECOND);
        stream.readOn(false, 2 * SECOND);
        stream.mayRead(true, 3 * SECOND);
        stream.readOn(false, 4 * SECOND);

        assertThat(stream.leasedSince(4 * SECOND + 1)).isEqualTo(SECOND);
    }
}
