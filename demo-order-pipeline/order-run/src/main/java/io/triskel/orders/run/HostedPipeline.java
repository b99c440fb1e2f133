package io.triskel.orders.run;

import io.triskel.orders.pipeline.Ports;
import java.time.Instant;
import java.util.List;

/** A pipeline where it is hosted, as whoever looks after it sees it and sets off its work. */
public interface HostedPipeline {
    /** {@return the way to the stores, to look at them} */
    Ports ports();

    /** Has the clock's work done that is due at {@code now}; that it fails is nothing to worry about, it is asked again. */
    void tick(Instant now);

    /** Has all that is parked replayed. {@return how many events were handled; 0 if that failed} */
    long replayParked();

    /** {@return whether all that was published was settled by every consumer} */
    boolean isCaughtUp();

    /** {@return the consumers that are behind, for people} */
    List<String> behind();

    /** {@return how far the consumers are: equal while nothing moves} */
    Object checkpoints();
}
