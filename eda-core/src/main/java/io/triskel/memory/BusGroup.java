package io.triskel.memory;

import java.util.List;

/** The progress of one consumer group of the in-memory bus; every method is called under the bus's monitor. */
interface BusGroup {
    /**
     * Delivers the next records, or redelivers those that the member holds unsettled.
     *
     * @param member one of the group's subscriptions
     */
    List<BusRecord> next(Object member, int limit);

    /** Settles the records that {@code member} holds, with one flag per record: whether it is settled. */
    void settle(Object member, List<Boolean> settled);

    /** Releases the records that {@code member} holds, unsettled. */
    void abandon(Object member);

    /** {@return the oldest offset that the group still needs of a partition} */
    long needs(int partition);

    /** {@return how many of the published events are not settled} */
    long waiting();

    /** {@return whether everything published is settled} */
    boolean drained();

    static void requireOneEach(List<BusRecord> batch, List<Boolean> settled) {
        if (settled.size() != batch.size()) {
            throw new IllegalArgumentException("A settlement has one verdict per delivery; " + batch.size()
                    + " were delivered, " + settled.size() + " are settled or not");
        }
    }
}
