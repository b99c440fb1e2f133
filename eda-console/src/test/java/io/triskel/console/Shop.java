package io.triskel.console;

import io.triskel.codec.StateCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.decide.CommandHandler;
import io.triskel.decide.Decider;
import io.triskel.event.Envelope;
import io.triskel.event.IdSource;
import io.triskel.event.StreamId;
import io.triskel.memory.InMemoryPlatform;
import io.triskel.memory.InMemoryPump;
import io.triskel.observe.Observer;
import io.triskel.personal.Personal;
import io.triskel.platform.Platform.Settings;
import io.triskel.projection.Projection;
import io.triskel.projection.View;
import io.triskel.saga.Input;
import io.triskel.saga.Reaction;
import io.triskel.saga.Saga;
import io.triskel.saga.StateForm;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A shop in memory: payment fails for orders that begin with {@code P} until it works again, and always for those that begin
 * with {@code X}; the saga is stuck for those that begin with {@code S}.
 */
final class Shop implements AutoCloseable {
    static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

    static final TypeRegistry TYPES = TypeRegistry.builder()
            .add("shop.order-placed", 1, Placed.class)
            .add("shop.note-order", 1, NoteOrder.class)
            .build();

    final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    final FlowObserver flow = new FlowObserver();
    final InMemoryPlatform platform;
    final CommandHandler<Placed, Boolean, Placed> orders;
    final View<Row> view;
    final InMemoryPump pump;
    final Set<String> paid = ConcurrentHashMap.newKeySet();
    final AtomicInteger payments = new AtomicInteger();
    volatile boolean paymentWorks;

    record Placed(String order, Personal<String> contact, long cents) {}

    record NoteOrder(String order) {}

    record Row(String order, String contact, Personal<String> person, long cents) {}

    record Seen(Set<String> orders) {}

    Shop() {
        AtomicInteger ids = new AtomicInteger();
        IdSource numbered = () -> "id-" + ids.incrementAndGet();
        platform = InMemoryPlatform.of(
                Settings.of("/shop", TYPES).clock(now::get).ids(numbered).observer(Observer.all(flow)));
        orders = platform.commands(Decider.<Placed, Boolean, Placed>of(
                        false, (order, placed) -> placed ? List.of() : List.of(order), (placed, event) -> true))
                .build();
        view = platform.view(Projection.of(
                        "orders",
                        Row.class,
                        Placed.class,
                        new Row("", "", new Personal.Forgotten<>("nobody"), 0),
                        (row, event) -> new Row(
                                event.order(), event.contact().known().orElse(""), event.contact(), event.cents()))
                .subject(row -> Optional.of("customer-of-" + row.order()))
                .erasedTo(row -> new Row(
                        row.order(), "", new Personal.Forgotten<>(row.person().subject()), row.cents())));
        var payment = platform.consumer("payment")
                .on(Placed.class, (event, handling) -> pay(event.data()))
                .retryThenPark(1)
                .build();
        pump = platform.subscribe(payment, view, platform.saga(new Fulfilment()));
    }

    private void pay(Placed order) {
        if (order.order().startsWith("X") || (order.order().startsWith("P") && !paymentWorks)) {
            throw new IllegalStateException("the card service is down");
        }
        payments.incrementAndGet();
        paid.add(order.order());
    }

    /** Places orders, and lets all consumers work until nothing moves. */
    Shop place(String... ids) {
        for (String id : ids) {
            var unused = orders.handle(
                    StreamId.of("order", id),
                    "place-" + id,
                    new Placed(id, Personal.of("customer-of-" + id, "ann@" + id + ".example"), 1_200));
        }
        var unused = pump.drain();
        return this;
    }

    /** Publishes another event of an order's stream, which waits behind a parked one. */
    void arriveBehind(String id) {
        platform.publish(new Placed(id, Personal.of("customer-of-" + id, "ann@" + id + ".example"), 1), "order-" + id);
        var unused = pump.drain();
    }

    void later(Duration time) {
        now.updateAndGet(at -> at.plus(time));
    }

    ConsoleBuilder console() {
        return Console.of(platform)
                .application("shop")
                .lane("memory", "Memory")
                .streams("order-{id}")
                .flow(flow)
                .identity(exchange -> "m.diallo")
                .refresh(Duration.ofMillis(250));
    }

    @Override
    public void close() {
        platform.close();
    }

    /** Is stuck at orders that begin with S, with a command that was never sent. */
    static final class Fulfilment implements Saga<Seen> {
        @Override
        public String name() {
            return "fulfilment";
        }

        @Override
        public Set<Class<?>> listensTo() {
            return Set.of(Placed.class);
        }

        @Override
        public StateForm<Seen> form(StateCodec codec) {
            return StateForm.of(Seen.class, codec);
        }

        @Override
        public Seen initial() {
            return new Seen(Set.of());
        }

        @Override
        public Optional<String> correlate(Envelope<?> event) {
            return event.data() instanceof Placed placed ? Optional.of(placed.order()) : Optional.empty();
        }

        @Override
        public Seen evolve(Seen seen, Input input) {
            if (input instanceof Input.Event event && event.envelope().data() instanceof Placed placed) {
                Set<String> more = new HashSet<>(seen.orders());
                more.add(placed.order());
                return new Seen(more);
            }
            return seen;
        }

        @Override
        public Reaction react(Seen seen, Input input) {
            if (input instanceof Input.Resumed) {
                return Reaction.nothing().run();
            }
            boolean sticks = seen.orders().stream().anyMatch(order -> order.startsWith("S"));
            return input instanceof Input.Event && sticks
                    ? Reaction.nothing().timeout("answer", Duration.ofHours(1)).stuck("the warehouse refused it")
                    : Reaction.nothing();
        }
    }
}
