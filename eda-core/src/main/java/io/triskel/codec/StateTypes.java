package io.triskel.codec;

import io.triskel.event.EventType;
import io.triskel.json.Schema;
import io.triskel.json.TypeCheck;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The states of a registry: a class per name, at its newest version, and an upcaster per older version. */
final class StateTypes {
    private final Map<Class<?>, StateVersions> versions;
    private final Map<EventType, TypeRegistry.Step> steps;

    private StateTypes(Map<Class<?>, StateVersions> versions, Map<EventType, TypeRegistry.Step> steps) {
        this.versions = versions;
        this.steps = steps;
    }

    Map<EventType, Class<?>> classes() {
        Map<EventType, Class<?>> classes = new HashMap<>();
        versions.forEach((state, known) -> classes.put(known.newest(), state));
        return classes;
    }

    void copyTo(Builder builder) {
        classes().forEach(builder::add);
        builder.steps.putAll(steps);
    }

    Set<EventType> upcast() {
        return steps.keySet();
    }

    Optional<StateVersions> of(Class<?> state) {
        return Optional.ofNullable(versions.get(state));
    }

    /** Rejects a class that would write its own member in place of its version. */
    static void requireNoVersionMember(Class<?> state) {
        if (Schema.hasMember(state, StoredState.VERSION)) {
            throw new IllegalArgumentException(state.getName()
                    + " has a component named '@version', where a stored state has its version: give it another name");
        }
    }

    /** Collects states; {@link #build} checks them. */
    static final class Builder {
        private final Map<String, EventType> newest = new HashMap<>();
        private final Map<Class<?>, EventType> types = new LinkedHashMap<>();
        private final Map<EventType, TypeRegistry.Step> steps = new LinkedHashMap<>();

        void add(EventType type, Class<?> state) {
            if (type.version() < 1) {
                throw new IllegalArgumentException("The version of a state must be at least 1, not " + type.version());
            }
            EventType other = newest.putIfAbsent(type.name(), type);
            EventType named = types.putIfAbsent(state, type);
            if (other != null || named != null) {
                throw new IllegalArgumentException("State " + type + " is already registered as "
                        + (other != null ? other : named)
                        + ": register a state once, with its newest version, and an upcaster from each older one");
            }
        }

        void upcast(EventType from, UnaryOperator<JsonObject> upcaster) {
            if (from.version() < 1
                    || steps.putIfAbsent(from, new TypeRegistry.Step(from, StateVersions.next(from), upcaster))
                            != null) {
                throw new IllegalArgumentException(
                        "A state has one upcaster from each version, beginning with 1: there is another from " + from
                                + ", or its version is below 1");
            }
        }

        StateTypes build(Map<Class<?>, EventType> events, TypeCheck check) {
            steps.keySet().forEach(this::requireNext);
            Map<EventType, TypeRegistry.Step> all = Map.copyOf(steps);
            Map<Class<?>, StateVersions> versions = new HashMap<>();
            for (Map.Entry<Class<?>, EventType> one : types.entrySet()) {
                EventType event = events.get(one.getKey());
                if (event != null) {
                    throw new IllegalArgumentException("State " + one.getValue() + " is the data of event type " + event
                            + ", whose version and upcasters it has: do not register it as a state");
                }
                check.require(one.getKey(), one.getValue());
                requireNoVersionMember(one.getKey());
                versions.put(one.getKey(), new StateVersions(one.getValue(), all));
            }
            return new StateTypes(Map.copyOf(versions), all);
        }

        private void requireNext(EventType from) {
            EventType to = StateVersions.next(from);
            EventType last = newest.get(from.name());
            if (last == null || last.version() < to.version()) {
                throw new IllegalArgumentException("The upcaster from state " + from + " leads to " + to + ", and "
                        + (last == null ? "no such state" : last) + " is registered: register " + to
                        + " with state(\"" + from.name() + "\", " + to.version() + ", ....class)");
            }
            if (!to.equals(last) && !steps.containsKey(to)) {
                throw new IllegalArgumentException("The upcaster from state " + from + " ends at " + to + ", although "
                        + last + " is registered: add the missing upcaster from " + to + " to "
                        + StateVersions.next(to));
            }
        }
    }
}
