package io.triskel.benchmarks.store;

import io.triskel.event.Envelope;
import io.triskel.memory.InMemoryEventStore;
import io.triskel.store.EventReader.EventPage;
import io.triskel.store.EventStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** One event of a stream of 10,000 that is read in pages of 500 and folded. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ReplayBenchmark {
    private final InMemoryEventStore objects = fill(InMemoryEventStore.ofObjects());
    private final InMemoryEventStore bytes = fill(InMemoryEventStore.encoded(Account.codec()));
    private final List<Envelope<?>> list = Collections.synchronizedList(
            new ArrayList<>(objects.read(Account.STREAM, 0, Account.EVENTS).events()));

    private static InMemoryEventStore fill(InMemoryEventStore store) {
        return Account.fill(store, Account.commits(1), Account.commands(Account.EVENTS));
    }

    /** Ours. */
    @Benchmark
    @OperationsPerInvocation(Account.EVENTS)
    public long triskel() {
        return fold(objects);
    }

    /** Ours with bytes kept. */
    @Benchmark
    @OperationsPerInvocation(Account.EVENTS)
    public long encoded() {
        return fold(bytes);
    }

    private static long fold(EventStore store) {
        long sum = 0;
        long revision = 0;
        EventPage page;
        do {
            page = store.read(Account.STREAM, revision, 500);
            for (Envelope<?> event : page.events()) {
                sum += ((Account.Moved) event.data()).amount();
            }
            revision += page.events().size();
        } while (page.more());
        return sum;
    }

    /** A list under its lock. */
    @Benchmark
    @OperationsPerInvocation(Account.EVENTS)
    public long synchronizedList() {
        long sum = 0;
        synchronized (list) {
            for (Envelope<?> event : list) {
                sum += ((Account.Moved) event.data()).amount();
            }
        }
        return sum;
    }
}
