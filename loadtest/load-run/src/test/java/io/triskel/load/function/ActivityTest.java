package io.triskel.load.function;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ActivityTest {
    private static final long SECOND = 1_000_000_000;

    private final Activity activity = new Activity();

    @Test
    void an_instance_counts_once_in_each_second_in_which_it_works() {
        activity.noted("a", SECOND / 10, SECOND / 10, true);
        activity.noted("a", SECOND / 2, SECOND / 2, false);
        activity.noted("b", SECOND * 9 / 10, SECOND * 9 / 10, true);
        activity.noted("a", SECOND * 5 / 2, SECOND * 5 / 2, false);

        assertThat(activity.series(0, 3).get("instances")).containsExactly(2L, 0L, 1L);
    }

    @Test
    void an_invocation_that_takes_long_counts_in_each_of_its_seconds() {
        activity.noted("a", SECOND / 2, SECOND * 5 / 2, true);

        assertThat(activity.series(0, 4).get("instances")).containsExactly(1L, 1L, 1L, 0L);
        assertThat(activity.series(0, 4).get("cold")).containsExactly(1L, 0L, 0L, 0L);
    }

    @Test
    void an_instances_first_invocation_is_a_cold_start() {
        activity.noted("a", SECOND / 10, SECOND / 10, true);
        activity.noted("b", SECOND * 3 / 2, SECOND * 3 / 2, true);
        activity.noted("b", SECOND * 5 / 2, SECOND * 5 / 2, false);

        assertThat(activity.series(0, 3).get("cold")).containsExactly(1L, 1L, 0L);
    }

    @Test
    void seconds_begin_at_any_tenth_and_what_is_outside_of_them_is_left_out() {
        activity.noted("a", SECOND * 4 / 10, SECOND * 4 / 10, true);
        activity.noted("b", SECOND * 14 / 10, SECOND * 14 / 10, true);
        activity.noted("c", -1, -1, true);

        assertThat(activity.series(SECOND / 2, 1).get("instances")).containsExactly(1L);
        assertThat(activity.series(-SECOND, 1).get("cold")).containsExactly(1L);
    }
}
