package io.triskel.observe.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.NoData;
import io.triskel.event.PortException;
import io.triskel.event.StreamId;
import io.triskel.observe.EventOutcome;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MicrometerObserverTest {
    private final MockClock clock = new MockClock();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
    private final MicrometerObserver observer = new MicrometerObserver(registry);

    @Test
    void publications_are_timed_by_type_and_outcome() {
        observer.published(event("placed"), EventOutcome.ACCEPTED, Duration.ofMillis(4));
        observer.published(event("placed"), EventOutcome.ACCEPTED, Duration.ofMillis(6));
        observer.published(event("placed"), EventOutcome.REJECTED_THROTTLED, Duration.ofMillis(1));

        var accepted = registry.get("triskel.publish")
                .tags("type", "test.placed.v1", "outcome", "accepted")
                .timer();
        assertThat(accepted.count()).isEqualTo(2);
        assertThat(accepted.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(10);
        assertThat(registry.get("triskel.publish")
                        .tag("outcome", "rejected-throttled")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void handling_is_timed_by_consumer_type_and_verdict() {
        observer.handled("billing", event("placed"), EventOutcome.HANDLED, Duration.ofMillis(4));

        assertThat(registry.get("triskel.handle")
                        .tags("consumer", "billing", "type", "test.placed.v1", "verdict", "handled")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void everything_else_is_counted() {
        observer.parked("billing", new EventId("/test", "1"), "any text");
        observer.replayed("billing", new EventId("/test", "1"), EventOutcome.HANDLED);
        observer.appended(new StreamId("s"), 1, 3);
        observer.dispatched(new StreamId("s"), 3);
        observer.sagaEnded("fulfilment", "o1", "completed");
        observer.portFailed("inbox", new PortException("down"));

        assertThat(counted("triskel.parked")).isEqualTo(1);
        assertThat(counted("triskel.replayed")).isEqualTo(1);
        assertThat(counted("triskel.appended")).isEqualTo(3);
        assertThat(counted("triskel.dispatches")).isEqualTo(1);
        assertThat(counted("triskel.saga.ended")).isEqualTo(1);
        assertThat(counted("triskel.port.failed")).isEqualTo(1);
    }

    @Test
    void types_from_the_wire_make_no_unbounded_number_of_meters() {
        for (int i = 0; i < 1_000; i++) {
            observer.handled("billing", event("t" + i), EventOutcome.IGNORED, Duration.ZERO);
            observer.oldestUnsettled("consumer-" + i, Duration.ZERO);
        }

        assertThat(registry.find("triskel.handle").timers()).hasSize(MicrometerObserver.MOST_VALUES + 1);
        assertThat(registry.find("triskel.unsettled.age").gauges())
                .hasSizeLessThanOrEqualTo(MicrometerObserver.MOST_VALUES + 1);
        assertThat(registry.get("triskel.handle").tag("type", "other").timer().count())
                .isEqualTo(1_000 - MicrometerObserver.MOST_VALUES);
    }

    @Test
    void ids_streams_and_messages_are_never_tags() {
        observer.parked("billing", new EventId("/test", "secret"), "secret");
        observer.sagaEnded("fulfilment", "secret", "completed");
        observer.appended(new StreamId("secret"), 1, 1);

        assertThat(registry.getMeters())
                .hasSize(3)
                .noneMatch(meter -> meter.getId().toString().contains("secret"));
    }

    @Nested
    class A_gauge {
        @Test
        void tells_what_waits() {
            observer.parkedLanes("billing", 2);
            observer.parkedLanes("stock", 1);
            observer.dirtyStreams(3);
            observer.oldestUnsettled("billing", Duration.ofMillis(4_500));

            assertThat(gauge("triskel.parked.lanes", "billing")).isEqualTo(2);
            assertThat(gauge("triskel.parked.lanes", "stock")).isEqualTo(1);
            assertThat(registry.get("triskel.dirty.streams").gauge().value()).isEqualTo(3);
            assertThat(gauge("triskel.unsettled.age", "billing")).isEqualTo(4.5);
        }

        @Test
        void keeps_the_highest_value_for_two_minutes_whatever_other_batches_tell() {
            observer.oldestUnsettled("billing", Duration.ofMinutes(10));
            observer.oldestUnsettled("billing", Duration.ZERO);
            clock.add(Duration.ofSeconds(119));
            observer.oldestUnsettled("billing", Duration.ZERO);

            assertThat(gauge("triskel.unsettled.age", "billing")).isEqualTo(600);
        }

        @Test
        void forgets_what_was_told_three_minutes_ago() {
            observer.oldestUnsettled("billing", Duration.ofMinutes(10));
            clock.add(Duration.ofMinutes(3));
            observer.oldestUnsettled("billing", Duration.ofSeconds(1));

            assertThat(gauge("triskel.unsettled.age", "billing")).isEqualTo(1);
        }

        @Test
        void is_no_number_once_nothing_was_told_for_two_minutes() {
            observer.parkedLanes("billing", 0);
            double told = gauge("triskel.parked.lanes", "billing");
            clock.add(Duration.ofMinutes(2));

            assertThat(told).isZero();
            assertThat(gauge("triskel.parked.lanes", "billing")).isNaN();
        }

        private double gauge(String meter, String consumer) {
            return registry.get(meter).tag("consumer", consumer).gauge().value();
        }
    }

    private double counted(String meter) {
        return registry.get(meter).counter().count();
    }

    private static Envelope<NoData> event(String name) {
        return Envelope.of(new EventId("/test", "1"), EventType.of("test." + name, 1), NoData.NO_DATA);
    }
}
