package io.triskel.load.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.EventConsumer;
import io.triskel.consume.EventHandler.Handling;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.load.Binding;
import io.triskel.load.Consumption;
import io.triskel.load.Declarations;
import io.triskel.load.Environment;
import io.triskel.load.TestPorts;
import io.triskel.publish.EventBus;
import io.triskel.publish.EventBus.BusLimits;
import io.triskel.publish.EventPublisher;
import io.triskel.publish.OrderedPublisher;
import io.triskel.testkit.PublisherContract;
import io.triskel.testkit.SilentBus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The publisher on a target's bus keeps the contract of all publishers. The target's own long-running consumer reads the
 * events back, so the contract judges what consumers see.
 */
@ExtendWith(SharedTestPorts.Resolver.class)
public abstract class BindingPublisherContract extends PublisherContract {
    private static final EventType NOTED = EventType.of("triskel.testkit.noted", 1);

    private static final EventType TIMED = EventType.of("triskel.contracts.timed", 1);

    /** How far the broker's clock may be from ours: on this machine it is the same clock, rounded to milliseconds. */
    private final Duration clocks;

    private final Declarations declared;
    private final TestPorts ports;
    private final EventBus bus;
    private final EventPublisher publisher;

    /** The data of the contract's own events. */
    record Timed(int number) {}

    /**
     * Opens the target, if no other class of the run has.
     *
     * @param target made from environment variables
     */
    protected BindingPublisherContract(
            SharedTestPorts shared, Function<Map<String, String>, ? extends Binding> target) {
        SharedTestPorts.Opened opened = shared.of(target);
        declared = opened.binding.declarations();
        clocks = opened.binding.environment() == Environment.CLOUD ? Duration.ofMinutes(1) : Duration.ofMillis(1);
        ports = opened.binding.fresh();
        bus = ports.bus();
        publisher = OrderedPublisher.builder(bus, codec()).build();
    }

    @AfterEach
    final void close() {
        ports.close();
    }

    @Override
    protected EventPublisher publisher() {
        return publisher;
    }

    @Override
    protected EventPublisher silent() {
        return OrderedPublisher.builder(new SilentBus(bus), codec()).build();
    }

    @Override
    protected BusLimits limits() {
        return bus.limits();
    }

    @Override
    protected Deadline deadline() {
        return Deadline.in(declared.publication(), InstantSource.system());
    }

    @Override
    protected List<Envelope<?>> readBack(List<EventId> awaited) {
        List<Envelope<?>> read = new CopyOnWriteArrayList<>();
        readBack(awaited, NOTED, codec(), (event, handling) -> read.add(event));
        return read;
    }

    private void readBack(
            List<EventId> awaited, EventType type, EventCodec codec, BiConsumer<Envelope<?>, Handling> handler) {
        Set<EventId> arrived = ConcurrentHashMap.newKeySet();
        EventConsumer consumer = EventConsumer.named("read-back")
                .on(type, (event, handling) -> {
                    handler.accept(event, handling);
                    arrived.add(event.id());
                })
                .build();
        try (Consumption consumption = ports.consumption(
                UUID.randomUUID().toString(),
                BatchProcessor.of(consumer).codec(codec).build(),
                codec)) {
            Deadline end = Deadline.in(declared.delivery(), InstantSource.system());
            while (!consumption.run(Integer.MAX_VALUE, deadline()).caughtUp() || !arrived.containsAll(awaited)) {
                assertThat(end.passed(InstantSource.system()))
                        .as(
                                "waited %s for %d events, %d have arrived",
                                declared.delivery(), awaited.size(), arrived.size())
                        .isFalse();
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    @Test
    final void a_handler_is_told_when_the_broker_took_its_event() {
        EventCodec codec =
                EventCodec.of(TypeRegistry.builder().add(TIMED, Timed.class).build());
        EventPublisher to = OrderedPublisher.builder(bus, codec).build();
        Envelope<Timed> first = timed(1);
        Envelope<Timed> second = timed(2);
        Map<EventId, Instant> accepted = new ConcurrentHashMap<>();

        Instant before = Instant.now();
        assertThat(to.publishAndWait(List.of(first), deadline()).complete()).isTrue();
        Instant between = Instant.now();
        assertThat(to.publishAndWait(List.of(second), deadline()).complete()).isTrue();
        Instant after = Instant.now();
        readBack(
                List.of(first.id(), second.id()),
                TIMED,
                codec,
                (event, handling) -> handling.acceptedAt().ifPresent(at -> accepted.put(event.id(), at)));

        assertThat(accepted).containsKeys(first.id(), second.id());
        assertThat(accepted.get(first.id())).isBetween(before.minus(clocks), between.plus(clocks));
        assertThat(accepted.get(second.id())).isBetween(between.minus(clocks), after.plus(clocks));
    }

    private static Envelope<Timed> timed(int number) {
        return Envelope.of(new EventId("/contracts", UUID.randomUUID().toString()), TIMED, new Timed(number));
    }

    @Test
    final void what_is_declared_is_what_the_bus_keeps_to() {
        assertThat(declared.bus()).isEqualTo(bus.limits());
    }
}
