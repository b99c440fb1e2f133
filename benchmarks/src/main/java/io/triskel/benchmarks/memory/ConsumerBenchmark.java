package io.triskel.benchmarks.memory;

import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Delivery;
import io.triskel.consume.EventConsumer;
import io.triskel.consume.FailurePolicy;
import io.triskel.consume.Redelivery;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.OrderingKey;
import io.triskel.memory.InMemoryBus;
import io.triskel.memory.InMemoryInbox;
import io.triskel.memory.InMemoryParkingLot;
import io.triskel.memory.InMemorySubscription;
import io.triskel.publish.EventBus.WireMode;
import io.triskel.publish.OrderedPublisher;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Events of 500 keys through one consumer with inbox and parking lot, from an ordered publisher over the bus in memory; each
 * hundredth fails at its first attempt. The inbox remembers 100,000 events and the bus keeps 4 times 4,096, so that both are full
 * after a tenth of a million.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(jvmArgsAppend = "-Xmx512m")
public class ConsumerBenchmark {
    private static final EventType NUMBERED = EventType.of("triskel.benchmarks.numbered", 1);
    private static final EventCodec CODEC =
            EventCodec.of(TypeRegistry.builder().add(NUMBERED, Numbered.class).build());
    private static final InstantSource CLOCK = InstantSource.system();
    private static final int KEYS = 500;
    private static final int BATCH = 1_000;
    private static final int FAILS = 100;
    private static final int ATTEMPTS = 3;
    private static final int KEPT = 4_096;
    private static final int REMEMBERED = 100_000;
    private static final Duration TIME = Duration.ofMinutes(1);

    /** Data of an event. */
    record Numbered(int key, int number) {}

    /** How many events a run has. */
    @State(Scope.Thread)
    public static class Run {
        @Param("100000")
        int events;
    }

    /** All events, with a new consumer. */
    @Benchmark
    public long consume(Run run) {
        Handled handled = new Handled();
        InMemoryBus bus = InMemoryBus.of(CODEC, WireMode.STRUCTURED, 4).withCapacity(KEPT);
        OrderedPublisher publisher =
                OrderedPublisher.builder(bus, CODEC).clock(CLOCK).build();
        BatchProcessor processor = BatchProcessor.of(EventConsumer.named("long-lived")
                        .on(
                                NUMBERED,
                                Numbered.class,
                                (event, handling) -> handled.take(event.data(), handling.attempt()))
                        .inbox(new InMemoryInbox(Duration.ofDays(1), REMEMBERED))
                        .parkingLot(new InMemoryParkingLot())
                        .policy(FailurePolicy.retryThenPark(ATTEMPTS))
                        .build())
                .codec(CODEC)
                .clock(CLOCK)
                .build();
        InMemorySubscription subscription = bus.subscribe("long-lived", Redelivery.FROM_FIRST_UNSETTLED);
        LiveSet live = new LiveSet(run.events, System.out);
        for (int done = 0; done < run.events; done += BATCH) {
            publish(publisher, done);
            while (!subscription.drained()) {
                List<Delivery> deliveries = subscription.poll(BATCH);
                subscription.settle(
                        processor.process(deliveries, Redelivery.FROM_FIRST_UNSETTLED, Deadline.in(TIME, CLOCK)));
            }
            live.reached(done + (long) BATCH);
        }
        return handled.all(run.events);
    }

    private static void publish(OrderedPublisher publisher, int from) {
        List<Envelope<?>> events = new ArrayList<>(BATCH);
        for (int event = from; event < from + BATCH; event++) {
            Numbered data = new Numbered(event % KEYS, event / KEYS);
            events.add(Envelope.of(new EventId("/benchmarks", "event-" + event), NUMBERED, data)
                    .withKey(new OrderingKey("key-" + data.key())));
        }
        if (!publisher.publishAndWait(events, Deadline.in(TIME, CLOCK)).complete()) {
            throw new IllegalStateException("The bus did not take all events from " + from);
        }
    }

    /** The next number of each key. */
    private static final class Handled {
        private final int[] next = new int[KEYS];
        private long failures;

        void take(Numbered event, int attempt) {
            if (attempt == 1 && (event.number() * KEYS + event.key()) % FAILS == 0) {
                failures++;
                throw new IllegalStateException("told to fail");
            }
            if (next[event.key()] != event.number()) {
                throw new IllegalStateException(event + " came in place of number " + next[event.key()]);
            }
            next[event.key()]++;
        }

        long all(int events) {
            long handled = Arrays.stream(next).asLongStream().sum();
            if (handled != events || failures == 0) {
                throw new IllegalStateException(
                        handled + " of " + events + " events were handled, after " + failures + " failures");
            }
            return handled;
        }
    }
}
