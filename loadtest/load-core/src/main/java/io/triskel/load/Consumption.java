package io.triskel.load;

import io.triskel.event.Deadline;
import java.util.List;

/** A consumer in a process of its own, which somebody calls again and again; one thread at a time. */
public interface Consumption extends AutoCloseable {
    /**
     * Reads and settles until it has caught up, cannot go on or reaches a bound.
     *
     * @param limit reading stops when so many events are settled
     */
    Progress run(int limit, Deadline deadline);

    /** Gives back what it may have kept open between runs. */
    @Override
    default void close() {}

    /**
     * What one run came to.
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
