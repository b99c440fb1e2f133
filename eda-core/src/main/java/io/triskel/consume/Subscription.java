package io.triskel.consume;

import io.triskel.codec.TypeRegistry;
import io.triskel.event.EventType;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The wire types that a consumer wants: every version of the types it has handlers for, and the types that are upcast to
 * them. A version without an upcaster is wanted too: its events are parked until the consumer knows it, not passed over.
 */
final class Subscription implements Predicate<EventType> {
    private final Set<String> names;
    private final TypeRegistry types;

    private Subscription(Set<String> names, TypeRegistry types) {
        this.names = names;
        this.types = types;
    }

    /** {@return the subscription to these types, with the registry's upcasters} */
    public static Subscription to(Set<EventType> handled, TypeRegistry types) {
        Set<String> names = new HashSet<>();
        handled.forEach(type -> names.add(type.name()));
        return new Subscription(names, types);
    }

    @Override
    public boolean test(EventType wire) {
        return names.contains(wire.name())
                || names.contains(types.newestOf(wire).name());
    }
}
