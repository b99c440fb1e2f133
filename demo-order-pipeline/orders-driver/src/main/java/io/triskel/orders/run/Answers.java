package io.triskel.orders.run;

/** The messages of a run to its driver while it is under way. */
public interface Answers {
    /** A line of the input is invalid. */
    void invalid(long number, String reason);

    /** How far the run is. */
    void progress(String phase, long orders, long ended, long events);

    /** How many events of the history the rebuild of the order view has read. */
    void rebuilding(long read);
}
