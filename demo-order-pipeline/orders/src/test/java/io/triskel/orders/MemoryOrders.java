package io.triskel.orders;

import io.triskel.codec.EventCodec;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Delivery;
import io.triskel.consume.Redelivery;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventType;
import io.triskel.event.PortException;
import io.triskel.memory.InMemoryBus;
import io.triskel.memory.InMemoryStores;
import io.triskel.memory.InMemorySubscription;
import io.triskel.notify.Lookup;
import io.triskel.observe.EventOutcome;
import io.triskel.observe.Observer;
import io.triskel.orders.catalogue.Product;
import io.triskel.orders.notification.SentMessages;
import io.triskel.orders.ordering.Contact;
import io.triskel.orders.ordering.PlaceOrder;
import io.triskel.orders.payment.Card;
import io.triskel.orders.payment.PaymentProvider;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.orders.pipeline.OrderTypes;
import io.triskel.orders.pipeline.Ports;
import io.triskel.orders.pipeline.Style;
import io.triskel.outbox.Outbox;
import io.triskel.parking.ParkingLot;
import io.triskel.platform.Platform;
import io.triskel.platform.Stores;
import io.triskel.projection.ReadModel;
import io.triskel.publish.EventBus.WireMode;
import io.triskel.saga.SagaStore;
import io.triskel.store.EventStore;
import io.triskel.transfer.Replicas;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;

/** A pipeline on memory ports with a clock that moves when it is told to, for tests of what is built around a pipeline. */
public final class MemoryOrders {
    private static final int ROUNDS = 1000;
    private static final Set<Class<?>> BREAKABLE =
            Set.of(EventStore.class, Outbox.class, ParkingLot.class, SagaStore.class, ReadModel.class, Replicas.class);
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
    private final InstantSource clock = now::get;
    private final InMemoryStores stores = new InMemoryStores();
    private final EventCodec events = EventCodec.of(OrderTypes.registry()).withPersonal(stores.personalKeys());
    private final InMemoryBus bus = InMemoryBus.of(events, WireMode.STRUCTURED, 1);
    private final AtomicReference<Lookup> links = new AtomicReference<>();
    private final SentMessages mailbox = new SentMessages(stores.replicas());
    private final Ports ports;
    private final OrderPipeline pipeline;
    private final Map<Class<?>, Function<String, RuntimeException>> broken = new HashMap<>();
    private final Map<Class<?>, Runnable> after = new HashMap<>();
    private final Map<Class<?>, Consumer<String>> watched = new HashMap<>();
    private final List<Seat> seats = new ArrayList<>();
    private final Set<String> disabled = new HashSet<>();
    private final Published published = new Published();

    public MemoryOrders(Style style) {
        Platform.Settings settings = Platform.Settings.of(Ports.SOURCE, OrderTypes.registry())
                .clock(clock)
                .observer(published);
        ports = new Ports(
                Platform.of(settings, breakable(), () -> bus),
                (resolved, etag, deadline) -> links.get().fetch(resolved, etag, deadline),
                URI.create("http://orders.invalid/"),
                mailbox,
                PaymentProvider.simulated());
        pipeline = new OrderPipeline(ports, style);
        links.set(pipeline.lookup());
        pipeline.consumers()
                .values()
                .forEach(consumer -> seats.add(new Seat(
                        consumer.name(),
                        bus.subscribe(consumer.name(), Redelivery.FROM_FIRST_UNSETTLED),
                        BatchProcessor.of(consumer).codec(events).clock(clock).build())));
    }

    /** Lets every call of a port fail from now on: EventStore, Outbox, SagaStore, ReadModel or Replicas. */
    public void breaks(Class<?> port) {
        broken.put(port, PortException::new);
    }

    /** Lets every call of a port fail as a bug does, for which events are parked after some attempts. */
    public void spoils(Class<?> port) {
        broken.put(port, IllegalStateException::new);
    }

    /** Does something right after the next call of a port, as another process may. */
    public void afterNextCall(Class<?> port, Runnable work) {
        after.put(port, work);
    }

    /** Tells each call of a port from now on: its method, and the arguments in brackets. */
    public void watches(Class<?> port, Consumer<String> watcher) {
        watched.put(port, watcher);
    }

    /** Invokes a consumer no more, as with a disabled mapping. */
    public void disable(String consumer) {
        disabled.add(consumer);
    }

    /** Invokes all consumers again. */
    public void enable() {
        disabled.clear();
    }

    /** Lets all ports work again. */
    public void repair() {
        broken.clear();
    }

    private Stores breakable() {
        InvocationHandler handler = (proxy, method, arguments) -> {
            Object store = method.invoke(stores, arguments);
            return BREAKABLE.contains(method.getReturnType()) ? breakable(method.getReturnType(), store) : store;
        };
        return (Stores) Proxy.newProxyInstance(Stores.class.getClassLoader(), new Class<?>[] {Stores.class}, handler);
    }

    private Object breakable(Class<?> port, Object real) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (broken.containsKey(port)) {
                throw broken.get(port).apply(port.getSimpleName() + " was told to fail");
            }
            Optional.ofNullable(watched.get(port))
                    .ifPresent(watcher -> watcher.accept(method.getName() + Arrays.toString(arguments)));
            try {
                Object answer = method.invoke(real, arguments);
                Optional.ofNullable(after.remove(port)).ifPresent(Runnable::run);
                return answer;
            } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
            }
        };
        return Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, handler);
    }

    public Ports ports() {
        return ports;
    }

    public OrderPipeline pipeline() {
        return pipeline;
    }

    public long messages() {
        return mailbox.count();
    }

    public Instant now() {
        return now.get();
    }

    /** {@return how many events of a type were published} */
    public long published(EventType type) {
        return published.events.stream()
                .filter(event -> event.type().equals(type))
                .count();
    }

    /** {@return all events that were published, in their order, as an archive has them} */
    public List<Envelope<?>> published() {
        return published.events;
    }

    private static final class Published implements Observer {
        private final List<Envelope<?>> events = new ArrayList<>();

        @Override
        public void published(Envelope<?> event, EventOutcome outcome, Duration took) {
            events.add(event);
        }
    }

    /**
     * Places the order O-1 of a product that is in stock.
     *
     * @param answers whether its payment provider answers
     */
    public void place(boolean answers) {
        pipeline.catalogue()
                .publish("P-1", 1, Optional.of(new Product("P-1", "Espresso beans", List.of(250L))), soon());
        pipeline.warehouse().receive("P-1", "D-1", 10);
        settle();
        pipeline.ordering()
                .place(new PlaceOrder(
                        "O-1",
                        "C-1",
                        new Contact("Ada", "ada@example.com"),
                        List.of(new PlaceOrder.Wanted("P-1", 1, 2)),
                        new Card("card-1", 20_000, answers)));
    }

    /** Lets so much time pass. */
    public void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    public Deadline soon() {
        return Deadline.in(Duration.ofMinutes(1), clock);
    }

    /** Lets every consumer handle whatever the bus has, until it has nothing. */
    public void settle() {
        for (int round = 0; round < ROUNDS; round++) {
            long busy = seats.stream()
                    .filter(seat -> !disabled.contains(seat.consumer()))
                    .filter(seat -> seat.turn(soon()))
                    .count();
            if (busy == 0) {
                return;
            }
        }
        throw new IllegalStateException("The consumers do not come to rest");
    }

    /** A consumer at its subscription. */
    private record Seat(String consumer, InMemorySubscription subscription, BatchProcessor processor) {
        boolean turn(Deadline deadline) {
            List<Delivery> deliveries = subscription.poll(100);
            if (deliveries.isEmpty()) {
                return false;
            }
            subscription.settle(processor.process(deliveries, Redelivery.FROM_FIRST_UNSETTLED, deadline));
            return true;
        }
    }
}
