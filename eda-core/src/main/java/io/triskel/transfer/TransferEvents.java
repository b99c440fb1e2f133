package io.triskel.transfer;

import io.triskel.event.DerivedId;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.EventType;
import io.triskel.event.Metadata;
import io.triskel.event.NoData;
import io.triskel.event.OrderingKey;
import java.util.Optional;

/**
 * Makes events with an entity's state, for services that keep a replica.
 *
 * <p>Their ids derive from entity and version, so publishing a version again makes a duplicate and not another event; the
 * entity is their ordering key and subject.
 *
 * @param <T> the state
 */
public final class TransferEvents<T> {
    private final String source;
    private final EventType type;

    /**
     * Makes events of one type.
     *
     * @param source the CloudEvents source of the events
     * @param type the type of the state in the codec's registry
     */
    public TransferEvents(String source, EventType type) {
        this.source = source;
        this.type = type;
    }

    /**
     * Makes an event with a state.
     *
     * @param version from a counter that grows by a conditional write, never from a clock
     */
    public Envelope<T> changed(String entity, long version, T state) {
        return envelope(entity, version, false, Metadata.empty(), state);
    }

    /** {@return an event with the stream's state after {@code fact}, whose revision is the version} */
    public Envelope<T> changed(String entity, Envelope<?> fact, T state) {
        return at(fact, envelope(entity, revision(fact), false, Metadata.causedBy(fact), state));
    }

    /**
     * Makes the event that announces an entity's deletion.
     *
     * @param version one more than the entity's last state's; a re-creation continues the count
     */
    public Envelope<NoData> deleted(String entity, long version) {
        return envelope(entity, version, true, Metadata.empty(), NoData.NO_DATA);
    }

    /** {@return the event for the entity's deletion by {@code fact}, whose revision is the version} */
    public Envelope<NoData> deleted(String entity, Envelope<?> fact) {
        return at(fact, envelope(entity, revision(fact), true, Metadata.causedBy(fact), NoData.NO_DATA));
    }

    private <D> Envelope<D> envelope(String entity, long version, boolean deleted, Metadata metadata, D data) {
        String id = DerivedId.of(type.name(), entity, Long.toString(version));
        return new Envelope<>(
                new EventId(source, id),
                type,
                Optional.of(entity),
                Optional.empty(),
                Optional.of(new OrderingKey(entity)),
                new EventKind.StateTransfer(entity, version, deleted),
                metadata,
                data);
    }

    private static <D> Envelope<D> at(Envelope<?> fact, Envelope<D> event) {
        return fact.time().map(event::withTime).orElse(event);
    }

    private static long revision(Envelope<?> fact) {
        if (fact.pattern() instanceof EventKind.Sourced sourced) {
            return sourced.revision();
        }
        throw new IllegalArgumentException("Only a fact of a stream has a revision to count by; " + fact.id() + " is "
                + fact.pattern() + ": give the version instead");
    }
}
