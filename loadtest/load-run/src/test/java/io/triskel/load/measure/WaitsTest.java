package io.triskel.load.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class WaitsTest {
    private static final long MILLI = 1_000_000;

    private final Waits waits = new Waits();

    @Test
    void an_event_that_was_due_before_it_all_waited_for_all_of_it() {
        waits.add(10 * MILLI, 30 * MILLI, 20 * MILLI);
        waits.add(50 * MILLI, 60 * MILLI, 5 * MILLI);

        assertThat(waits.since(0)).isEqualTo(25 * MILLI);
    }

    @Test
    void an_event_that_was_due_meanwhile_waited_for_the_rest() {
        waits.add(10 * MILLI, 30 * MILLI, 20 * MILLI);
        waits.add(50 * MILLI, 60 * MILLI, 5 * MILLI);

        assertThat(waits.since(25 * MILLI)).isEqualTo(10 * MILLI);
        assertThat(waits.since(40 * MILLI)).isEqualTo(5 * MILLI);
        assertThat(waits.since(58 * MILLI)).isEqualTo(MILLI);
        assertThat(waits.since(60 * MILLI)).isZero();
    }

    /** Waits that are kept together are at most a millisecond apart, which is how exact the answer is. */
    @Property(tries = 200)
    void what_is_answered_is_what_adding_it_up_would_say(@ForAll long seed) {
        Random random = new Random(seed);
        Waits tried = new Waits();
        List<long[]> all = new ArrayList<>();
        long now = 0;
        long asked = 0;
        for (int i = 0; i < 400; i++) {
            long from = now + random.nextInt(3_000_000);
            now = from + 1 + random.nextInt(3_000_000);
            tried.add(from, now, now - from);
            all.add(new long[] {from, now});
            if (random.nextInt(3) == 0) {
                asked = Math.max(asked, now - random.nextInt(60_000_000));
                long time = asked;
                long expected = all.stream()
                        .mapToLong(each -> Math.max(0, each[1] - Math.max(each[0], time)))
                        .sum();

                assertThat(tried.since(time)).isCloseTo(expected, within(MILLI));
            }
        }
    }
}
