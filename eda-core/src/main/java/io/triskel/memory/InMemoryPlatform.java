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
 * Everything in this process's memory: bus, stores, and a pump in place of a cloud's triggers. The embedded default, for
 * tests and first programs; a program described with it runs unchanged on a cloud's platform.
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

    /** {@return a platform whose events have this CloudEvents source} */
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

    /** {@return the bus, for what only {@link InMemoryBus} offers} */
    public InMemoryBus bus() {
        return bus;
    }

    /** Subscribes each as a consumer group of its own, from the oldest event on; the returned pump feeds them. */
    public InMemoryPump subscribe(ConsumerSpec... specs) {
        InMemoryPump pump = new InMemoryPump(bus, Redelivery.FROM_FIRST_UNSETTLED, clock(), feeding);
        for (ConsumerSpec each : specs) {
            HostedConsumer hosted = host(each);
            pump.add(hosted.name(), hosted.processor());
        }
        return pump;
    }

    /** {@return all events that were ever committed, to rebuild from} */
    public History history() {
        return stores.history(codec());
    }

    /** A bus in memory that refuses an event gains nothing by a pause, least of all with a clock that stands still. */
    @Override
    protected Dispatcher.Builder dispatching() {
        return super.dispatching().pause(time -> {});
    }

    /** All views are in this process, so each read can ask anew which generation is current. */
    @Override
    protected <R> ViewBuilder<R> viewOf(Projection<R> projection) {
        return super.<R>viewOf(projection).cacheAge(Duration.ZERO).singleProcess();
    }

    /**
     * Builds a view anew from {@link #history} and the bus, beside the one that is read, then switches and drops the old rows. Live
     * delivery goes on as before.
     *
     * @throws IllegalStateException if the bus could not be drained: an event is not handled by the new rows; or if the view
     *     is not one of {@link #view}, and the rows that its last rebuild replaced may still be read
     */
    public <R> Rebuild<R> rebuild(View<R> view) {
        view.unfinishedRebuild(generation -> {}).ifPresent(InMemoryPlatform::dropOld);
        Rebuild<R> rebuild = view.rebuild(history(), generation -> {});
        // Before the history is read, so that the bus keeps the events published meanwhile for the new rows.
        InMemoryPump pump = subscribe(rebuild);
        rebuild.toEnd();
        requireDrained(pump, view);
        rebuild.complete();
        // The bus still has what a handler applied to the old rows during the switch.
        requireDrained(pump, view);
        bus.unsubscribe(rebuild.name());
        dropOld(rebuild);
        return rebuild;
    }

    /** A view that was built without {@link ViewBuilder#singleProcess} keeps its old rows for as long as a cache may name them. */
    private static void dropOld(Rebuild<?> rebuild) {
        while (rebuild.mayEnd() && rebuild.dropOld(DROPPED_AT_ONCE) > 0) {
            // until none is left
        }
    }

    private static void requireDrained(InMemoryPump pump, View<?> view) {
        pump.drain();
        if (!pump.isDrained()) {
            throw new IllegalStateException("The rebuild of " + view.name()
                    + " cannot settle an event of the bus; the old rows are still read. Look at what is parked"
                    + " or fails");
        }
    }
}
