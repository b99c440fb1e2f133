package io.triskel.orders.run;

import java.time.Duration;
import java.time.Instant;

/** How time goes by for a pipeline. */
public interface Pace {
    /** {@return what time it is where the pipeline works} */
    Instant now();

    /**
     * The moment by which timers are due. A clock that runs ahead to save waiting names what was {@linkplain #pass passed} on
     * purpose and no more: else timers would be due because consumers took long.
     */
    Instant due();

    /** Lets so much time pass. */
    void pass(Duration time);

    /**
     * Lets the pipeline work.
     *
     * @param atMost when to come back; a pipeline that has no threads of its own works as long as it takes
     */
    void pause(Duration atMost);

    /** {@return how long nothing may move although something is left to do, before that counts as a fault} */
    Duration patience();
}
