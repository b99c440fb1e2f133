package io.triskel.consume;

import io.triskel.codec.TypeRegistry;
import io.triskel.event.EventType;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The wire types that a consumer subscribes to: every version of its handlers' types, and the types upcast to them. A
 * version without an upcaster is included: its events are parked until the consumer knows it, not skipped.
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
