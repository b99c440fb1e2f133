package io.triskel.projection;

import io.triskel.codec.StateCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.event.EventType;
import io.triskel.event.StreamId;
import io.triskel.personal.SubjectForgotten;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Configures a {@link View}.
 *
 * @param <R> the row
 */
public final class ViewBuilder<R> {
    final Projection<R> projection;
    final ReadModel readModel;
    final StateCodec codec;
    final Map<EventType, Class<?>> types = new LinkedHashMap<>();
    Predicate<StreamId> streams = stream -> true;
    InstantSource clock = InstantSource.system();
    Duration cacheAge = Generations.USUAL_CACHE_AGE;
    boolean singleProcess;

    ViewBuilder(Projection<R> projection, ReadModel readModel, StateCodec codec) {
        this.projection = projection;
        this.readModel = readModel;
        this.codec = codec;
    }

    /**
     * Feeds the view with the events that have data of this class or below it, such as a sealed interface of events;
     * and with {@link SubjectForgotten}, if that is registered.
     *
     * @throws IllegalArgumentException if no such class is registered
     */
    public ViewBuilder<R> events(TypeRegistry registry, Class<?> data) {
        for (EventType type : registry.requireTypesBelow(data, projection.name())) {
            on(type, registry.registeredClass(type).orElseThrow());
        }
        return registry.types().contains(SubjectForgotten.TYPE)
                ? on(SubjectForgotten.TYPE, SubjectForgotten.class)
                : this;
    }

    /** Feeds the view with the {@linkplain Projection#events() projection's own} events; as above. */
    public ViewBuilder<R> events(TypeRegistry registry) {
        projection.events().forEach(data -> events(registry, data));
        return this;
    }

    /** Feeds the view with events of this type; {@link SubjectForgotten#TYPE} makes it erase. */
    public ViewBuilder<R> on(EventType type, Class<?> data) {
        types.put(type, data);
        return this;
    }

    /** Feeds the view with events of these streams only; of all streams by default. */
    public ViewBuilder<R> streams(Predicate<StreamId> those) {
        streams = those;
        return this;
    }

    /** The clock for the cache age and a rebuild's end; the system's by default. */
    public ViewBuilder<R> clock(InstantSource other) {
        clock = other;
        return this;
    }

    /**
     * How long the view may keep to the generation that it asked for, 10 s by default; zero to ask each time. A longer
     * age is stored beside the generations, so that a rebuild waits for it.
     */
    public ViewBuilder<R> cacheAge(Duration most) {
        if (most.isNegative()) {
            throw new IllegalArgumentException("A cache age is zero or more, this one is " + most);
        }
        cacheAge = most;
        return this;
    }

    /**
     * Promises that no other process reads or writes these rows. A rebuild's old rows may then be dropped as soon as its
     * subscription has caught up, without waiting for the cache ages of other processes.
     */
    public ViewBuilder<R> singleProcess() {
        singleProcess = true;
        return this;
    }

    /**
     * Builds the view; nothing is read yet.
     *
     * @throws IllegalStateException if the view would get no events
     * @throws IllegalArgumentException if a row could be written and never be read back; or if rows or events have
     *     {@link io.triskel.personal.Personal} data and the projection names no subject
     */
    public View<R> build() {
        if (types.keySet().stream().allMatch(SubjectForgotten.TYPE::equals)) {
            throw new IllegalStateException(
                    projection.name() + " is fed with nothing: say in Projection.events(), or with"
                            + " events(registry, class), what it shows");
        }
        return new View<>(this);
    }
}
