package io.triskel.codec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.event.EventType;
import io.triskel.json.TypeCheck;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Which Java type stands for which wire type, and how older versions become the newest. Immutable once built.
 *
 * <p>A registered older version whose type has no upcaster stays as it is; one with an upcaster is decoded as the newest.
 */
public final class TypeRegistry {
    private final Map<EventType, Class<?>> classes;
    private final Map<EventType, Step> steps;
    private final Map<Class<?>, EventType> types;
    private final Set<Class<?>> ambiguous;

    private TypeRegistry(Map<EventType, Class<?>> classes, Map<EventType, Step> steps) {
        this.classes = Collections.unmodifiableMap(new LinkedHashMap<>(classes));
        this.steps = Map.copyOf(steps);
        this.types = new HashMap<>();
        this.ambiguous = new LinkedHashSet<>();
        this.classes.forEach(this::name);
    }

    /** If a name has several versions, the newest counts; a class under several names has no type of its own. */
    private void name(EventType type, Class<?> dataType) {
        EventType other = types.get(dataType);
        if (other != null && !other.name().equals(type.name())) {
            ambiguous.add(dataType);
        }
        if (other == null || type.version() > other.version()) {
            types.put(dataType, type);
        }
    }

    /** {@return a builder without types} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return the type that this class was registered for; empty if for none, or for several names} */
    public Optional<EventType> typeOf(Class<?> dataType) {
        return ambiguous.contains(dataType) ? Optional.empty() : Optional.ofNullable(types.get(dataType));
    }

    /**
     * The type that this class was registered for.
     *
     * @throws IllegalArgumentException if it was registered for none, or for several names
     */
    public EventType requireTypeOf(Class<?> dataType) {
        return typeOf(dataType)
                .orElseThrow(() -> new IllegalArgumentException(
                        ambiguous.contains(dataType)
                                ? dataType.getName()
                                        + " is registered for several event types: state which one is meant"
                                : dataType.getName()
                                        + " is not registered: add it with TypeRegistry.builder().add(type, "
                                        + dataType.getSimpleName() + ".class)"));
    }

    /** {@return the class that data of this type is decoded to, after upcasting; empty for an unknown type} */
    public Optional<Class<?>> dataTypeOf(EventType type) {
        return Optional.ofNullable(classes.get(newestOf(type)));
    }

    /** {@return the type that an event of this wire type carries once decoded: the end of its upcasters, else itself} */
    public EventType newestOf(EventType type) {
        EventType newest = type;
        for (Step step = steps.get(type); step != null; step = steps.get(newest)) {
            newest = step.to;
        }
        return newest;
    }

    /**
     * {@return the types whose data is of this class or a subtype, without types that are upcast: a sealed interface stands for
     * all events that implement it}
     *
     * @throws IllegalArgumentException if there is no such type; {@code who} begins the message
     */
    public List<EventType> requireTypesBelow(Class<?> data, String who) {
        List<EventType> found = classes.entrySet().stream()
                .filter(one -> !steps.containsKey(one.getKey()) && data.isAssignableFrom(one.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        if (found.isEmpty()) {
            throw new IllegalArgumentException(who + " wants " + data.getName() + ", which is not registered and nor is"
                    + " anything below it: add it with TypeRegistry.builder().add(\"name\", 1, " + data.getSimpleName()
                    + ".class)");
        }
        return found;
    }

    /** {@return all registered types in order of registration, older versions included} */
    public Set<EventType> types() {
        return classes.keySet();
    }

    /** {@return all types that have an upcaster} */
    public Set<EventType> upcastTypes() {
        return steps.keySet();
    }

    /** {@return the class registered for exactly this type, without upcasting} */
    public Optional<Class<?>> registeredClass(EventType type) {
        return Optional.ofNullable(classes.get(type));
    }

    Optional<Step> stepFrom(EventType type) {
        return Optional.ofNullable(steps.get(type));
    }

    Map<EventType, Step> steps() {
        return steps;
    }

    record Step(EventType from, EventType to, UnaryOperator<ObjectNode> upcaster) {}

    /** Collects types and upcasters; mistakes are refused at once or by {@link #build()}, never when an event arrives. */
    public static final class Builder {
        private final Map<EventType, Class<?>> classes = new LinkedHashMap<>();
        private final Map<EventType, Step> steps = new LinkedHashMap<>();

        private Builder() {}

        /**
         * Registers a version of a type. Data that is {@code byte[]} travels as octets, {@link io.triskel.event.NoData}
         * not at all, anything else as JSON.
         *
         * @throws IllegalArgumentException if the type is registered already
         */
        public Builder add(EventType type, Class<?> dataType) {
            Class<?> other = classes.putIfAbsent(type, dataType);
            if (other != null) {
                throw new IllegalArgumentException(type + " is registered already, for " + other.getName()
                        + ", and not for " + dataType.getName());
            }
            return this;
        }

        /** As above, by name and version; see {@link EventType}. */
        public Builder add(String name, int version, Class<?> dataType) {
            return add(EventType.of(name, version), dataType);
        }

        /**
         * Registers one step from an older version; {@code to} may have another name. The steps are followed to the newest version.
         *
         * @param upcaster makes the next version's data of the older one's, which it may change in place. Personal data is
         *     seen sealed: it may be moved and renamed, not read
         * @throws IllegalArgumentException if there is a step from that type already, or it does not lead forward
         */
        public Builder upcast(EventType from, EventType to, UnaryOperator<ObjectNode> upcaster) {
            if (from.name().equals(to.name()) && to.version() <= from.version()) {
                throw new IllegalArgumentException(
                        "An upcaster leads to a newer version, not from " + from + " to " + to);
            }
            Step other = steps.putIfAbsent(from, new Step(from, to, upcaster));
            if (other != null) {
                throw new IllegalArgumentException(
                        "There is an upcaster from " + from + " already, to " + other.to + ", so none to " + to);
            }
            return this;
        }

        /**
         * Checks and freezes the registered types.
         *
         * @throws IllegalArgumentException if upcasters run in a circle, end at a type that is not registered or at an older
         *     version than the newest registered one, or skip a version that nothing reads: the message names the missing
         *     step; or if a class could be written and never be read back: the message names the type and the path to the
         *     component
         */
        public TypeRegistry build() {
            steps.keySet().forEach(this::requireEnd);
            steps.values().forEach(this::requireNoneSkipped);
            TypeCheck check = new TypeCheck();
            for (Map.Entry<EventType, Class<?>> one : classes.entrySet()) {
                check.require(one.getValue(), one.getKey());
            }
            return new TypeRegistry(classes, steps);
        }

        private void requireEnd(EventType from) {
            Set<EventType> way = new LinkedHashSet<>();
            EventType at = from;
            while (steps.containsKey(at)) {
                if (!way.add(at)) {
                    throw new IllegalArgumentException("Upcasters run in a circle: " + way + " and back to " + at);
                }
                at = steps.get(at).to;
            }
            requireNewest(from, at);
            if (!classes.containsKey(at)) {
                throw new IllegalArgumentException("Upcasters from " + from + " end at " + at
                        + ", which is neither registered nor has an upcaster of its own: add one of them");
            }
        }

        /** Events whose upcasters stop half-way would be decoded as a class that today's handlers do not take. */
        private void requireNewest(EventType from, EventType end) {
            for (EventType newer : classes.keySet()) {
                if (newer.name().equals(end.name()) && newer.version() > end.version()) {
                    throw new IllegalArgumentException("Upcasters from " + from + " end at " + end + ", although "
                            + newer + " is registered: add the missing upcaster from " + end + " to " + next(end));
                }
            }
        }

        /** A version between the two may have been stored as well, and nothing would read it. */
        private void requireNoneSkipped(Step step) {
            if (!step.from.name().equals(step.to.name())) {
                return;
            }
            for (EventType at = next(step.from); at.version() < step.to.version(); at = next(at)) {
                if (!classes.containsKey(at) && !steps.containsKey(at)) {
                    throw new IllegalArgumentException("The upcaster from " + step.from + " to " + step.to + " skips "
                            + at + ", which is neither registered nor has an upcaster of its own: add the missing"
                            + " upcaster from " + at + " to " + next(at) + ", or register " + at + " with a class");
                }
            }
        }

        private static EventType next(EventType type) {
            return EventType.of(type.name(), type.version() + 1);
        }
    }
}
