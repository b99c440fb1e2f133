package io.triskel.load.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.load.workload.KeySpread;
import io.triskel.load.workload.Phase;
import io.triskel.load.workload.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OwnArrivalsTest {
    private static final KeySpread KEYS = new KeySpread(50, 0.3);
    private static final Timeline TIMELINE = new Timeline(
            List.of(new Phase.Ramp(10, 2_000, Duration.ofSeconds(3)), new Phase.Spike(9_000, Duration.ofSeconds(1))));

    private record Event(long time, int key) {}

    static Stream<Supplier<ArrivalTimes>> plans() {
        return Stream.of(
                () -> ArrivalTimes.uniform(TIMELINE),
                () -> ArrivalTimes.poisson(TIMELINE, 7),
                () -> ArrivalTimes.recorded(new long[] {0, 5, 5, 5, 9, 12, 12, 40}, 30));
    }

    @ParameterizedTest
    @MethodSource("plans")
    void workers_together_send_just_what_one_would(Supplier<ArrivalTimes> plan) {
        List<Event> alone = sent(plan.get(), Worker.ALONE);

        List<Event> together = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            together.addAll(sent(plan.get(), new Worker(i, 5)));
        }
        together.sort(Comparator.comparingLong(Event::time));

        assertThat(together).hasSizeGreaterThan(5).containsExactlyInAnyOrderElementsOf(alone);
        assertThat(together)
                .extracting(Event::time)
                .isEqualTo(alone.stream().map(Event::time).toList());
    }

    @ParameterizedTest
    @MethodSource("plans")
    void looking_ahead_changes_nothing(Supplier<ArrivalTimes> plan) {
        Worker second = new Worker(1, 3);
        OwnArrivals arrivals = new OwnArrivals(plan.get(), new KeyChoice(KEYS, 1, second));

        List<Event> looked = new ArrayList<>();
        while (arrivals.peek() != ArrivalTimes.NONE) {
            long ahead = arrivals.peek();
            assertThat(arrivals.take()).isEqualTo(ahead);
            looked.add(new Event(ahead, arrivals.key()));
        }

        assertThat(looked).isEqualTo(sent(plan.get(), second));
        assertThat(arrivals.take()).isEqualTo(ArrivalTimes.NONE);
    }

    private static List<Event> sent(ArrivalTimes times, Worker worker) {
        OwnArrivals arrivals = new OwnArrivals(times, new KeyChoice(KEYS, 1, worker));
        List<Event> sent = new ArrayList<>();
        for (long time = arrivals.take(); time != ArrivalTimes.NONE; time = arrivals.take()) {
            sent.add(new Event(time, arrivals.key()));
        }
        return sent;
    }
}
