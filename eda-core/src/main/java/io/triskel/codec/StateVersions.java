package io.triskel.codec;

import io.triskel.event.EventType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** The versions of a class whose objects are stored: the one that is written, and the upcasters from older ones. */
record StateVersions(EventType newest, Map<EventType, TypeRegistry.Step> steps) {
    /**
     * {@return the upcasters from this version to the newest}
     *
     * @param missing makes an exception of the version without an upcaster, and of the next one
     */
    <X extends RuntimeException> List<TypeRegistry.Step> from(
            int version, BiFunction<EventType, EventType, X> missing) {
        List<TypeRegistry.Step> way = new ArrayList<>();
        EventType at = EventType.of(newest.name(), version);
        while (!at.equals(newest)) {
            TypeRegistry.Step step = steps.get(at);
            if (step == null) {
                throw missing.apply(at, next(at));
            }
            way.add(step);
            at = step.to();
        }
        return way;
    }

    /** {@return the type at its next version} */
    static EventType next(EventType type) {
        return EventType.of(type.name(), type.version() + 1);
    }
}
