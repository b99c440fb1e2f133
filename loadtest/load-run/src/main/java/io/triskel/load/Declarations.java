package io.triskel.load;

import io.triskel.consume.Redelivery;
import io.triskel.publish.EventBus.BusLimits;
import java.time.Duration;
import java.util.Set;

/**
 * What a target declares about itself. Contracts hold the target to it; measurements size batches and time-outs by it.
 *
 * @param redeliveries how its hosts bring unsettled events back; empty if it hosts no consumers
 * @param ordering the order that its bus keeps
 * @param bus batch and event limits and how events are encoded
 * @param publication time enough for one call that publishes, up to twice the largest request
 * @param delivery how long until a published event can be read
 * @param indexLag how long until an index of the stores shows a write
 */
public record Declarations(
        Set<Redelivery> redeliveries,
        KeptOrder ordering,
        BusLimits bus,
        Duration publication,
        Duration delivery,
        Duration indexLag) {
    public Declarations {
        redeliveries = Set.copyOf(redeliveries);
    }
}
