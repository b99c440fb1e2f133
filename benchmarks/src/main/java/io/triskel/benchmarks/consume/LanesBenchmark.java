package io.triskel.benchmarks.consume;

import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Delivery;
import io.triskel.consume.EventHandler;
import io.triskel.event.Envelope;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One event of a batch of 100 in 20 lanes, with a handler that computes or waits for 50 microseconds. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class LanesBenchmark {
    private static final long WORK = TimeUnit.MICROSECONDS.toNanos(50);

    /** Computes or waits; the system rounds a wait up. */
    @Param({"computes", "waits"})
    public String handler = "";

    private final List<List<Delivery>> batch = Payments.batches(Payments.BATCH);
    private final EventHandler<Payments.Paid> work = (event, handling) -> work(event);
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final BatchProcessor alone =
            BatchProcessor.of(Payments.consumer(work).build()).build();
    private final BatchProcessor onTwoThreads =
            BatchProcessor.of(Payments.consumer(work).build()).executor(threads).build();

    private void work(Envelope<Payments.Paid> event) {
        if (handler.equals("waits")) {
            LockSupport.parkNanos(WORK);
            return;
        }
        long end = System.nanoTime() + WORK;
        while (System.nanoTime() < end && event.data().cents() >= 0) {
            Thread.onSpinWait();
        }
    }

    /** Ends the threads. */
    @TearDown
    public void end() {
        threads.shutdown();
    }

    /** Ours on two threads. */
    @Benchmark
    @OperationsPerInvocation(Payments.BATCH)
    public Object triskel() {
        return Payments.settle(onTwoThreads, batch);
    }

    /** Ours on the calling thread. */
    @Benchmark
    @OperationsPerInvocation(Payments.BATCH)
    public Object callingThread() {
        return Payments.settle(alone, batch);
    }
}
