package io.triskel.orders.hosting;

import io.triskel.codec.EventCodec;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Delivery;
import io.triskel.consume.EventConsumer;
import io.triskel.consume.Redelivery;
import io.triskel.event.Deadline;
import io.triskel.hosting.Application;
import io.triskel.hosting.PortUse;
import io.triskel.hosting.clock.ClockWork;
import io.triskel.hosting.http.HttpAnswer;
import io.triskel.hosting.http.HttpRequest;
import io.triskel.hosting.operation.ConsumerReplay;
import io.triskel.hosting.operation.ReplayRequest;
import io.triskel.inbox.Inbox;
import io.triskel.memory.InMemoryBus;
import io.triskel.memory.InMemoryStores;
import io.triskel.memory.InMemorySubscription;
import io.triskel.notify.Lookup;
import io.triskel.orders.http.OrderApi;
import io.triskel.orders.notification.SentMessages;
import io.triskel.orders.payment.PaymentProvider;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.orders.pipeline.OrderTypes;
import io.triskel.orders.pipeline.Ports;
import io.triskel.orders.pipeline.Style;
import io.triskel.parking.ParkingLot;
import io.triskel.personal.PersonalKeys;
import io.triskel.personal.UnknownSubjectException;
import io.triskel.platform.Platform;
import io.triskel.platform.Stores;
import io.triskel.publish.EventBus;
import io.triskel.publish.EventBus.WireMode;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.SecretKey;

/** The pipeline in memory as it is deployed, each function with a wiring of its own, whose ports note what it does with them. */
final class NotedOrders {
    private static final int ROUNDS = 1000;
    private static final int LIMIT = 100;

    /** Without these nothing is parked. */
    private static final Set<Class<?>> UNSPOILT = Set.of(ParkingLot.class, Inbox.class, PersonalKeys.class);

    /** Calls that reach no service. */
    private static final Set<String> FREE = Set.of("EventBus.limits");

    private static final Map<String, PortUse> USES = Map.ofEntries(
            Map.entry("PersonalKeys.find", PortUse.READ_KEYS),
            Map.entry("PersonalKeys.forget", PortUse.WRITE_KEYS),
            Map.entry("EventStore.read", PortUse.STREAMS),
            Map.entry("EventStore.append", PortUse.STREAMS),
            Map.entry("Outbox.lease", PortUse.STREAMS),
            Map.entry("Outbox.advance", PortUse.STREAMS),
            Map.entry("Outbox.finish", PortUse.STREAMS),
            Map.entry("Outbox.putOff", PortUse.STREAMS),
            Map.entry("Outbox.dirty", PortUse.DIRTY_STREAMS),
            Map.entry("Snapshots.load", PortUse.SNAPSHOTS),
            Map.entry("Snapshots.save", PortUse.SNAPSHOTS),
            Map.entry("Inbox.claimAll", PortUse.INBOX),
            Map.entry("Inbox.claimParked", PortUse.INBOX),
            Map.entry("Inbox.completeAll", PortUse.INBOX),
            Map.entry("Inbox.releaseAll", PortUse.INBOX),
            Map.entry("Inbox.parkAll", PortUse.INBOX),
            Map.entry("Inbox.completeParked", PortUse.INBOX),
            Map.entry("ParkingLot.heldAmong", PortUse.PARK_BEHIND),
            Map.entry("ParkingLot.park", PortUse.PARK),
            Map.entry("ParkingLot.parkBehind", PortUse.PARK_BEHIND),
            Map.entry("ParkingLot.held", PortUse.REPLAY),
            Map.entry("ParkingLot.due", PortUse.DUE_LANES),
            Map.entry("ParkingLot.lease", PortUse.REPLAY),
            Map.entry("ParkingLot.peek", PortUse.REPLAY),
            Map.entry("ParkingLot.remove", PortUse.REPLAY),
            Map.entry("ParkingLot.postpone", PortUse.REPLAY),
            Map.entry("ParkingLot.open", PortUse.REPLAY),
            Map.entry("ParkingLot.release", PortUse.REPLAY),
            Map.entry("SagaStore.load", PortUse.SAGAS),
            Map.entry("SagaStore.save", PortUse.SAGAS),
            Map.entry("SagaStore.due", PortUse.WAITING_SAGAS),
            Map.entry("SagaStore.unsent", PortUse.WAITING_SAGAS),
            Map.entry("Replicas.get", PortUse.READ_REPLICAS),
            Map.entry("Replicas.put", PortUse.WRITE_REPLICAS),
            Map.entry("ReadModel.get", PortUse.READ_ROWS),
            Map.entry("ReadModel.query", PortUse.LIST_ROWS),
            Map.entry("ReadModel.page", PortUse.LIST_ROWS),
            Map.entry("ReadModel.put", PortUse.WRITE_ROWS),
            Map.entry("EventBus.send", PortUse.PUBLISH));

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final InstantSource clock = now::get;
    private final InMemoryStores stores = new InMemoryStores();
    private final EventCodec events = EventCodec.of(OrderTypes.registry()).withPersonal(stores.personalKeys());
    private final InMemoryBus bus = InMemoryBus.of(events, WireMode.STRUCTURED, 1);
    private final Map<String, Set<PortUse>> notes = new LinkedHashMap<>();
    private final Map<String, Seat> seats = new LinkedHashMap<>();
    private final OrderApi api;
    private final AtomicReference<Lookup> links = new AtomicReference<>();
    private final ClockWork work;
    private boolean spoilt;

    NotedOrders(Style style) {
        Ports http = ports(Application.HTTP);
        OrderPipeline answering = new OrderPipeline(http, style);
        api = new OrderApi(answering, http.platform().states());
        links.set(answering.lookup());
        for (String name : OrderPipeline.consumerNames(style)) {
            Ports ports = ports(name);
            EventConsumer consumer = new OrderPipeline(ports, style).consumers().get(name);
            seats.put(
                    name,
                    new Seat(
                            ports,
                            consumer,
                            // Decoded by the processor, with the function's own keys.
                            bus.subscribe(name, Redelivery.FROM_FIRST_UNSETTLED, type -> false),
                            BatchProcessor.of(consumer)
                                    .codec(ports.platform().codec())
                                    .clock(clock)
                                    .build()));
        }
        Ports ticking = ports(Application.CLOCK);
        work = new ClockWork(new OrderPipeline(ticking, style));
    }

    private record Seat(
            Ports ports, EventConsumer consumer, InMemorySubscription subscription, BatchProcessor processor) {}

    /** {@return what each function has done so far} */
    Map<String, Set<PortUse>> notes() {
        return notes;
    }

    /** Lets the consumers' functions fail as a bug does, so that events are parked, until it is mended; the clock's works on. */
    void spoil() {
        spoilt = true;
    }

    void mend() {
        spoilt = false;
    }

    void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    HttpAnswer call(String method, String path, String body) {
        return api.answer(
                new HttpRequest(
                        method,
                        path,
                        Map.of(),
                        Map.of("content-type", "application/json"),
                        body.replace('\'', '"').getBytes(StandardCharsets.UTF_8)),
                soon());
    }

    /** {@return how many parked events the clock has replayed} */
    int replay() {
        return work.replayAll(LIMIT, soon()).replayed();
    }

    /** Lets each consumer's function replay what it has parked. */
    void replayOwn() {
        seats.forEach((name, seat) -> {
            byte[] unused = ConsumerReplay.answer(
                    new ReplayRequest(name, LIMIT, Duration.ofSeconds(50)).toJson(),
                    seat.consumer(),
                    seat.ports().platform(),
                    soon());
        });
    }

    void tick() {
        var unused = work.tick(clock.instant(), LIMIT, soon());
    }

    void settle() {
        for (int round = 0; round < ROUNDS; round++) {
            boolean busy = false;
            for (Seat seat : seats.values()) {
                List<Delivery> deliveries = seat.subscription().poll(LIMIT);
                if (!deliveries.isEmpty()) {
                    busy = true;
                    seat.subscription()
                            .settle(seat.processor().process(deliveries, Redelivery.FROM_FIRST_UNSETTLED, soon()));
                }
            }
            if (!busy) {
                return;
            }
        }
        throw new IllegalStateException("The consumers do not come to rest");
    }

    private Deadline soon() {
        return Deadline.in(Duration.ofMinutes(1), clock);
    }

    private Ports ports(String function) {
        notes.put(function, EnumSet.noneOf(PortUse.class));
        Platform.Settings settings =
                Platform.Settings.of(Ports.SOURCE, OrderTypes.registry()).clock(clock);
        Stores noted = (Stores) proxy(Stores.class, (proxy, method, arguments) -> {
            Object store = method.invoke(stores, arguments);
            return noting(function, method.getReturnType(), store);
        });
        return new Ports(
                Platform.of(settings, noted, () -> (EventBus) noting(function, EventBus.class, bus)),
                (resolved, etag, deadline) -> {
                    notes.get(function).add(PortUse.LOOK_UP);
                    return links.get().fetch(resolved, etag, deadline);
                },
                URI.create("http://orders.invalid/"),
                new SentMessages(noted.replicas()),
                PaymentProvider.simulated());
    }

    /** A port's own default methods run on the proxy, so that what they call is noted too. */
    private Object noting(String function, Class<?> port, Object real) {
        return proxy(port, (proxy, method, arguments) -> {
            if (method.isDefault()) {
                return InvocationHandler.invokeDefault(proxy, method, arguments);
            }
            if (spoilt && seats.containsKey(function) && !UNSPOILT.contains(port)) {
                throw new IllegalStateException(port.getSimpleName() + " is spoilt");
            }
            use(port, method, arguments).ifPresent(notes.get(function)::add);
            try {
                return method.invoke(real, arguments);
            } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
            }
        });
    }

    private static Object proxy(Class<?> port, InvocationHandler handler) {
        return Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, handler);
    }

    private Optional<PortUse> use(Class<?> port, Method method, Object... arguments) {
        String call = port.getSimpleName() + "." + method.getName();
        if (call.equals("PersonalKeys.keyFor")) {
            return Optional.of(isKnown((String) arguments[0]) ? PortUse.READ_KEYS : PortUse.WRITE_KEYS);
        }
        if (FREE.contains(call)) {
            return Optional.empty();
        }
        return Optional.of(Objects.requireNonNull(USES.get(call), () -> call + " is no use that has a name yet"));
    }

    private boolean isKnown(String subject) {
        try {
            Optional<SecretKey> unused = stores.personalKeys().find(subject);
            return true;
        } catch (UnknownSubjectException neverKept) {
            return false;
        }
    }
}
