package io.triskel.benchmarks.growth;

import io.triskel.event.StreamId;
import io.triskel.memory.InMemoryEventStore;
import io.triskel.outbox.Dispatcher;
import io.triskel.outbox.Dispatcher.DrainReport;
import io.triskel.store.CommandId;
import io.triskel.store.EventAppender.AppendResult;
import io.triskel.store.EventAppender.Expectation;
import java.time.Duration;
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

/** An event of each of many streams, drained. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OutboxBenchmark {
    /** Streams with an event each that is not published. */
    @State(Scope.Thread)
    public static class Streams {
        @Param({"1024", "4096", "16384"})
        int items;

        Dispatcher dispatcher;

        /** Commits an event to each stream. */
        @Setup(Level.Invocation)
        public void commit() {
            InMemoryEventStore store = InMemoryEventStore.ofObjects();
            for (int i = 0; i < items; i++) {
                AppendResult result = store.append(
                        new StreamId("stream-" + i),
                        Expectation.noStream(),
                        List.of(Things.event(i, "k" + i)),
                        new CommandId("c" + i));
                if (!(result instanceof AppendResult.Committed)) {
                    throw new IllegalStateException("Not appended: " + result);
                }
            }
            dispatcher = Dispatcher.builder(store, store, Things.acceptsAll())
                    .clock(Things.CLOCK)
                    .lease(Duration.ofMinutes(1))
                    .build();
        }
    }

    /** All in one call. */
    @Benchmark
    public Object drainAtOnce(Streams streams) {
        return streams.dispatcher.drain(streams.items, Things.deadline());
    }

    /** A hundred in each call. */
    @Benchmark
    public int drainByHundreds(Streams streams) {
        int published = 0;
        DrainReport report = streams.dispatcher.drain(Things.PAGE, Things.deadline());
        while (!report.idle()) {
            published += report.published();
            report = streams.dispatcher.drain(Things.PAGE, Things.deadline());
        }
        return published;
    }
}
