package io.triskel.benchmarks.memory;

import io.triskel.archive.Archive;
import io.triskel.archive.ArchiveHistory;
import io.triskel.archive.JsonLines;
import io.triskel.codec.StateCodec;
import io.triskel.memory.InMemoryStores;
import io.triskel.projection.Projection;
import io.triskel.projection.ReadModel;
import io.triskel.projection.Rebuild;
import io.triskel.projection.View;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
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
 * A view of 50,000 rows rebuilt from an archive of JSON lines, in a heap of 512 MiB. Each stream is spread over all objects,
 * out of order. The rows are in the same heap.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(jvmArgsAppend = "-Xmx512m")
public class RebuildBenchmark {
    private static final int STREAMS = 50_000;
    private static final int STEP = 2_000;
    private static final int MIB = 1 << 20;

    /** A row of the view. */
    record Balance(long events, long amount) {}

    /** How many events the archive has, a multiple of 50,000. */
    @State(Scope.Thread)
    public static class Run {
        @Param("100000")
        int events;
    }

    /** The whole rebuild. */
    @Benchmark
    public long rebuild(Run run) {
        LiveSet live = new LiveSet(run.events, System.out);
        ReadModel rows = new InMemoryStores().readModel();
        View<Balance> view = View.of(
                        Projection.of(
                                "balances",
                                Balance.class,
                                MovedEvents.Moved.class,
                                new Balance(0, 0),
                                (row, moved) -> new Balance(row.events() + 1, row.amount() + moved.amount())),
                        rows,
                        StateCodec.of())
                .on(MovedEvents.MOVED, MovedEvents.Moved.class)
                .build();
        MovedEvents objects = new MovedEvents(run.events, STREAMS);
        try (ArchiveHistory history = new ArchiveHistory(
                Archive.of(objects, "events/", new JsonLines()),
                MovedEvents.CODEC,
                Instant.EPOCH,
                record -> {
                    throw new IllegalStateException("The archive has a record that is not an event: " + record);
                },
                Path.of(System.getProperty("java.io.tmpdir")))) {
            Rebuild<Balance> rebuild = view.rebuild(history, generation -> {});
            long done = 0;
            while (rebuild.step(STEP)) {
                done += STEP;
                live.reached(done);
            }
            System.out.printf(
                    Locale.ROOT,
                    "%n%,d MiB in temporary files, %,d objects opened%n",
                    history.temporaryBytes() / MIB,
                    objects.opened());
            rebuild.complete();
        }
        return checked(view, run.events);
    }

    private static long checked(View<Balance> view, int events) {
        long sum = 0;
        for (int stream = 0; stream < STREAMS; stream++) {
            Balance balance = view.find(MovedEvents.stream(stream)).orElseThrow();
            if (balance.events() != events / STREAMS) {
                throw new IllegalStateException("Stream " + stream + " has " + balance);
            }
            sum += balance.events();
        }
        return sum;
    }
}
