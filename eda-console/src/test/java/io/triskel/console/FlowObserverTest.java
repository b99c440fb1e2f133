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
                Envelope<?> event =
                        Envelope.of(new EventId("/shop", "event-" + number), EventType.of("shop.paid", 1), "");
                flow.published(event, EventOutcome.ACCEPTED, Duration.ZERO);
            }
        }

        assertThat(flow.publishedEvents()).isEqualTo(1_000);
    }

    @Test
    void an_event_that_goes_to_another_process_moves_while_somebody_watches() {
        Envelope<?> event = Envelope.of(new EventId("/shop", "1"), EventType.of("shop.paid", 1), "data");

        flow.underWay("payment", event);
        flow.watch();
        flow.underWay("payment", event);

        assertThat(flow.takeMoves().moves()).containsExactly(new FlowObserver.Move(event, "payment", false));
        assertThat(flow.total().handled.sum()).isZero();
    }
}
