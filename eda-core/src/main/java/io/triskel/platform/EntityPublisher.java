package io.triskel.platform;

import io.triskel.event.Envelope;
import io.triskel.publish.PublishFailedException;
import io.triskel.transfer.TransferEvents;
import java.util.List;

/**
 * Publishes the states of entities, so that other services can keep replicas.
 *
 * @param <T> the state
 */
public final class EntityPublisher<T> {
    private final Platform platform;
    private final TransferEvents<T> events;

    EntityPublisher(Platform platform, Class<T> state) {
        this.platform = platform;
        this.events = new TransferEvents<>(
                platform.settings().source(), platform.types().requireTypeOf(state));
    }

    /**
     * Publishes a state, as {@link Platform#publish(List)}. It may arrive after its next version without harm.
     *
     * @param version from a counter that grows by a conditional write, never from a clock, and continues after a deletion
     * @throws PublishFailedException if the state is not on the bus, or may not be; publish it again with the same version
     */
    public void changed(String entity, long version, T state) {
        publish(events.changed(entity, version, state));
    }

    /**
     * Publishes the deletion of an entity; its version is one higher than the last state's.
     *
     * @throws PublishFailedException as {@link #changed}
     */
    public void deleted(String entity, long version) {
        publish(events.deleted(entity, version));
    }

    private void publish(Envelope<?> event) {
        platform.publish(List.of(event));
    }
}
