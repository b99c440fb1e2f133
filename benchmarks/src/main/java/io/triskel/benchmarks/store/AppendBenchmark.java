package io.triskel.benchmarks.store;

import io.triskel.event.Envelope;
import io.triskel.memory.InMemoryEventStore;
import io.triskel.store.CommandId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One event of 10,000 that are appended to one new stream, one by one and in tens, each append under its expectation.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AppendBenchmark {
    /** Events of one append. */
    @Param({"1", "10"})
    public int size;

    private List<List<Envelope<Account.Moved>>> commits = List.of();
    private List<CommandId> commands = List.of();

    /** Makes the events. */
    @Setup
    public void prepare() {
        commits = Account.commits(size);
        commands = Account.commands(commits.size());
    }

    /** Ours. */
    @Benchmark
    @OperationsPerInvocation(Account.EVENTS)
    public Object triskel() {
        return Account.fill(InMemoryEventStore.ofObjects(), commits, commands);
    }

    /** Ours with bytes kept. */
    @Benchmark
    @OperationsPerInvocation(Account.EVENTS)
    public Object encoded() {
        return Account.fill(InMemoryEventStore.encoded(Account.codec()), commits, commands);
    }

    /** A list, which checks nothing. */
    @Benchmark
    @OperationsPerInvocation(Account.EVENTS)
    public Object synchronizedList() {
        List<Envelope<?>> list = Collections.synchronizedList(new ArrayList<>());
        for (List<Envelope<Account.Moved>> commit : commits) {
            list.addAll(commit);
        }
        return list;
    }
}
