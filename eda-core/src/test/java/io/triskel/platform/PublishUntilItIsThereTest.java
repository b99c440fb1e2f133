package io.triskel.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.consume.Delivery;
import io.triskel.consume.Redelivery;
import io.triskel.consume.Verdict;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.OrderingKey;
import io.triskel.memory.InMemoryBus;
import io.triskel.memory.InMemoryPlatform;
import io.triskel.memory.InMemoryPump;
import io.triskel.memory.InMemoryStores;
import io.triskel.publish.EventBus;
import io.triskel.publish.EventBus.WireMode;
import io.triskel.publish.PublishFailedException;
import io.triskel.publish.PublishReport;
import io.triskel.publish.RejectionCause;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The documented way to publish: what it returns from without an exception is on the bus. */
class PublishUntilItIsThereTest {
    private static final TypeRegistry TYPES =
            TypeRegistry.builder().add("test.counted", 1, Counted.class).build();

    record Counted(int number) {}

    /** Refuses the first requests, as a stream does that has just been scaled down. */
    private record Throttled(EventBus real, AtomicInteger refusals) implements EventBus {
        @Override
        public BusLimits limits() {
            return real.limits();
        }

        @Override
        public CompletionStage<List<BusResult>> send(List<Outgoing> batch, Deadline deadline) {
            return refusals.getAndDecrement() > 0
                    ? CompletableFuture.completedFuture(batch.stream()
                            .map(each -> BusResult.failed(RejectionCause.THROTTLED, "slow down"))
                            .toList())
                    : real.send(batch, deadline);
        }
    }

    @Test
    void two_throttles_at_the_start_lose_nothing() {
        InMemoryBus bus = InMemoryBus.of(EventCodec.of(TYPES), WireMode.STRUCTURED, 4);
        Platform platform = Platform.of(
                Platform.Settings.of("/test", TYPES),
                new InMemoryStores(),
                () -> new Throttled(bus, new AtomicInteger(2)));

        for (int i = 0; i < 2_000; i++) {
            platform.publish(new Counted(i), "key");
        }

        AtomicInteger kept = new AtomicInteger();
        bus.forEachKept(each -> kept.incrementAndGet());
        assertThat(kept).hasValue(2_000);
    }

    @Nested
    class A_full_bus_in_memory {
        private static final int EVENTS = 70_000;
        private static final int ROOM = 65_536;

        private final List<Integer> handled = new ArrayList<>();
        private Runnable meanwhile = () -> {};
        private final InMemoryPlatform platform = InMemoryPlatform.of(Platform.Settings.of("/test", TYPES)
                .clock(InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z")))
                .waiter((woken, most) -> meanwhile.run()));
        private final InMemoryPump pump = platform.subscribe(platform.consumer("counting")
                .on(Counted.class, (event, handling) -> handled.add(event.data().number()))
                .build());

        private void publish(int from, int to) {
            for (int i = from; i < to; i++) {
                platform.publish(new Counted(i), "key");
            }
        }

        private void requireAllHandledInOrder() {
            assertThat(handled).isEqualTo(IntStream.range(0, EVENTS).boxed().toList());
        }

        @Test
        void pushes_back_until_somebody_drains_it() {
            meanwhile = pump::drain;

            publish(0, EVENTS);
            pump.drain();

            requireAllHandledInOrder();
        }

        @Test
        void says_so_at_the_deadline_and_takes_events_again_once_it_is_drained() {
            publish(0, ROOM);

            assertThatThrownBy(() -> publish(ROOM, ROOM + 1))
                    .isInstanceOf(PublishFailedException.class)
                    .hasMessageContaining("rejected as THROTTLED: the in-memory bus is full at 65,536 events of one"
                            + " partition: drain a pump, or unsubscribe group 'counting', which has not settled its oldest"
                            + " event. Publish");

            pump.drain();
            publish(ROOM, EVENTS);
            pump.drain();

            requireAllHandledInOrder();
        }

        @Test
        void is_a_throttle_to_who_treats_entries_and_recovers_by_a_resume() {
            OrderingKey key = new OrderingKey("key");
            List<Envelope<Counted>> events = IntStream.range(0, EVENTS)
                    .mapToObj(i -> platform.events().of(new Counted(i)).withKey(key))
                    .toList();

            PublishReport full = platform.publisher().publishAndWait(events, platform.in(Duration.ofSeconds(10)));
            pump.drain();
            platform.publisher().resume(key);
            PublishReport rest = platform.publisher()
                    .publishAndWait(events.subList(ROOM, EVENTS), platform.in(Duration.ofSeconds(10)));
            pump.drain();

            assertThat(full.acceptedPrefix()).isEqualTo(full.accepted()).isEqualTo(ROOM);
            assertThat(full.rejected().get(0).cause()).isEqualTo(RejectionCause.THROTTLED);
            assertThat(rest.complete()).isTrue();
            requireAllHandledInOrder();
        }
    }

    @Nested
    class A_handler_that_publishes {
        private final ScriptedAnswers bus = new ScriptedAnswers();
        private final Platform platform = Platform.of(
                Platform.Settings.of("/test", TYPES)
                        .clock(InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z")))
                        .waiter((woken, most) -> {}),
                new InMemoryStores(),
                () -> bus);
        private final HostedConsumer consumer = platform.consumer("forwarding")
                .on(
                        Counted.class,
                        (event, handling) -> platform.publish(
                                List.of(platform.events().causedBy(event, "copy", event.data())), handling.deadline()))
                .retryThenPark(1)
                .build();

        private Verdict verdict() {
            Envelope<Counted> event = platform.events().of(new Counted(1)).keyed("key");
            return consumer.processor()
                    .process(
                            List.of(Delivery.of(event, new Delivery.Position("1"))),
                            Redelivery.FROM_FIRST_UNSETTLED,
                            platform.in(Duration.ofSeconds(30)))
                    .verdicts()
                    .get(0);
        }

        @ParameterizedTest
        @EnumSource(names = {"THROTTLED", "TRANSIENT", "UNKNOWN", "DENIED", "NOT_FOUND"})
        void is_not_blamed_for_a_bus_that_does_not_take_its_event(RejectionCause cause) {
            bus.answer = cause;

            assertThat(verdict())
                    .isInstanceOfSatisfying(
                            Verdict.Unsettled.class,
                            unsettled -> assertThat(unsettled.why()).isEqualTo(Verdict.Why.PORT_FAILED));
        }

        @ParameterizedTest
        @EnumSource(names = {"TOO_LARGE", "INVALID"})
        void parks_the_event_that_it_can_make_nothing_publishable_of(RejectionCause cause) {
            bus.answer = cause;

            assertThat(verdict())
                    .isInstanceOfSatisfying(
                            Verdict.Parked.class,
                            parked -> assertThat(parked.reason())
                                    .startsWith(
                                            "failed 1 times, last with io.triskel.publish.PublishFailedException at "));
        }
    }

    /** Answers every event with the same refusal. */
    private static final class ScriptedAnswers implements EventBus {
        private final EventBus real = InMemoryBus.of(EventCodec.of(TYPES), WireMode.STRUCTURED, 1);
        private RejectionCause answer = RejectionCause.THROTTLED;

        @Override
        public BusLimits limits() {
            return real.limits();
        }

        @Override
        public CompletionStage<List<BusResult>> send(List<Outgoing> batch, Deadline deadline) {
            return CompletableFuture.completedFuture(
                    batch.stream().map(each -> BusResult.failed(answer, "no")).toList());
        }
    }
}
