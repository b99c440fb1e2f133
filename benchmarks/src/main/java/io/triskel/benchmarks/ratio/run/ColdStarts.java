package io.triskel.benchmarks.ratio.run;

import io.triskel.benchmarks.ratio.Goal;
import io.triskel.benchmarks.ratio.RatioMeasure;
import io.triskel.benchmarks.ratio.RatioRun;
import io.triskel.benchmarks.ratio.Sample;
import io.triskel.benchmarks.ratio.Side;
import io.triskel.load.Site;
import io.triskel.local.Await;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Two functions, an empty one and ours, that are started and ended again and again: compared from the start of a JVM to the
 * end of its first call, by time and by the processor time of that JVM, which a busy machine changes less.
 *
 * @param empty does nothing
 * @param started what both need; ended in this order
 */
public record ColdStarts(Function empty, Function ours, List<AutoCloseable> started) implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * A deployed function.
     *
     * @param name for people
     * @param description what it does
     * @param call causes a call of the function; need not wait for it
     * @param firstCalls how long each JVM took to the end of its first call, in the order of their starts
     * @param errors of its calls so far
     * @param idle whether nothing is left to be done
     * @param ended ends its JVM; answers whether the JVM has ended
     */
    public record Function(
            String name,
            String description,
            Runnable call,
            Supplier<List<Duration>> firstCalls,
            LongSupplier errors,
            BooleanSupplier idle,
            BooleanSupplier ended) {}

    RatioRun comparison() {
        return new RatioRun(
                "cold start",
                side(empty),
                side(ours),
                List.of(new Goal(RatioMeasure.TIME, 1.5), new Goal(RatioMeasure.CPU, 1.8)));
    }

    private Side side(Function function) {
        return new Side(function.name(), function.description(), () -> start(function));
    }

    private Sample start(Function function) {
        int before = function.firstCalls().get().size();
        Set<Long> others = children().map(ProcessHandle::pid).collect(Collectors.toSet());
        function.call().run();
        Await.until(
                "the first call of " + function.name(),
                PATIENCE,
                () -> function.firstCalls().get().size() > before
                        && function.idle().getAsBoolean());
        long processor = children()
                .filter(child -> !others.contains(child.pid()))
                .flatMap(child -> child.info().totalCpuDuration().stream())
                .mapToLong(Duration::toNanos)
                .sum();
        Duration took = function.firstCalls().get().get(before);
        if (function.errors().getAsLong() > 0) {
            throw new IllegalStateException("The " + function.name() + " did not do what it was called for");
        }
        Await.until("the end of the " + function.name(), PATIENCE, function.ended());
        return new Sample(1, took.toNanos(), processor);
    }

    private static Stream<ProcessHandle> children() {
        return ProcessHandle.current().descendants();
    }

    @Override
    public void close() {
        Site.end(started);
    }
}
