package io.triskel.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartsTest {
    private final List<String> ended = new ArrayList<>();
    private final Parts parts = new Parts("the sky");

    @Test
    void what_was_started_last_ends_first() {
        start("sun");
        start("moon");

        parts.close();
        parts.close();

        assertThat(ended).containsExactly("moon", "sun");
    }

    @Test
    void what_was_started_ends_if_a_later_part_does_not_start() {
        start("sun");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> parts.start(() -> {
                    throw new IllegalArgumentException("eclipse");
                }));

        assertThat(ended).containsExactly("sun");
    }

    @Test
    void one_that_does_not_end_well_keeps_no_other_from_ending() {
        start("sun");
        AutoCloseable unused = parts.start(() -> () -> {
            throw new IllegalArgumentException("stuck");
        });
        start("moon");

        assertThatIllegalStateException()
                .isThrownBy(parts::close)
                .withMessage("A part of the sky did not end well")
                .withRootCauseInstanceOf(IllegalArgumentException.class);
        assertThat(ended).containsExactly("moon", "sun");
    }

    @Test
    void what_was_started_ends_if_nothing_can_be_made_with_it() {
        AutoCloseable sun = () -> ended.add("sun");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Parts.over(sun, started -> {
                    throw new IllegalArgumentException("eclipse");
                }));

        assertThat(ended).containsExactly("sun");
    }

    private void start(String name) {
        AutoCloseable unused = parts.start(() -> () -> ended.add(name));
    }
}
