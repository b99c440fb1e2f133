package io.triskel.memory;

import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.consume.Redelivery;
import io.triskel.consume.Subscriber;
import io.triskel.platform.HostedConsumer;
import io.triskel.platform.Platform;
import io.triskel.projection.History;
import io.triskel.projection.Projection;
import io.triskel.projection.Rebuild;
import io.triskel.projection.View;
import io.triskel.publish.WireMode;
import java.time.Duration;

/**
 * Everything in this process's memory: bus, stores, and a pump in place of a cloud's triggers. The embedded default, for tests
 * and first programs; what is described here runs on a cloud's platform as it is.
 */
public final class InMemoryPlatform extends Platform {
    private static final int PARTITIONS = 4;

    private final InMemoryStores stores;
    private final InMemoryBus bus;

    private InMemoryPlatform(Settings settings, InMemoryStores stores, InMemoryBus bus) {
        super(settings, stores, () -> bus, stores::personalKeys);
        this.stores = stores;
        this.bus = bus;
    }

    /** {@return a platform whose events have this CloudEvents source} */
    public static InMemoryPlatform of(String source, TypeRegistry types) {
        return of(Settings.of(source, types));
    }

    /** {@return a platform with a clock, ids or an observer of one's own} */
    public static InMemoryPlatform of(Settings settings) {
        InMemoryStores stores = new InMemoryStores();
        EventCodec codec = EventCodec.of(settings.types()).withPersonal(stores.personalKeys());
        return new InMemoryPlatform(settings, stores, InMemoryBus.of(codec, WireMode.STRUCTURED, PARTITIONS));
    }

    /** {@return the bus, also for a bus's own faults and limits} */
    public InMemoryBus bus() {
        return bus;
    }

    /** Subscribes each as a consumer group of its own, from the oldest event on, and feeds them when the pump is asked to. */
    public InMemoryPump subscribe(Subscriber... subscribers) {
        InMemoryPump pump = new InMemoryPump(bus, Redelivery.FROM_FIRST_UNSETTLED, clock());
        for (Subscriber each : subscribers) {
            HostedConsumer hosted = host(each);
            pump.add(hosted.name(), hosted.processor());
        }
        return pump;
    }

    /** {@return all events that were ever committed, to rebuild from} */
    public History history() {
        return stores.history(codec());
    }

    /** One process has all its views, so they can afford to ask each time which generation is read. */
    @Override
    protected <R> View.Builder<R> viewOf(Projection<R> projection) {
        return super.<R>viewOf(projection).cacheAge(Duration.ZERO);
    }

    /**
     * Builds a view anew from {@link #history} and the bus, beside the one that is read, then switches. Live delivery goes on as
     * before.
     *
     * @throws IllegalStateException if the bus could not be drained: an event is not handled by the new rows
     */
    public <R> Rebuild<R> rebuild(View<R> view) {
        Rebuild<R> rebuild = view.rebuild(
                history(),
                generation -> bus.subscribe(view.name() + ".g" + generation, Redelivery.FROM_FIRST_UNSETTLED));
        rebuild.toEnd();
        InMemoryPump pump = subscribe(rebuild);
        requireDrained(pump, view);
        rebuild.complete();
        // What a handler was applying to the old rows while they were switched is on the bus already.
        requireDrained(pump, view);
        bus.unsubscribe(rebuild.name());
        return rebuild;
    }

    private static void requireDrained(InMemoryPump pump, View<?> view) {
        pump.drain();
        if (!pump.isDrained()) {
            throw new IllegalStateException(
                    "The rebuild of " + view.name()
                            + " cannot settle an event of the bus; the old rows are still read. Look at what is parked or fails");
        }
    }
}
