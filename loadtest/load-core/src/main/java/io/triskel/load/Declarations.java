package io.triskel.load;

import io.triskel.consume.Redelivery;
import io.triskel.publish.BusLimits;
import java.time.Duration;
import java.util.Set;

/**
 * What a target says of itself. Contracts hold it to that, measurements size their batches and their patience by it.
 *
 * @param redeliveries how its hosts bring back what is unsettled; empty if it hosts no consumers
 * @param ordering what its bus keeps
 * @param bus batch and event limits and how events are encoded
 * @param publication enough for any one call to publish, up to twice a request of the largest size
 * @param delivery how long until what was published can be read
 * @param indexLag how long until what was written is seen by an index of the stores
 */
public record Declarations(
        Set<Redelivery> redeliveries,
        Ordering ordering,
        BusLimits bus,
        Duration publication,
        Duration delivery,
        Duration indexLag) {
    public Declarations {
        redeliveries = Set.copyOf(redeliveries);
    }
}
