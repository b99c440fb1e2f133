package io.triskel.transfer;

import io.triskel.codec.InvalidStateException;
import io.triskel.codec.StateCodec;
import io.triskel.codec.StoredState;
import io.triskel.consume.ConsumerSpec;
import io.triskel.consume.EventConsumer;
import io.triskel.consume.EventHandler;
import io.triskel.consume.EventHandler.Handling;
import io.triskel.event.Envelope;
import io.triskel.event.EventKind;
import io.triskel.event.EventType;
import io.triskel.transfer.Replicas.Replica;
import java.util.List;
import java.util.Optional;

/**
 * Updates a collection of replicas from {@link EventKind.StateTransfer} events, in any order of arrival.
 *
 * <p>Needs no inbox: it recognises duplicates by their version.
 *
 * @param <T> the state, as {@link StateCodec#stored} writes it
 */
public final class Replicator<T> implements EventHandler<T>, ConsumerSpec {
    private final Replicas replicas;
    private final String collection;
    private final StoredState<T> states;
    private final Class<T> stateType;
    private final EventType type;

    /**
     * Creates a replicator of one collection.
     *
     * @param collection its name
     * @param type of the events with the states
     * @throws IllegalArgumentException if a state of this type could be written and never be read back
     */
    public Replicator(Replicas replicas, String collection, StateCodec codec, EventType type, Class<T> stateType) {
        this.replicas = replicas;
        this.collection = collection;
        this.states = codec.stored(stateType).ignoringUnknown();
        this.stateType = stateType;
        this.type = type;
    }

    /** {@return the collection's name} */
    @Override
    public String name() {
        return collection;
    }

    @Override
    public Owner owner() {
        return new Owner("replica", List.of(type, stateType));
    }

    /** Adds the handler without a lane: a failed event must not delay the next version, which supersedes it. */
    @Override
    public EventConsumer.Builder subscribe(EventConsumer.Builder consumer) {
        return consumer.on(type, stateType, this).lane(event -> Optional.empty());
    }

    @Override
    public void handle(Envelope<T> event, Handling handling) {
        apply(event);
    }

    /**
     * Stores an event's state, if it is newer than the stored one.
     *
     * @return whether the event's state was stored
     * @throws IllegalArgumentException if the event transfers no state, or state of another class
     */
    public boolean apply(Envelope<?> event) {
        return replicas.put(collection, replica(event));
    }

    /**
     * {@return the entity's last known state; empty if unknown or deleted} A state of an older version of the event type is
     * read by that type's upcasters.
     *
     * @throws InvalidStateException if the stored state cannot be read; it is unchanged, until a newer version of the entity
     *     replaces it
     */
    public Optional<T> find(String entity) {
        return replicas.get(collection, entity)
                .filter(replica -> !replica.deleted())
                .map(replica -> states.read(replica.state()));
    }

    /** {@return the entity's replica or tombstone; empty if no event of the entity has arrived} */
    public Optional<Replica> kept(String entity) {
        return replicas.get(collection, entity);
    }

    private Replica replica(Envelope<?> event) {
        if (!(event.pattern() instanceof EventKind.StateTransfer transfer)) {
            throw new IllegalArgumentException("A replicator takes events that transfer state; " + event.id()
                    + " of type " + event.type() + " is " + event.pattern());
        }
        if (transfer.deleted()) {
            return Replica.tombstone(transfer.entity(), transfer.version());
        }
        if (!stateType.isInstance(event.data())) {
            throw new IllegalArgumentException("Replicas of " + collection + " are " + stateType.getSimpleName() + ", "
                    + event.id() + " of type " + event.type() + " carries "
                    + event.data().getClass().getSimpleName());
        }
        return Replica.of(transfer.entity(), transfer.version(), states.write(stateType.cast(event.data())));
    }
}
