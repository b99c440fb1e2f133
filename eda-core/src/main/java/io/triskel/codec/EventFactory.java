package io.triskel.codec;

import io.triskel.event.DerivedId;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.EventType;
import io.triskel.event.IdSource;
import io.triskel.event.Metadata;
import io.triskel.event.OrderingKey;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Makes new events of one source, with a new id, the current time, and the registered type of the data's class.
 *
 * @param source the CloudEvents source, see {@link EventId}
 * @param types knows the types
 * @param clock says when events happen
 * @param ids makes their ids
 */
public record EventFactory(String source, TypeRegistry types, InstantSource clock, IdSource ids) {
    /**
     * {@return a new event} It has no ordering key; add one with {@code events.of(paid).keyed("order-42")}.
     *
     * @throws IllegalArgumentException if the data's class is not registered, or registered under several names
     */
    public <E> Envelope<E> of(E data) {
        return make(ids.next(), data, Optional.empty(), Metadata.empty());
    }

    /**
     * {@return an event caused by another} It has the cause's correlation, trace and key. Its id derives from the cause's
     * id and the name, so handling the cause again makes the same event.
     *
     * @param name distinguishes the events of one cause, 1 to 128 characters
     * @throws IllegalArgumentException as {@link #of}
     */
    public <E> Envelope<E> causedBy(Envelope<?> cause, String name, E data) {
        String id = DerivedId.of(cause.id().source(), cause.id().id(), name);
        return make(id, data, cause.key(), Metadata.causedBy(cause));
    }

    private <E> Envelope<E> make(String id, E data, Optional<OrderingKey> key, Metadata metadata) {
        EventType type = types.requireTypeOf(data.getClass());
        return new Envelope<>(
                new EventId(source, id),
                type,
                Optional.empty(),
                Optional.of(OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC)),
                key,
                EventKind.plain(),
                metadata,
                data);
    }
}
