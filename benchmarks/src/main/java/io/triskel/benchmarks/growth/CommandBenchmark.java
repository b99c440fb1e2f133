package io.triskel.benchmarks.growth;

import io.triskel.codec.StateCodec;
import io.triskel.decide.CommandHandler;
import io.triskel.decide.CommandResult;
import io.triskel.decide.Decider;
import io.triskel.event.StreamId;
import io.triskel.memory.InMemoryEventStore;
import io.triskel.memory.InMemoryStores;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Commands one after another on a new stream, with a snapshot every 100 events. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CommandBenchmark {
    @Param({"1000", "10000", "100000"})
    int items;

    /** Each command is found to be new among all before it. */
    @Benchmark
    public long commandsOfOneStream() {
        CommandHandler<Things.Thing, Sagas.Counted, Things.Thing> handler = CommandHandler.builder(
                        Decider.<Things.Thing, Sagas.Counted, Things.Thing>of(
                                new Sagas.Counted(0),
                                (command, state) -> List.of(command),
                                (state, event) -> new Sagas.Counted(state.inputs() + 1)),
                        InMemoryEventStore.ofObjects(),
                        Things.CODEC.types(),
                        "/things")
                .snapshots(new InMemoryStores().snapshots(), StateCodec.of())
                .snapshotEvery(100, Sagas.Counted.class)
                .deciderName("things")
                .build();
        StreamId stream = new StreamId("thing-1");
        for (int i = 0; i < items; i++) {
            CommandResult<Things.Thing> result = handler.handle(stream, "command-" + i, new Things.Thing(i));
            if (!(result instanceof CommandResult.Done)) {
                throw new IllegalStateException("Not done: " + result);
            }
        }
        return handler.load(stream).revision();
    }
}
