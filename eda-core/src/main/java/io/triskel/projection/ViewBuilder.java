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
     * Feeds the view with events whose data is of this class or a subclass, such as a sealed interface, and with
     * {@link SubjectForgotten}, if registered.
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

    /**
     * Feeds the view with the {@linkplain Projection#events() projection's} events, and with {@link SubjectForgotten}, if
     * registered.
     */
    public ViewBuilder<R> events(TypeRegistry registry) {
        projection.events().forEach(data -> events(registry, data));
        return this;
    }

    /** Feeds the view with events of this type; {@link SubjectForgotten#TYPE} makes it erase. */
    public ViewBuilder<R> on(EventType type, Class<?> data) {
        types.put(type, data);
        return this;
    }

    /** Feeds the view with events of these streams only. Default: all streams. */
    public ViewBuilder<R> streams(Predicate<StreamId> those) {
        streams = those;
        return this;
    }

    /** Sets the clock for the cache age and a rebuild's end. Default: the system's. */
    public ViewBuilder<R> clock(InstantSource other) {
        clock = other;
        return this;
    }

    /**
     * Sets how long the view may cache the current generation. Default: 10 s; zero to check each time. A longer age is
     * stored with the generations, so that a rebuild waits for it.
     */
    public ViewBuilder<R> cacheAge(Duration most) {
        if (most.isNegative()) {
            throw new IllegalArgumentException("cacheAge must not be negative, not " + most);
        }
        cacheAge = most;
        return this;
    }

    /**
     * Declares that no other process reads or writes these rows. A rebuild's old rows may then be dropped as soon as its
     * subscription has caught up, without waiting for other processes' cache ages.
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
            throw new IllegalStateException(projection.name()
                    + " has no events: name them in Projection.events(), or with events(registry, class)");
        }
        return new View<>(this);
    }
}
