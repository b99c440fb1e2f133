package io.triskel.platform;

import io.triskel.event.Envelope;
import io.triskel.publish.PublishReport.Entry;
import io.triskel.transfer.TransferEvents;
import java.util.List;

/**
 * Publishes the states of entities, for others to keep replicas of.
 *
 * @param <T> the state
 */
public final class Transfers<T> {
    private final Platform platform;
    private final TransferEvents<T> events;

    Transfers(Platform platform, Class<T> state) {
        this.platform = platform;
        this.events = new TransferEvents<>(
                platform.settings().source(), platform.types().requireTypeOf(state));
    }

    /**
     * Publishes a state.
     *
     * @param version from a counter that grows by a conditional write, never from a clock; the counter goes on after a
     *     deletion
     */
    public Entry changed(String entity, long version, T state) {
        return publish(events.changed(entity, version, state));
    }

    /** Publishes that an entity is deleted; the deletion's version is one more than that of its last state. */
    public Entry deleted(String entity, long version) {
        return publish(events.deleted(entity, version));
    }

    private Entry publish(Envelope<?> event) {
        return platform.publish(List.of(event)).entries().get(0);
    }
}
