package io.triskel.benchmarks.growth;

import io.triskel.consume.Delivery;
import io.triskel.consume.Redelivery;
import io.triskel.consume.Settlement;
import io.triskel.consume.Verdict;
import io.triskel.event.Envelope;
import io.triskel.memory.InMemoryBus;
import io.triskel.memory.InMemorySubscription;
import io.triskel.publish.EventBus.WireMode;
import io.triskel.publish.OrderedPublisher;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Many events published in one call, each with a key of its own or all with one key; and events taken one by one. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BusBenchmark {
    /** A publisher on an empty bus, and the events to publish. */
    @State(Scope.Thread)
    public static class Publishing {
        @Param({"1024", "4096", "16384"})
        int items;

        private final List<Envelope<?>> ofManyKeys = new ArrayList<>();
        private final List<Envelope<?>> ofOneKey = new ArrayList<>();

        OrderedPublisher publisher;

        /** Makes the events once. */
        @Setup(Level.Trial)
        public void make() {
            for (int i = 0; i < items; i++) {
                ofManyKeys.add(Things.event(i, "k" + i));
                ofOneKey.add(Things.event(i, "k"));
            }
        }

        /** Begins with an empty bus. */
        @Setup(Level.Invocation)
        public void begin() {
            publisher = publisher(bus());
        }
    }

    /** A bus with events that each have a key of their own. */
    @State(Scope.Thread)
    public static class Waiting {
        @Param({"1024", "4096", "16384"})
        int items;

        InMemorySubscription subscription;

        /** Publishes the events. */
        @Setup(Level.Invocation)
        public void publish() {
            InMemoryBus bus = bus();
            subscription = bus.subscribe("group", Redelivery.ONE_BY_ONE);
            List<Envelope<?>> events = new ArrayList<>();
            for (int i = 0; i < items; i++) {
                events.add(Things.event(i, "k" + i));
            }
            if (!publisher(bus).publishAndWait(events, Things.deadline()).complete()) {
                throw new IllegalStateException("The bus did not take all " + items + " events");
            }
        }
    }

    private static InMemoryBus bus() {
        return InMemoryBus.of(Things.CODEC, WireMode.STRUCTURED, 4);
    }

    private static OrderedPublisher publisher(InMemoryBus bus) {
        return OrderedPublisher.builder(bus, Things.CODEC).clock(Things.CLOCK).build();
    }

    /** Each event has a key of its own. */
    @Benchmark
    public Object publishManyKeys(Publishing publishing) {
        return publishing.publisher.publishAndWait(publishing.ofManyKeys, Things.deadline());
    }

    /** All events have one key. */
    @Benchmark
    public Object publishOneKey(Publishing publishing) {
        return publishing.publisher.publishAndWait(publishing.ofOneKey, Things.deadline());
    }

    /** Each event is taken and settled by itself. */
    @Benchmark
    public int takeOneByOne(Waiting waiting) {
        int taken = 0;
        List<Delivery> next = waiting.subscription.poll(1);
        while (!next.isEmpty()) {
            taken += next.size();
            waiting.subscription.settle(new Settlement(Collections.nCopies(next.size(), Verdict.handled())));
            next = waiting.subscription.poll(1);
        }
        return taken;
    }
}
