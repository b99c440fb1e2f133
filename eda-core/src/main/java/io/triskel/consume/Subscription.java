package io.triskel.consume;

import io.triskel.codec.TypeRegistry;
import io.triskel.event.EventType;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which types a consumer wants, as on the wire: those it has handlers for, in every version, and those that are upcast to
 * them. A version that nobody can upcast is wanted too: it is parked until the consumer knows it, and not passed over.
 */
public final class Subscription implements Predicate<EventType> {
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
