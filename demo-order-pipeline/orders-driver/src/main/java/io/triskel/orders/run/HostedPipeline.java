package io.triskel.orders.run;

import io.triskel.orders.pipeline.Ports;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A hosted pipeline, as its {@link Operator} sees it and starts its work. */
public interface HostedPipeline {
    /** {@return the pipeline's ports, to look into the stores} */
    Ports ports();

    /** Runs the clock's work that is due at {@code now}; a failure is not reported, because the next tick tries again. */
    void tick(Instant now);

    /** Replays all parked events. {@return how many events were handled; 0 if that failed} */
    long replayParked();

    /** {@return whether all that was published was settled by every consumer} */
    boolean isCaughtUp();

    /** {@return the consumers that are behind, for people} */
    List<String> behind();

    /** {@return how many events wait for which consumer; a consumer whose events nobody counts is absent} */
    default Map<String, Long> waiting() {
        return Map.of();
    }

    /** {@return the consumers that only another language than Java has} */
    default List<String> otherConsumers() {
        return List.of();
    }

    /** {@return the consumers' positions, equal while nothing moves} */
    Object checkpoints();
}
