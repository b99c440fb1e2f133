package io.triskel.consume;

/** How a source brings back unsettled deliveries; an adapter states it per invocation. */
public enum Redelivery {
    /** Each unsettled delivery comes again by itself, as with Pub/Sub push to a function. */
    ONE_BY_ONE,
    /** The source goes back to the first unsettled delivery; all after it come again. */
    FROM_FIRST_UNSETTLED,
    /** The whole batch comes again unless all of it is settled; settled deliveries come as duplicates. */
    WHOLE_BATCH,
    /** Nothing comes again: the core retries in place while there is time, then parks. */
    NEVER,
    /** The source's client keeps the lease of an unsettled delivery: the core retries in place while there is time, then parks. */
    HELD;

    /** Whether an unsettled delivery holds up all later deliveries of the source, in other lanes too. */
    boolean holdsOthers() {
        return this == FROM_FIRST_UNSETTLED || this == WHOLE_BATCH;
    }

    boolean retriesInPlace() {
        return this == NEVER || this == HELD;
    }
}
