package io.triskel.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.OrderingKey;
import io.triskel.publish.EventBus.BusLimits;
import io.triskel.publish.EventBus.WireMode;
import io.triskel.publish.OrderedPublisher.AlarmClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Events and publishers for the tests of this package. */
final class Publishing {
    static final EventType NOTED = EventType.of("test.noted", 1);
    static final EventCodec CODEC =
            EventCodec.of(TypeRegistry.builder().add(NOTED, Noted.class).build());
    static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);
    static final BusLimits ROOMY = limits(100, 1_000_000, 100_000, true, true);

    /** Stands still, so that only a wait can end by a deadline, and never before something was sent. */
    static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));

    /** For those who wait themselves, or for nothing. */
    static final AlarmClock NEVER = (delay, wake) -> () -> {};

    record Noted(String text) {}

    private Publishing() {}

    static BusLimits limits(int events, int requestBytes, int eventBytes, boolean severalKeys, boolean severalPerKey) {
        return new BusLimits(
                WireMode.STRUCTURED, events, requestBytes, eventBytes, severalKeys, severalPerKey, CALL_TIMEOUT);
    }

    static Envelope<Noted> event(String key, String id) {
        return unkeyed(id).withKey(new OrderingKey(key));
    }

    static Envelope<Noted> unkeyed(String id) {
        return Envelope.of(new EventId("/test", id), NOTED, new Noted("n"));
    }

    static EventId id(String id) {
        return new EventId("/test", id);
    }

    static OrderedPublisher over(EventBus bus) {
        return over(bus, 8);
    }

    static OrderedPublisher over(EventBus bus, int maxInFlight) {
        return OrderedPublisher.builder(bus, CODEC)
                .clock(CLOCK)
                .maxInFlight(maxInFlight)
                .alarms(NEVER)
                .build();
    }

    static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(30), CLOCK);
    }

    static Deadline almostNow() {
        return Deadline.in(Duration.ofMillis(30), CLOCK);
    }

    static List<String> outcomes(PublishReport report) {
        return report.entries().stream()
                .map(entry -> entry.event().id().id() + " " + entry.outcome())
                .toList();
    }

    static List<String> outcomes(CompletionStage<PublishReport> report) {
        assertThat(isOpen(report)).as("whether the report is still open").isFalse();
        return outcomes(report.toCompletableFuture().join());
    }

    static boolean isOpen(CompletionStage<PublishReport> report) {
        return !report.toCompletableFuture().isDone();
    }
}
