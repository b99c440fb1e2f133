package io.triskel.consume;

/** How a source redelivers unsettled deliveries; an adapter states it per invocation. */
public enum Redelivery {
    /** Each unsettled delivery is redelivered by itself, as by Pub/Sub push to a function. */
    ONE_BY_ONE,
    /** The source goes back to the first unsettled delivery and redelivers all from there. */
    FROM_FIRST_UNSETTLED,
    /** The whole batch is redelivered unless all of it is settled; settled deliveries arrive as duplicates. */
    WHOLE_BATCH,
    /** Nothing is redelivered: the core retries in place while there is time, then parks. */
    NEVER,
    /**
     * The source's client extends the lease of an unsettled delivery: the core retries in place while there is time, then
     * parks.
     */
    HELD;

    /** Whether an unsettled delivery blocks all later deliveries of the source, in other lanes too. */
    boolean holdsOthers() {
        return this == FROM_FIRST_UNSETTLED || this == WHOLE_BATCH;
    }

    boolean retriesInPlace() {
        return this == NEVER || this == HELD;
    }
}
