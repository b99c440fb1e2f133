package io.triskel.benchmarks.store;

import io.triskel.codec.StateCodec;
import io.triskel.decide.CommandHandler;
import io.triskel.decide.CommandHandlerBuilder;
import io.triskel.decide.CommandResult;
import io.triskel.event.Metadata;
import io.triskel.memory.InMemoryEventStore;
import io.triskel.memory.InMemoryStores;
import io.triskel.store.CommandId;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Loading one aggregate of so many events from bytes, with a snapshot every 100 events and without. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class LoadBenchmark {
    /** Events of the stream; the last 50 come after the snapshot. */
    @Param({"150", "1050"})
    public int events;

    private final InMemoryEventStore store = InMemoryEventStore.encoded(Account.codec());
    private final CommandHandler<Account.Move, Account.Balance, Account.Moved> without =
            builder().build();
    private final CommandHandler<Account.Move, Account.Balance, Account.Moved> with = builder()
            .snapshots(new InMemoryStores().snapshots(), StateCodec.of())
            .snapshotEvery(100, Account.Balance.class)
            .build();

    private CommandHandlerBuilder<Account.Move, Account.Balance, Account.Moved> builder() {
        return CommandHandler.builder(new Account(), store, Account.types(), "/accounts");
    }

    /** Fills the stream by commands. */
    @Setup
    public void prepare() {
        for (CommandId command : Account.commands(events)) {
            CommandResult<?> result = with.handle(Account.STREAM, command, new Account.Move(1), Metadata.empty());
            if (!(result instanceof CommandResult.Done)) {
                throw new IllegalStateException("Not done: " + result);
            }
        }
    }

    /** With snapshots. */
    @Benchmark
    public Object triskel() {
        return with.load(Account.STREAM);
    }

    /** From the start. */
    @Benchmark
    public Object withoutSnapshot() {
        return without.load(Account.STREAM);
    }
}
