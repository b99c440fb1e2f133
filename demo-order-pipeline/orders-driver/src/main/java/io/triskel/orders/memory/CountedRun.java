package io.triskel.orders.memory;

import io.triskel.orders.pipeline.Style;
import io.triskel.orders.run.Answers;
import io.triskel.orders.run.PipelineRun;
import io.triskel.platform.Stores;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Counts what orders do in their stores: orders run in this process, over the bus in memory, one consumer after another.
 *
 * @param orders that entered fulfilment
 * @param operations how often each was done
 * @param streamReads how often how many events were read from a stream
 */
public record CountedRun(long orders, Map<String, Long> operations, Map<Integer, Long> streamReads) {
    private static final String PLACED = "orders.order-placed.v1";

    public CountedRun {
        operations = Map.copyOf(operations);
        streamReads = Map.copyOf(streamReads);
    }

    /** {@return what these lines of input lead to} */
    public static CountedRun inMemory(List<String> lines) {
        return of(lines, new CountedStores(Optional.empty(), Optional.empty(), new StoreWork()));
    }

    /**
     * {@return what these lines of input lead to on other stores}
     *
     * @param used by the pipeline, with the run's clock
     * @param looked used by the driver that waits for the pipeline's rest, on the same data; its calls are not counted
     */
    public static CountedRun on(
            Function<InstantSource, Stores> used, Function<InstantSource, Stores> looked, List<String> lines) {
        return of(lines, new CountedStores(Optional.of(used), Optional.of(looked), new StoreWork()));
    }

    private static CountedRun of(List<String> lines, CountedStores stores) {
        try (MemoryPipeline pipeline = new MemoryPipeline(Style.ORCHESTRATION, stores)) {
            PipelineRun run = new PipelineRun(new DrivenMemory(pipeline), new NoAnswers());
            for (int i = 0; i < lines.size(); i++) {
                run.line(i + 1L, lines.get(i));
            }
            run.finish();
            return new CountedRun(
                    pipeline.tally().eventsByType().getOrDefault(PLACED, 0L),
                    stores.work().done(),
                    stores.work().streamReads());
        }
    }

    private static final class NoAnswers implements Answers {
        @Override
        public void invalid(long number, String reason) {}

        @Override
        public void progress(String phase, long orders, long ended, long events) {}

        @Override
        public void rebuilding(long read) {}
    }
}
