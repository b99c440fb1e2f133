package io.triskel.orders.run;

/** What a run tells its driver while it is under way. */
public interface Answers {
    /** A line says nothing that could be acted on. */
    void invalid(long number, String reason);

    /** How far the run is. */
    void progress(String phase, long orders, long ended, long events);

    /** How many events of the history the order view was built anew from by now. */
    void rebuilding(long read);
}
