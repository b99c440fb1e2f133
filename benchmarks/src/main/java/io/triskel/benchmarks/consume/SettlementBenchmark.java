package io.triskel.benchmarks.consume;

import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Delivery;
import io.triskel.consume.EventHandler;
import io.triskel.consume.EventHandler.Handling;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.inbox.Fence;
import io.triskel.memory.InMemoryInbox;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** One event of 10,000 in batches of 100, each of 20 lanes, with a handler that only adds up. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SettlementBenchmark {
    private final List<List<Delivery>> batches = Payments.batches(Payments.EVENTS);
    private long sum;
    private final EventHandler<Payments.Paid> handler =
            (event, handling) -> sum += event.data().cents() + handling.attempt();
    private final BatchProcessor processor =
            BatchProcessor.of(Payments.consumer(handler).build()).build();

    /** Ours, where handlers recognise repeats themselves. */
    @Benchmark
    @OperationsPerInvocation(Payments.EVENTS)
    public Object triskel() {
        return Payments.settle(processor, batches);
    }

    /** Ours with an inbox in memory: every event is claimed and completed. */
    @Benchmark
    @OperationsPerInvocation(Payments.EVENTS)
    public Object inMemoryInbox() {
        return Payments.settle(
                BatchProcessor.of(Payments.consumer(handler)
                                .inbox(new InMemoryInbox())
                                .build())
                        .build(),
                batches);
    }

    /** The handler and nothing else. */
    @Benchmark
    @OperationsPerInvocation(Payments.EVENTS)
    public long bareLoop() throws Exception {
        Deadline deadline = Deadline.in(Duration.ofMinutes(5), InstantSource.system());
        for (List<Delivery> batch : batches) {
            for (Delivery delivery : batch) {
                @SuppressWarnings("unchecked")
                Envelope<Payments.Paid> event = (Envelope<Payments.Paid>) ((Delivery.Decoded) delivery).envelope();
                handler.handle(event, new Handling(1, deadline, Fence.none()));
            }
        }
        return sum;
    }
}
