package io.triskel.benchmarks.growth;

import io.triskel.event.Page;
import io.triskel.memory.InMemoryFeed;
import io.triskel.memory.InMemoryStores;
import io.triskel.projection.ReadModel;
import io.triskel.projection.ReadModel.Row;
import io.triskel.transfer.Replicas;
import io.triskel.transfer.Replicas.Replica;
import java.util.Map;
import java.util.Optional;
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

/** Reads all of a table, of an index key, of a collection and of a feed, in pages of a hundred. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PagesBenchmark {
    @Param({"1024", "4096", "16384"})
    int items;

    private final ReadModel rows = new InMemoryStores().readModel();
    private final Replicas replicas = new InMemoryStores().replicas();
    private final InMemoryFeed feed = new InMemoryFeed();

    /** Fills all of them. */
    @Setup(Level.Trial)
    public void fill() {
        for (int i = 0; i < items; i++) {
            rows.put("table", new Row("row-" + i, 1, 1, Map.of("index", "key"), new byte[16]), 0);
            replicas.put("collection", feed.change("entity-" + i, new byte[16]));
        }
    }

    /** Reads a table. */
    @Benchmark
    public int pageRows() {
        int read = 0;
        Optional<String> after = Optional.empty();
        do {
            Page<Row> page = rows.page("table", after, Things.PAGE);
            read += page.items().size();
            after = page.next();
        } while (after.isPresent());
        return read;
    }

    /** Reads one key of an index. */
    @Benchmark
    public int queryRows() {
        int read = 0;
        Optional<String> after = Optional.empty();
        do {
            Page<Row> page = rows.query("table", "index", "key", after, Things.PAGE);
            read += page.items().size();
            after = page.next();
        } while (after.isPresent());
        return read;
    }

    /** Reads a collection of replicas. */
    @Benchmark
    public int pageReplicas() {
        int read = 0;
        Optional<String> after = Optional.empty();
        do {
            Page<Replica> page = replicas.page("collection", after, Things.PAGE);
            read += page.items().size();
            after = page.next();
        } while (after.isPresent());
        return read;
    }

    /** Reads a feed. */
    @Benchmark
    public int readFeed() {
        int read = 0;
        Optional<String> after = Optional.empty();
        do {
            Page<Replica> page = feed.read(after, Things.PAGE);
            read += page.items().size();
            after = page.next();
        } while (after.isPresent());
        return read;
    }
}
