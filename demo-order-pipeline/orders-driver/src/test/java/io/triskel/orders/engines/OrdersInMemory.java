package io.triskel.orders.engines;

import io.triskel.codec.EventCodec;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Delivery;
import io.triskel.consume.Redelivery;
import io.triskel.event.Deadline;
import io.triskel.memory.InMemoryBus;
import io.triskel.memory.InMemoryStores;
import io.triskel.memory.InMemorySubscription;
import io.triskel.notify.Lookup;
import io.triskel.orders.catalogue.Product;
import io.triskel.orders.fulfilment.FulfilmentSaga;
import io.triskel.orders.notification.SentMessages;
import io.triskel.orders.ordering.Contact;
import io.triskel.orders.ordering.PlaceOrder;
import io.triskel.orders.payment.Card;
import io.triskel.orders.payment.Payment;
import io.triskel.orders.payment.PaymentProvider;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.orders.pipeline.OrderTypes;
import io.triskel.orders.pipeline.Ports;
import io.triskel.orders.pipeline.Style;
import io.triskel.orders.view.OrderRow;
import io.triskel.platform.Platform;
import io.triskel.publish.EventBus.WireMode;
import io.triskel.saga.SagaRunner;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** Orders that end in each way, in a pipeline on memory ports whose leader the test chooses. */
final class OrdersInMemory {
    static final List<String> IDS = List.of("shipped", "declined", "no-stock", "silent", "withdrawn");

    private final InMemoryStores stores = new InMemoryStores();
    private final EventCodec events = EventCodec.of(OrderTypes.registry()).withPersonal(stores.personalKeys());
    private final InMemoryBus bus = InMemoryBus.of(events, WireMode.STRUCTURED, 1);
    private final AtomicReference<Lookup> links = new AtomicReference<>();
    private final OrderPipeline pipeline;
    private final List<Seat> seats = new ArrayList<>();

    OrdersInMemory(Function<Ports, OrderPipeline> made) {
        Ports ports = new Ports(
                Platform.of(Platform.Settings.of(Ports.SOURCE, OrderTypes.registry()), stores, () -> bus),
                (resolved, etag, deadline) -> links.get().fetch(resolved, etag, deadline),
                URI.create("http://orders.invalid/"),
                new SentMessages(stores.replicas()),
                PaymentProvider.simulated());
        pipeline = made.apply(ports);
        links.set(pipeline.lookup());
        pipeline.consumers()
                .values()
                .forEach(consumer -> seats.add(new Seat(
                        bus.subscribe(consumer.name(), Redelivery.FROM_FIRST_UNSETTLED),
                        BatchProcessor.of(consumer).codec(events).build())));
    }

    OrderPipeline pipeline() {
        return pipeline;
    }

    static Deadline soon() {
        return Deadline.in(Duration.ofMinutes(1), InstantSource.system());
    }

    void place() {
        pipeline.catalogue().publish("P-1", 1, Optional.of(new Product("P-1", "Tea", List.of(100L))), soon());
        pipeline.warehouse().receive("P-1", "D-1", 100);
        settle();
        place("shipped", 1, 10_000, true);
        place("declined", 5, 100, true);
        place("no-stock", 1000, 1_000_000, true);
        place("silent", 1, 1000, false);
        place("withdrawn", 1, 1000, false);
    }

    private void place(String order, int quantity, long limit, boolean answers) {
        pipeline.ordering()
                .place(new PlaceOrder(
                        order,
                        "C-" + order,
                        new Contact("Ada", "ada@example.com"),
                        List.of(new PlaceOrder.Wanted("P-1", 1, quantity)),
                        new Card("card-1", limit, answers)));
    }

    /** Lets every consumer handle whatever the bus has, until it has nothing. {@return whether it had anything} */
    boolean settle() {
        boolean any = false;
        while (seats.stream().filter(Seat::turn).count() > 0) {
            any = true;
        }
        return any;
    }

    /** What can be seen of all orders once they have ended. */
    record Ended(List<OrderRow> rows, List<Payment> payments) {}

    Ended ended() {
        return new Ended(rows(), IDS.stream().map(pipeline::payment).toList());
    }

    /** {@return how the orders end with the core's saga; "withdrawn" is called off while its payment is silent} */
    static Ended ledByTheSaga() {
        OrdersInMemory orders = new OrdersInMemory(ports -> new OrderPipeline(ports, Style.ORCHESTRATION));
        orders.place();
        orders.settle();
        orders.pipeline.ordering().cancel("withdrawn");
        orders.settle();
        SagaRunner<?> saga = orders.pipeline.sagas().values().iterator().next();
        saga.fireDue(Instant.now().plus(FulfilmentSaga.PAYMENT_PATIENCE), 100);
        do {
            saga.sendPending(100, soon());
        } while (orders.settle());
        return orders.ended();
    }

    private List<OrderRow> rows() {
        return pipeline.view().page(Optional.empty(), 100).items().stream()
                .sorted(Comparator.comparing(OrderRow::order))
                .toList();
    }

    /** A consumer at its subscription. */
    private record Seat(InMemorySubscription subscription, BatchProcessor processor) {
        boolean turn() {
            List<Delivery> deliveries = subscription.poll(100);
            if (deliveries.isEmpty()) {
                return false;
            }
            subscription.settle(processor.process(deliveries, Redelivery.FROM_FIRST_UNSETTLED, soon()));
            return true;
        }
    }
}
