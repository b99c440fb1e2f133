package io.triskel.orders.asyncapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.EventCodec;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Delivery;
import io.triskel.consume.Redelivery;
import io.triskel.event.Deadline;
import io.triskel.hosting.clock.ClockWork;
import io.triskel.hosting.clock.TickReport;
import io.triskel.memory.InMemoryBus;
import io.triskel.memory.InMemoryStores;
import io.triskel.memory.InMemorySubscription;
import io.triskel.notify.Lookup;
import io.triskel.orders.catalogue.Product;
import io.triskel.orders.notification.SentMessages;
import io.triskel.orders.ordering.Contact;
import io.triskel.orders.ordering.OrderStatus;
import io.triskel.orders.ordering.PlaceOrder;
import io.triskel.orders.payment.Card;
import io.triskel.orders.payment.PaymentProvider;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.orders.pipeline.OrderTypes;
import io.triskel.orders.pipeline.Ports;
import io.triskel.orders.pipeline.Style;
import io.triskel.platform.Platform;
import io.triskel.publish.EventBus;
import io.triskel.publish.EventBus.WireMode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

/** The pipeline in memory with an order for every ending, and all events that its bus was given, as bytes. */
final class RecordedRun {
    private static final int ROUNDS = 1000;

    /** Several, so that a slow service hears of the stock of some orders before it hears of the orders. */
    private static final int PARTITIONS = 4;

    private static final String SLOW = "payment";
    private static final int SHIPPED = 8;

    /** Cancelled when shipping was asked for already. */
    private static final String CANCELLED_LATE = "cancelled-late";

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final InstantSource clock = now::get;
    private final InMemoryStores stores = new InMemoryStores();
    private final EventCodec codec = EventCodec.of(OrderTypes.registry()).withPersonal(stores.personalKeys());
    private final InMemoryBus bus = InMemoryBus.of(codec, WireMode.STRUCTURED, PARTITIONS);
    private final List<String> events = new ArrayList<>();
    private final AtomicReference<Lookup> links = new AtomicReference<>();
    private final Ports ports;
    private final OrderPipeline pipeline;
    private final List<Seat> consumers = new ArrayList<>();

    private RecordedRun(Style style) {
        ports = new Ports(
                Platform.of(
                        Platform.Settings.of(Ports.SOURCE, OrderTypes.registry())
                                .clock(clock),
                        stores,
                        Recorder::new),
                (resolved, etag, deadline) -> links.get().fetch(resolved, etag, deadline),
                URI.create("http://orders.invalid/"),
                new SentMessages(stores.replicas()),
                PaymentProvider.simulated());
        pipeline = new OrderPipeline(ports, style);
        links.set(pipeline.lookup());
        pipeline.consumers()
                .values()
                .forEach(consumer -> consumers.add(new Seat(
                        bus.subscribe(consumer.name(), Redelivery.FROM_FIRST_UNSETTLED),
                        BatchProcessor.of(consumer).codec(codec).clock(clock).build(),
                        consumer.name().equals(SLOW))));
    }

    /** A consumer at its subscription; a slow one takes its turn when all others rest. */
    private record Seat(InMemorySubscription subscription, BatchProcessor processor, boolean slow) {
        boolean turn(Deadline deadline) {
            List<Delivery> deliveries = subscription.poll(100);
            if (deliveries.isEmpty()) {
                return false;
            }
            subscription.settle(processor.process(deliveries, Redelivery.FROM_FIRST_UNSETTLED, deadline));
            return true;
        }
    }

    /** Keeps what is sent on its way to the bus. */
    private final class Recorder implements EventBus {
        @Override
        public BusLimits limits() {
            return bus.limits();
        }

        @Override
        public CompletionStage<List<BusResult>> send(List<Outgoing> batch, Deadline deadline) {
            batch.forEach(each -> events.add(new String(each.wire().body(), StandardCharsets.UTF_8)));
            return bus.send(batch, deadline);
        }
    }

    /** {@return all events of a run in this style, structured, in the order in which they were sent} */
    static List<String> events(Style style) {
        RecordedRun run = new RecordedRun(style);
        run.catalogue("P-1", Optional.of(new Product("P-1", "Espresso beans", List.of(250L))));
        run.catalogue("P-2", Optional.of(new Product("P-2", "Out of stock", List.of(100L))));
        run.pipeline.warehouse().receive("P-1", "D-1", 100);
        run.settle();
        for (int i = 1; i <= SHIPPED; i++) {
            run.place("shipped-" + i, "P-1", 10_000, true);
        }
        run.place("no-stock", "P-2", 10_000, true);
        run.place("too-dear", "P-1", 100, true);
        run.place("unknown-product", "P-9", 10_000, true);
        run.place("silent", "P-1", 10_000, false);
        run.place("cancelled", "P-1", 10_000, false);
        run.pipeline.ordering().cancel("cancelled");
        run.place(CANCELLED_LATE, "P-1", 10_000, true);
        run.settle();
        run.timeOut();
        run.pipeline.customers().forget("C-shipped-1", run.soon());
        run.catalogue("P-2", Optional.empty());
        run.settle();
        return run.events;
    }

    private void catalogue(String product, Optional<Product> state) {
        pipeline.catalogue().publish(product, state.isPresent() ? 1 : 2, state, soon());
    }

    private void place(String order, String product, long limit, boolean answers) {
        pipeline.ordering()
                .place(new PlaceOrder(
                        order,
                        "C-" + order,
                        new Contact("Ada", "ada@example.com"),
                        List.of(new PlaceOrder.Wanted(product, 1, 2)),
                        new Card("card-1", limit, answers)));
    }

    private void timeOut() {
        now.updateAndGet(before -> before.plus(Duration.ofHours(1)));
        TickReport ticked = new ClockWork(pipeline).tick(now.get(), 100, soon());
        assertThat(ticked.failures()).isEmpty();
        settle();
    }

    private Deadline soon() {
        return Deadline.in(Duration.ofMinutes(1), clock);
    }

    private void settle() {
        for (int round = 0; round < ROUNDS; round++) {
            if (turns(false) == 0 && turns(true) == 0) {
                return;
            }
            if (pipeline.ordering().order(CANCELLED_LATE).status() == OrderStatus.CONFIRMED) {
                pipeline.ordering().cancel(CANCELLED_LATE);
            }
        }
        throw new IllegalStateException("The consumers do not come to rest");
    }

    private long turns(boolean slow) {
        return consumers.stream()
                .filter(seat -> seat.slow() == slow && seat.turn(soon()))
                .count();
    }
}
