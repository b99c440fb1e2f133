package io.triskel.codec;

import io.triskel.event.DerivedId;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.IdSource;
import io.triskel.event.Metadata;
import io.triskel.event.OrderingKey;
import io.triskel.event.Pattern;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Makes new events of one source: each has an id, the time, and the type that its data's class is registered for.
 *
 * @param source the CloudEvents source, see {@link EventId}
 * @param types knows the types
 * @param clock says when events happen
 * @param ids makes their ids
 */
public record EventFactory(String source, TypeRegistry types, InstantSource clock, IdSource ids) {
    /**
     * {@return a new event} Without a key nothing orders it: {@code events.of(paid).keyed("order-42")}.
     *
     * @throws IllegalArgumentException if the class of the data is registered for no type, or for several names
     */
    public <E> Envelope<E> of(E data) {
        return make(ids.next(), data, Optional.empty(), Metadata.empty());
    }

    /**
     * {@return the answer to an event, or what it causes} Correlation, trace and key are those of the cause; the id derives from
     * it, so that handling the cause again makes a repeat and not another event.
     *
     * @param name tells apart what one cause leads to; 1 to 128 characters
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
                Pattern.plain(),
                metadata,
                data);
    }
}
