package io.triskel.hosting.operation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Records that the cloud's trigger gave up, so that no function gets them any more. */
public interface GivenUp {
    /**
     * Records that were given up together.
     *
     * @param id names them in the place where the trigger put them
     * @param where their part of the bus, and their positions in it, for people
     * @param condition the trigger's reason
     */
    record Batch(String id, String consumer, String where, long records, Instant at, String condition) {}

    /**
     * The result of handing records to their consumer's own function again.
     *
     * @param settled how many the function settled, so that they are handled, or were, or are parked
     * @param problem why the others were not; the batch stays then
     */
    record Redelivered(long settled, Optional<String> problem) {}

    /** {@return why the cloud's trigger gives nothing up, and what expires instead; empty if it can give up} */
    default Optional<String> never() {
        return Optional.empty();
    }

    /**
     * {@return what was given up, oldest first}
     *
     * @param limit the most batches
     */
    List<Batch> list(Predicate<String> consumers, int limit);

    /** Hands the records of a batch to their consumer's own function, and removes the batch once all are settled. A repeat does no harm. */
    Redelivered redeliver(Batch batch);

    /**
     * {@return a cloud whose trigger gives nothing up}
     *
     * @param instead what expires, and when
     */
    static GivenUp never(String instead) {
        return new GivenUp() {
            @Override
            public Optional<String> never() {
                return Optional.of(instead);
            }

            @Override
            public List<Batch> list(Predicate<String> consumers, int limit) {
                return List.of();
            }

            @Override
            public Redelivered redeliver(Batch batch) {
                throw new IllegalStateException(instead);
            }
        };
    }
}
