package io.triskel.platform;

import io.triskel.event.Envelope;
import io.triskel.publish.PublishFailedException;
import io.triskel.transfer.TransferEvents;
import java.util.List;

/**
 * Publishes the states of entities, for others to keep replicas of.
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
     * Publishes a state, as {@link Platform#publish(List)}; a state whose next version is on the bus first does no harm.
     *
     * @param version from a counter that grows by a conditional write, never from a clock; the counter goes on after a
     *     deletion
     * @throws PublishFailedException if it is not on the bus, or may not be; publish it again, with the same version
     */
    public void changed(String entity, long version, T state) {
        publish(events.changed(entity, version, state));
    }

    /**
     * Publishes that an entity is deleted; the deletion's version is one more than that of its last state.
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
