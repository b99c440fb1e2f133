package io.triskel.orders.memory;

import io.triskel.memory.InMemoryStores;
import io.triskel.platform.Stores;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/**
 * Stores for a run whose work is counted. The keys of personal data stay in memory.
 *
 * @param used by the pipeline, with the run's clock; empty for those in memory
 * @param looked used by the driver that waits for the pipeline's rest, and not counted; on the same data
 */
record CountedStores(
        Optional<Function<InstantSource, Stores>> used,
        Optional<Function<InstantSource, Stores>> looked,
        StoreWork work) {
    Stores counted(InMemoryStores memory, InstantSource clock) {
        return new DisturbedStores(
                used.map(each -> each.apply(clock)).orElse(memory), memory.personalKeys(), work::counting);
    }

    Stores calm(InMemoryStores memory, InstantSource clock) {
        return new DisturbedStores(
                looked.map(each -> each.apply(clock)).orElse(memory), memory.personalKeys(), CountedStores::same);
    }

    private static <T> T same(Class<T> port, T real) {
        return real;
    }
}
