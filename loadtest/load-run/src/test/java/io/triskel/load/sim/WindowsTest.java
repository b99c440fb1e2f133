package io.triskel.load.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WindowsTest {
    private static final long MILLISECOND = 1_000_000;

    @Test
    void a_second_lets_through_what_the_rate_says_and_not_one_more() {
        Windows windows = new Windows(1, 100);

        assertThat(taken(windows, 0, 101)).isEqualTo(100);
        assertThat(taken(windows, 900 * MILLISECOND, 1)).isZero();
        assertThat(taken(windows, 1000 * MILLISECOND, 101)).isEqualTo(100);
    }

    @Test
    void no_second_has_more_than_the_rate_whatever_comes_and_after_a_pause_either() {
        Windows windows = new Windows(1, 50);
        SplittableRandom random = new SplittableRandom(7);
        int[] ofMillisecond = new int[20_000];
        for (int i = 0; i < ofMillisecond.length; i++) {
            boolean pause = i / 1000 % 4 == 3;
            ofMillisecond[i] = pause ? 0 : taken(windows, i * MILLISECOND, random.nextInt(3));
        }

        for (int from = 0; from + 900 <= ofMillisecond.length; from++) {
            int sum = 0;
            for (int i = from; i < from + 900; i++) {
                sum += ofMillisecond[i];
            }
            assertThat(sum).isLessThanOrEqualTo(50);
        }
    }

    @Test
    void meters_do_not_disturb_one_another() {
        Windows windows = new Windows(2, 1);

        assertThat(windows.take(0, 0)).isTrue();
        assertThat(windows.take(1, 0)).isTrue();
        assertThat(windows.take(0, 0)).isFalse();
    }

    @Test
    void an_event_that_is_larger_than_a_second_allows_passes_alone() {
        assertThat(taken(new Windows(1, 0.3), 0, 2)).isEqualTo(1);
    }

    private static int taken(Windows windows, long now, int tries) {
        int taken = 0;
        for (int i = 0; i < tries; i++) {
            taken += windows.take(0, now) ? 1 : 0;
        }
        return taken;
    }
}
