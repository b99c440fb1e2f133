package io.triskel.load;

import io.triskel.consume.Redelivery;
import io.triskel.publish.EventBus.BusLimits;
import java.time.Duration;
import java.util.Set;

/**
 * A target's declarations about itself. Contracts enforce them; measurements derive batch sizes and time-outs from them.
 *
 * @param redeliveries how its hosts redeliver unsettled events; empty if it hosts no consumers
 * @param ordering the ordering that its bus keeps
 * @param bus batch and event limits and how events are encoded
 * @param publication enough time for one publishing call of up to twice the largest request
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
