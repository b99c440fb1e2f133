package io.triskel.orders.run;

import java.util.Map;

/** Counts of all published events. */
public interface Books {
    /** Reads the new events. {@return how many there were so far, repeated ones included if the books count them} */
    long read();

    /** {@return how many events there were, each once} */
    long events();

    /** {@return the events by wire type, each once} */
    Map<String, Long> eventsByType();
}
