package io.triskel.codec;

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
 * Maps wire types to Java classes, and upcasts older versions to the newest. Immutable.
 *
 * <p>A registered older version without an upcaster keeps its class; one with an upcaster is decoded as the newest version.
 */
public final class TypeRegistry {
    private final Map<EventType, Class<?>> classes;
    private final Map<EventType, Step> steps;
    private final Map<Class<?>, EventType> types;
    private final Set<Class<?>> ambiguous;
    private final StateTypes states;

    private TypeRegistry(
            Map<EventType, Class<?>> classes, Map<EventType, Step> steps, StateTypes.Builder states, TypeCheck check) {
        this.classes = Collections.unmodifiableMap(new LinkedHashMap<>(classes));
        this.steps = Map.copyOf(steps);
        this.types = new HashMap<>();
        this.ambiguous = new LinkedHashSet<>();
        this.classes.forEach(this::name);
        Map<Class<?>, EventType> named = new HashMap<>(types);
        named.keySet().removeAll(ambiguous);
        this.states = states.build(named, check);
    }

    /** If a name has several versions, the newest counts; a class under several names has no type. */
    private void name(EventType type, Class<?> dataType) {
        EventType other = types.get(dataType);
        if (other != null && !other.name().equals(type.name())) {
            ambiguous.add(dataType);
        }
        if (other == null || type.version() > other.version()) {
            types.put(dataType, type);
        }
    }

    /** {@return a builder with the types, states and upcasters of this registry, to add others} */
    public Builder toBuilder() {
        Builder copy = new Builder();
        copy.classes.putAll(classes);
        copy.steps.putAll(steps);
        states.copyTo(copy.states);
        return copy;
    }

    /** {@return a builder without types} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return the type of this class; empty if it is not registered, or under several names} */
    public Optional<EventType> typeOf(Class<?> dataType) {
        return ambiguous.contains(dataType) ? Optional.empty() : Optional.ofNullable(types.get(dataType));
    }

    /**
     * Finds the type of this class.
     *
     * @throws IllegalArgumentException if it is not registered, or under several names
     */
    public EventType requireTypeOf(Class<?> dataType) {
        return typeOf(dataType)
                .orElseThrow(() -> new IllegalArgumentException(
                        ambiguous.contains(dataType)
                                ? dataType.getName() + " is registered for several event types: name the event type"
                                : dataType.getName()
                                        + " is not registered: add it with TypeRegistry.builder().add(type, "
                                        + dataType.getSimpleName() + ".class)"));
    }

    /** {@return the class of this type's data after upcasting; empty for an unknown type} */
    public Optional<Class<?>> dataTypeOf(EventType type) {
        return Optional.ofNullable(classes.get(newestOf(type)));
    }

    /** {@return the type of a decoded event of this wire type: the end of its upcasters, or the type itself} */
    public EventType newestOf(EventType type) {
        EventType newest = type;
        for (Step step = steps.get(type); step != null; step = steps.get(newest)) {
            newest = step.to;
        }
        return newest;
    }

    /**
     * {@return the types whose data is of this class or a subtype, without upcast types; a sealed interface covers all
     * events that implement it}
     *
     * @throws IllegalArgumentException if there is no such type; {@code who} begins the message
     */
    public List<EventType> requireTypesBelow(Class<?> data, String who) {
        List<EventType> found = classes.entrySet().stream()
                .filter(one -> !steps.containsKey(one.getKey()) && data.isAssignableFrom(one.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        if (found.isEmpty()) {
            throw new IllegalArgumentException(who + " wants " + data.getName() + ", which is not registered, nor "
                    + "is any subtype: add it with TypeRegistry.builder().add(\"name\", 1, " + data.getSimpleName()
                    + ".class)");
        }
        return found;
    }

    /** {@return all registered types in order of registration, with older versions} */
    public Set<EventType> types() {
        return classes.keySet();
    }

    /** {@return all types with an upcaster} */
    public Set<EventType> upcastTypes() {
        return steps.keySet();
    }

    /** {@return the class registered for this exact type, without upcasting} */
    public Optional<Class<?>> registeredClass(EventType type) {
        return Optional.ofNullable(classes.get(type));
    }

    /** {@return the class of each registered state, at its newest version} */
    public Map<EventType, Class<?>> states() {
        return states.classes();
    }

    /** {@return all states with an upcaster} */
    public Set<EventType> upcastStates() {
        return states.upcast();
    }

    /** {@return the versions of a class whose objects are stored: its own, or those of the event type whose data it is} */
    Optional<StateVersions> versionsOf(Class<?> stored) {
        return states.of(stored)
                .or(() ->
                        typeOf(stored).filter(type -> type.version() > 0).map(type -> new StateVersions(type, steps)));
    }

    Optional<Step> stepFrom(EventType type) {
        return Optional.ofNullable(steps.get(type));
    }

    Map<EventType, Step> steps() {
        return steps;
    }

    record Step(EventType from, EventType to, UnaryOperator<JsonObject> upcaster) {}

    /** Builds a registry; mistakes fail immediately or in {@link #build()}, not when an event arrives. */
    public static final class Builder {
        private final Map<EventType, Class<?>> classes = new LinkedHashMap<>();
        private final Map<EventType, Step> steps = new LinkedHashMap<>();
        private final StateTypes.Builder states = new StateTypes.Builder();

        private Builder() {}

        /**
         * Registers a version of a type. Data of {@code byte[]} is written as octets, {@link io.triskel.event.NoData} not
         * at all, other data as JSON.
         *
         * @throws IllegalArgumentException if the type is already registered
         */
        public Builder add(EventType type, Class<?> dataType) {
            Class<?> other = classes.putIfAbsent(type, dataType);
            if (other != null) {
                throw new IllegalArgumentException(type + " is already registered, for " + other.getName()
                        + "; it cannot be registered for " + dataType.getName());
            }
            return this;
        }

        /** Registers a version of a type by its name; see {@link EventType}. */
        public Builder add(String name, int version, Class<?> dataType) {
            return add(EventType.of(name, version), dataType);
        }

        /**
         * Registers an upcaster from an older version; {@code to} may have another name. Upcasters are chained to the
         * newest version.
         *
         * @param upcaster converts the older version's data, which it may change in place. Personal data is encrypted: it
         *     may be moved and renamed, not read
         * @throws IllegalArgumentException if that type already has an upcaster, or {@code to} is not newer
         */
        public Builder upcast(EventType from, EventType to, UnaryOperator<JsonObject> upcaster) {
            if (from.name().equals(to.name()) && to.version() <= from.version()) {
                throw new IllegalArgumentException(
                        "An upcaster must lead to a newer version, not from " + from + " to " + to);
            }
            Step other = steps.putIfAbsent(from, new Step(from, to, upcaster));
            if (other != null) {
                throw new IllegalArgumentException("There is already an upcaster from " + from + " to " + other.to
                        + ": remove it, or the one to " + to);
            }
            return this;
        }

        /**
         * Registers a class whose objects are stored: a saga's data, the rows of a view. Not needed at version 1, nor for
         * the data of an event type, such as a replica, which has that type's version and upcasters.
         *
         * @param name of the stored states, which stays when the class is renamed
         * @param version the newest, 1 or more; {@link #upcastState} reads older ones
         * @throws IllegalArgumentException if the name or class is already registered as a state
         */
        public Builder state(String name, int version, Class<?> state) {
            states.add(EventType.of(name, version), state);
            return this;
        }

        /**
         * Registers the upcaster of a state from an older version to the next one; see {@link #upcast}.
         *
         * @throws IllegalArgumentException if that version already has an upcaster
         */
        public Builder upcastState(String name, int from, UnaryOperator<JsonObject> upcaster) {
            states.upcast(EventType.of(name, from), upcaster);
            return this;
        }

        /**
         * Checks the types and builds the registry.
         *
         * @throws IllegalArgumentException if upcasters form a circle, end at an unregistered type or before the newest
         *     registered version, or skip a version that nothing reads: the message names the missing upcaster. Or if a
         *     class could be written and never be read back: the message names the type and the path to the component.
         *     Or if a state is also the data of an event type, or has a component named {@code @version}
         */
        public TypeRegistry build() {
            steps.keySet().forEach(this::requireEnd);
            steps.values().forEach(this::requireNoneSkipped);
            TypeCheck check = new TypeCheck();
            for (Map.Entry<EventType, Class<?>> one : classes.entrySet()) {
                check.require(one.getValue(), one.getKey());
            }
            return new TypeRegistry(classes, steps, states, check);
        }

        private void requireEnd(EventType from) {
            Set<EventType> way = new LinkedHashSet<>();
            EventType at = from;
            while (steps.containsKey(at)) {
                if (!way.add(at)) {
                    throw new IllegalArgumentException("Upcasters form a circle: " + way + " and back to " + at);
                }
                at = steps.get(at).to;
            }
            requireNewest(from, at);
            if (!classes.containsKey(at)) {
                throw new IllegalArgumentException("Upcasters from " + from + " end at " + at
                        + ", which is neither registered nor upcast: register it, or add an upcaster from it");
            }
        }

        /** Events whose upcasters stop half-way would be decoded as a class that current handlers do not take. */
        private void requireNewest(EventType from, EventType end) {
            for (EventType newer : classes.keySet()) {
                if (newer.name().equals(end.name()) && newer.version() > end.version()) {
                    throw new IllegalArgumentException("Upcasters from " + from + " end at " + end + ", although "
                            + newer + " is registered: add the missing upcaster from " + end + " to "
                            + StateVersions.next(end));
                }
            }
        }

        /** A version in between may be stored too, and nothing would read it. */
        private void requireNoneSkipped(Step step) {
            if (!step.from.name().equals(step.to.name())) {
                return;
            }
            for (EventType at = StateVersions.next(step.from);
                    at.version() < step.to.version();
                    at = StateVersions.next(at)) {
                if (!classes.containsKey(at) && !steps.containsKey(at)) {
                    throw new IllegalArgumentException("The upcaster from " + step.from + " to " + step.to + " skips "
                            + at + ", which is neither registered nor upcast: add the missing"
                            + " upcaster from " + at + " to " + StateVersions.next(at) + ", or register " + at
                            + " with a class");
                }
            }
        }
    }
}
