package io.triskel.orders.run;

import java.util.Map;

/** The books of all that is published. */
public interface Books {
    /** Looks for what has come since. {@return how many there were so far, repeated ones included if the books tell} */
    long read();

    /** {@return how many events there were, each once} */
    long events();

    /** {@return the same by their type on the wire} */
    Map<String, Long> eventsByType();
}
