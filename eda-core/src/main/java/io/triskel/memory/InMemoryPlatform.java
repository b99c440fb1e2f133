package io.triskel.memory;

import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.consume.ConsumerSpec;
import io.triskel.consume.Redelivery;
import io.triskel.outbox.Dispatcher;
import io.triskel.platform.HostedConsumer;
import io.triskel.platform.Platform;
import io.triskel.projection.History;
import io.triskel.projection.Projection;
import io.triskel.projection.Rebuild;
import io.triskel.projection.View;
import io.triskel.projection.ViewBuilder;
import io.triskel.publish.EventBus.WireMode;
import java.time.Duration;

/**
 * A platform in this process's memory: bus, stores, and a pump in place of a cloud's triggers. For embedded use, tests and
 * first programs; the same code runs unchanged on a cloud's platform.
 */
public final class InMemoryPlatform extends Platform {
    private static final int PARTITIONS = 4;
    private static final int DROPPED_AT_ONCE = 500;

    private final InMemoryStores stores;
    private final InMemoryBus bus;
    private final Feeding feeding;

    private InMemoryPlatform(Settings settings, InMemoryStores stores, InMemoryBus bus, Feeding feeding) {
        super(settings, stores, () -> bus, stores::personalKeys);
        this.stores = stores;
        this.bus = bus;
        this.feeding = feeding;
    }

    /** {@return a platform with this CloudEvents source} */
    public static InMemoryPlatform of(String source, TypeRegistry types) {
        return of(Settings.of(source, types));
    }

    /** {@return a platform with these settings, such as a clock, ids or an observer} */
    public static InMemoryPlatform of(Settings settings) {
        InMemoryStores stores = new InMemoryStores();
        EventCodec codec = EventCodec.of(settings.types()).withPersonal(stores.personalKeys());
        InMemoryBus bus = InMemoryBus.of(codec, WireMode.STRUCTURED, PARTITIONS).withClock(settings.clock());
        Feeding feeding = new Feeding();
        return new InMemoryPlatform(settings.waiter(feeding.around(settings.waiter())), stores, bus, feeding);
    }

    /** {@return the bus, for methods that only {@link InMemoryBus} has} */
    public InMemoryBus bus() {
        return bus;
    }

    /** Subscribes each consumer as its own group, from the oldest event on; the returned pump feeds them. */
    public InMemoryPump subscribe(ConsumerSpec... specs) {
        InMemoryPump pump = new InMemoryPump(bus, Redelivery.FROM_FIRST_UNSETTLED, clock(), feeding);
        for (ConsumerSpec each : specs) {
            HostedConsumer hosted = host(each);
            pump.add(hosted.name(), hosted.processor());
        }
        return pump;
    }

    /** {@return all committed events, for rebuilds} */
    public History history() {
        return stores.history(codec());
    }

    /** A pause does not help when a bus in memory rejects an event, least of all with a fixed clock. */
    @Override
    protected Dispatcher.Builder dispatching() {
        return super.dispatching().pause(time -> {});
    }

    /** All views are in this process, so each read can check which generation is current. */
    @Override
    protected <R> ViewBuilder<R> viewOf(Projection<R> projection) {
        return super.<R>viewOf(projection).cacheAge(Duration.ZERO).singleProcess();
    }

    /**
     * Rebuilds a view from {@link #history} and the bus while the old rows are read, then switches and drops the old rows.
     * Live delivery continues.
     *
     * @throws IllegalStateException if the bus cannot be drained, because the new rows do not handle an event; or if the
     *     view is not from {@link #view} and the rows replaced by its last rebuild may still be read
     */
    public <R> Rebuild<R> rebuild(View<R> view) {
        view.unfinishedRebuild(generation -> {}).ifPresent(InMemoryPlatform::dropOld);
        Rebuild<R> rebuild = view.rebuild(history(), generation -> {});
        // Before the history is read, so that the bus keeps events published meanwhile for the new rows.
        InMemoryPump pump = subscribe(rebuild);
        rebuild.toEnd();
        requireDrained(pump, view);
        rebuild.complete();
        // The bus still has events that a handler applied to the old rows during the switch.
        requireDrained(pump, view);
        bus.unsubscribe(rebuild.name());
        dropOld(rebuild);
        return rebuild;
    }

    /** A view built without {@link ViewBuilder#singleProcess} keeps its old rows while a cache may refer to them. */
    private static void dropOld(Rebuild<?> rebuild) {
        while (rebuild.mayEnd() && rebuild.dropOld(DROPPED_AT_ONCE) > 0) {
            // until none is left
        }
    }

    private static void requireDrained(InMemoryPump pump, View<?> view) {
        pump.drain();
        if (!pump.isDrained()) {
            throw new IllegalStateException("The rebuild of " + view.name()
                    + " cannot settle an event of the bus, and the old rows stay in use: check parked and failing "
                    + "events");
        }
    }
}
