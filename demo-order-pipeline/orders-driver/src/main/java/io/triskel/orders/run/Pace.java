package io.triskel.orders.run;

import java.time.Duration;
import java.time.Instant;

/** How time goes by for a pipeline. */
public interface Pace {
    /** {@return the pipeline's current time} */
    Instant now();

    /**
     * The moment by which timers are due. A clock that runs ahead to save waiting counts only the time that was {@linkplain
     * #pass passed} on purpose: else slow consumers would make timers due.
     */
    Instant due();

    /** Lets so much time pass. */
    void pass(Duration time);

    /**
     * Lets the pipeline work.
     *
     * @param atMost the longest pause; a pipeline without threads works as long as it takes
     */
    void pause(Duration atMost);

    /** {@return how long nothing may move while work is left, before that counts as a fault} */
    Duration patience();
}
