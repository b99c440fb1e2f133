package io.triskel.benchmarks.store;

import io.triskel.event.Envelope;
import io.triskel.event.StreamId;
import io.triskel.memory.InMemoryEventStore;
import io.triskel.store.CommandId;
import io.triskel.store.EventAppender.Expectation;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * One append of 100,000 to one stream, and to streams of 1,000 in the same store: a stream's length must not matter.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class GrowthBenchmark {
    private static final int EVENTS = 100_000;
    private static final int SHORT = 1_000;

    private final List<Envelope<Account.Moved>> event = Account.commits(1).get(0);
    private final CommandId command = Account.commands(1).get(0);
    private final List<StreamId> streams = IntStream.range(0, EVENTS / SHORT)
            .mapToObj(i -> new StreamId("account-" + i))
            .toList();
    private InMemoryEventStore store = InMemoryEventStore.ofObjects();
    private int appended;

    /** To a long stream. */
    @Benchmark
    public Object triskel() {
        return append(EVENTS);
    }

    /** To short ones. */
    @Benchmark
    public Object shortStreams() {
        return append(SHORT);
    }

    private Object append(int length) {
        if (appended == EVENTS) {
            store = InMemoryEventStore.ofObjects();
            appended = 0;
        }
        StreamId stream = streams.get(appended / length);
        return store.append(stream, Expectation.exactly(appended++ % length), event, command);
    }
}
