package io.triskel.load;

import io.triskel.event.Deadline;
import java.util.List;

/** A long-running consumer in a separate process, called repeatedly by one thread at a time. */
public interface Consumption extends AutoCloseable {
    /**
     * Reads and settles until it has caught up, cannot go on or reaches a bound.
     *
     * @param limit reading stops when so many events are settled
     */
    Progress run(int limit, Deadline deadline);

    /** Stops what the consumer reads between runs, if it does; the next run reads on. */
    default void pause() {}

    /** Releases what the consumer kept open between runs. */
    @Override
    default void close() {}

    /**
     * The result of one run.
     *
     * @param settled how many events
     * @param caughtUp whether all that was on the bus is settled
     * @param problems for people: what ended the run early
     */
    record Progress(int settled, boolean caughtUp, List<String> problems) {
        public Progress {
            problems = List.copyOf(problems);
        }
    }
}
