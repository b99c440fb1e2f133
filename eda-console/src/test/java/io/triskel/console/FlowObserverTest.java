package io.triskel.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.observe.EventOutcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is observed of consumers in other processes. */
class FlowObserverTest {
    private final FlowObserver flow = new FlowObserver();

    @Test
    void verdicts_that_a_log_counts_are_added_without_times() {
        flow.counted("payment", EventOutcome.HANDLED, 98);
        flow.counted("payment", EventOutcome.DUPLICATE, 2);
        flow.counted("payment", EventOutcome.IGNORED, 7);

        assertThat(flow.total().handled.sum()).isEqualTo(98);
        assertThat(flow.stations().get("payment").repeats.sum()).isEqualTo(2);
        assertThat(flow.total().times.size(System.nanoTime())).isZero();
    }

    @Test
    void an_event_that_is_published_again_is_counted_once() {
        for (int time = 0; time < 2; time++) {
            for (int number = 0; number < 1_000; number++) {
                flow.published(event(number), EventOutcome.ACCEPTED, Duration.ZERO);
            }
        }

        assertThat(flow.publishedEvents()).isEqualTo(1_000);
    }

    @Test
    void an_event_that_goes_to_another_process_moves_while_somebody_watches() {
        Envelope<?> event = event(1);

        flow.underWay("payment", event);
        flow.watch();
        flow.underWay("payment", event);

        assertThat(flow.takeMoves().moves()).containsExactly(new FlowObserver.Move(event, "payment", false));
        assertThat(flow.total().handled.sum()).isZero();
    }

    @Test
    void of_many_events_a_sample_moves_in_each_look() {
        flow.watch();
        for (int look = 0; look < 3; look++) {
            for (int number = 0; number < 10_000; number++) {
                flow.underWay("payment", event(number));
            }

            FlowObserver.Sample sample = flow.takeMoves();

            assertThat(sample.of()).isEqualTo(10_000);
            assertThat(sample.moves()).hasSize(FlowObserver.MOVES_OF_A_LOOK).doesNotHaveDuplicates();
            assertThat(sample.moves()).anyMatch(move -> number(move) < 5_000).anyMatch(move -> number(move) >= 5_000);
        }
    }

    @Test
    void all_consumers_together_have_the_times_of_each() {
        flow.watch();
        flow.handled("payment", event(1), EventOutcome.HANDLED, Duration.ofMillis(2));
        flow.handled("shipping", event(1), EventOutcome.HANDLED, Duration.ofMillis(8));

        long now = System.nanoTime();
        assertThat(flow.total().handled.sum()).isEqualTo(2);
        assertThat(flow.total().times.size(now)).isEqualTo(2);
        assertThat(flow.total().times.percentile(0.99, now).orElseThrow()).isBetween(8_000L, 8_500L);
    }

    private static Envelope<?> event(int number) {
        return Envelope.of(new EventId("/shop", Integer.toString(number)), EventType.of("shop.paid", 1), "data");
    }

    private static int number(FlowObserver.Move move) {
        return Integer.parseInt(move.event().id().id());
    }
}
