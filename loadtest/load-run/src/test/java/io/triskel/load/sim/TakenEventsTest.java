package io.triskel.load.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TakenEventsTest {
    private static final long SECOND = 1_000_000_000;

    @Test
    void each_consumer_reads_all_events_in_their_order_however_far_apart_they_are() {
        TakenEvents lane = new TakenEvents(new Delay(Duration.ofMillis(50), 0.5, 7), 2);
        for (int number = 0; number < 1000; number++) {
            lane.add(3, number, number, number * SECOND / 100);
            if (number % 7 == 0) {
                lane.read(0, lane.visible(0, number * SECOND / 100, 5), (key, n, intended, sent) -> {});
            }
        }

        assertThat(numbers(lane, 1)).hasSize(1000).isSorted();
        List<Integer> rest = numbers(lane, 0);
        assertThat(rest).isSorted().endsWith(999);
        assertThat(lane.nextVisible(0)).isEqualTo(TakenEvents.NONE);
    }

    @Test
    void an_event_is_seen_after_its_delay_and_not_before() {
        TakenEvents lane = new TakenEvents(new Delay(Duration.ofMillis(50), 0, 7), 1);

        lane.add(0, 0, 0, SECOND);

        assertThat(lane.visible(0, SECOND + 49_000_000, 10)).isZero();
        assertThat(lane.visible(0, SECOND + 51_000_000, 10)).isEqualTo(1);
    }

    private static List<Integer> numbers(TakenEvents lane, int consumer) {
        List<Integer> numbers = new ArrayList<>();
        lane.read(
                consumer,
                lane.visible(consumer, Long.MAX_VALUE, 10_000),
                (key, number, intended, sent) -> numbers.add(number));
        return numbers;
    }
}
