package io.triskel.memory;

import java.util.List;

/** How far one consumer group of the in-memory bus has come; every method is called under the bus's monitor. */
interface BusGroup {
    /**
     * Hands out the next records, or once more those that the member holds unsettled.
     *
     * @param member one of the group's subscriptions
     */
    List<BusRecord> next(Object member, int limit);

    /** Takes back what {@code member} holds, with one flag per record: whether it is settled. */
    void settle(Object member, List<Boolean> settled);

    /** Takes back what {@code member} holds, all of it unsettled. */
    void abandon(Object member);

    /** {@return the oldest offset of a partition that the group still needs} */
    long needs(int partition);

    /** {@return whether everything published is settled} */
    boolean drained();

    static void requireOneEach(List<BusRecord> batch, List<Boolean> settled) {
        if (settled.size() != batch.size()) {
            throw new IllegalArgumentException("A settlement has one verdict per delivery; " + batch.size()
                    + " were delivered, " + settled.size() + " are settled or not");
        }
    }
}
