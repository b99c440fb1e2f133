package io.triskel.documents;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.codec.EventCodec;
import io.triskel.codec.StateCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Delivery;
import io.triskel.consume.EventConsumer;
import io.triskel.consume.FailurePolicy;
import io.triskel.consume.ParkedReplay;
import io.triskel.consume.Redelivery;
import io.triskel.consume.Settlement;
import io.triskel.decide.CommandHandler;
import io.triskel.decide.CommandResult;
import io.triskel.decide.Decider;
import io.triskel.documents.TestkitPage.Rows.OrderRow;
import io.triskel.documents.TestkitPage.Rows.OrderView;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.EventType;
import io.triskel.event.Metadata;
import io.triskel.event.StreamId;
import io.triskel.event.WireName;
import io.triskel.inbox.Fence;
import io.triskel.inbox.Inbox;
import io.triskel.notify.Lookup;
import io.triskel.notify.NotificationHandler;
import io.triskel.outbox.Dispatcher;
import io.triskel.outbox.Dispatcher.DrainReport;
import io.triskel.outbox.Outbox;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot;
import io.triskel.personal.Personal;
import io.triskel.personal.PersonalKeys;
import io.triskel.platform.EntityPublisher;
import io.triskel.platform.HostedConsumer;
import io.triskel.platform.Platform;
import io.triskel.projection.History;
import io.triskel.projection.ReadModel;
import io.triskel.projection.View;
import io.triskel.publish.EventPublisher;
import io.triskel.saga.Saga;
import io.triskel.saga.SagaRunner;
import io.triskel.saga.SagaStore;
import io.triskel.store.CommandId;
import io.triskel.store.EventReader;
import io.triskel.store.EventStore;
import io.triskel.store.Snapshots;
import io.triskel.testkit.DeciderFixture;
import io.triskel.transfer.Replicas;
import io.triskel.transfer.Replicator;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/** What {@code docs/patterns} and {@code docs/wire-format.md} show. */
@SuppressWarnings({"unused", "CheckReturnValue", "ReturnValueIgnored"})
final class PatternPages {
    private PatternPages() {}

    sealed interface OrderEvent {}

    record Placed() implements OrderEvent {}

    record Cancelled() implements OrderEvent {}

    sealed interface OrderCommand {}

    record Cancel() implements OrderCommand {}

    record OrderLost(String order) {}

    record Order() {}

    sealed interface Payment {
        @WireName("card")
        record Card(String number) implements Payment {}

        @WireName("cash")
        record Cash(int cents) implements Payment {}
    }

    static final class OrderDecider implements Decider<OrderCommand, Order, OrderEvent> {
        @Override
        public Order initial() {
            return new Order();
        }

        @Override
        public List<OrderEvent> decide(OrderCommand command, Order state) {
            return List.of(new Cancelled());
        }

        @Override
        public Order evolve(Order state, OrderEvent event) {
            return state;
        }
    }

    static void eventSourcing(
            EventStore store, TypeRegistry types, Snapshots snapshots, Dispatcher dispatcher, Placed placed) {
        CommandHandler<OrderCommand, Order, OrderEvent> orders = CommandHandler.builder(
                        new OrderDecider(), store, types, "/orders")
                .snapshots(snapshots, StateCodec.of())
                .snapshotEvery(100, Order.class)
                .dispatcher(dispatcher)
                .build();

        CommandResult<OrderEvent> result =
                orders.handle(StreamId.of("order", "42"), new CommandId("checkout-17"), new Cancel(), Metadata.empty());

        DeciderFixture.of(new OrderDecider()).given(placed).when(new Cancel()).then(new Cancelled());
    }

    static void projections(TypeRegistry types, ReadModel readModel, ParkingLot parkingLot, StreamId stream) {
        var view = View.of(new OrderView(), readModel, StateCodec.of())
                .events(types, OrderEvent.class)
                .build();
        var consumer = view.subscribe(EventConsumer.named("order-view"))
                .parkingLot(parkingLot)
                .build();
        view.find(stream);
        view.query("customer", "ann", Optional.empty(), 50);
        view.total("tea"); // {revenue=800, units=3}
    }

    private static void subscribeFromTheOldest(String subscription) {}

    static void rebuild(View<OrderRow> view, History history, Executor threads) {
        var rebuild = view.rebuild(history, generation -> subscribeFromTheOldest("order-view-" + generation));
        var second =
                rebuild.subscribe(EventConsumer.named("order-view-rebuild")).build(); // handles that subscription
        while (rebuild.step(2_000, threads)) {} // the history, then those who were forgotten; until then the bus waits
        rebuild.complete(); // once the subscription has caught up, and nothing of it is parked: switched
        // until rebuild.mayEnd(): the subscription goes on, since others may write the old rows until then; then remove
        // it
        while (rebuild.dropOld(500) > 0) {} // the next rebuild may begin
    }

    record Address(String city) {}

    static void personalData(TypeRegistry types, PersonalKeys keys, Address address) {
        record CustomerRegistered(String customerId, Personal<String> name, Personal<Address> address) {}

        EventCodec codec = EventCodec.of(types).withPersonal(keys); // and StateCodec.of().withPersonal(keys)
        new CustomerRegistered("c-1", Personal.of("c-1", "Ada"), Personal.of("c-1", address));

        keys.forget("c-1"); // then publish SubjectForgotten("c-1")
    }

    record Product(String name) {
        static final EventType TYPE = EventType.of("catalogue.product", 1);
    }

    static void stateTransfer(Platform platform, Replicas replicas, Product product) {
        EntityPublisher<Product> catalogue = platform.entityPublisher(Product.class);
        catalogue.changed("tea", 4, product);
        catalogue.deleted("mug", 9);

        var products = new Replicator<>(replicas, "products", StateCodec.of(), Product.TYPE, Product.class);
        products.find("tea");
    }

    record OrderState(String status) {}

    private static void mail(OrderState state) {}

    static void notification(Envelope<?> event, Lookup lookup, ObjectMapper mapper) {
        event.withPattern(new EventKind.Notification("orders/42", 7)); // producer: relative link, version

        NotificationHandler.of(
                        lookup,
                        body -> mapper.readValue(body, OrderState.class),
                        (notified, fetched, handling) -> mail(fetched.state()))
                .base("/orders", URI.create("https://orders.internal/api/")) // consumer: where that source is
                .build();
    }

    record OrderPaid() {
        static final EventType TYPE = EventType.of("orders.order-paid", 1);
    }

    private static void ship(OrderPaid order, Fence fence) {}

    static void idempotentConsumer(
            Inbox inbox, ParkingLot lot, EventCodec codec, List<Delivery> deliveries, Deadline deadline) {
        EventConsumer consumer = EventConsumer.named("shipping")
                .on(OrderPaid.TYPE, OrderPaid.class, (event, handling) -> ship(event.data(), handling.fence()))
                .policy(FailurePolicy.retryThenPark(5))
                .inbox(inbox)
                .parkingLot(lot)
                .build();
        BatchProcessor processor = BatchProcessor.of(consumer).codec(codec).build();

        Settlement settlement = processor.process(deliveries, Redelivery.FROM_FIRST_UNSETTLED, deadline);
    }

    static void sentCommands(Platform platform, CommandHandler<OrderCommand, Order, OrderEvent> orders) {
        HostedConsumer ordering = platform.consumer("ordering")
                .sendsCommand(OrderLost.class, orders, lost -> StreamId.of("order", lost.order()), lost -> new Cancel())
                .build();
    }

    static void parking(
            EventConsumer consumer,
            EventCodec codec,
            InstantSource clock,
            Lane lane,
            EventId event,
            Deadline deadline) {
        ParkedReplay replay = ParkedReplay.of(consumer).codec(codec).build();
        replay.replayDue(clock.instant(), 100, deadline); // from a timer
        replay.replayAll(100, deadline); // after a repair
        replay.discard(lane, event, "test data");
    }

    static void outbox(EventReader events, Outbox outbox, EventPublisher publisher, Deadline deadline) {
        Dispatcher dispatcher = Dispatcher.builder(events, outbox, publisher).build(); // for CommandHandler.builder
        DrainReport report = dispatcher.drain(100, deadline); // from a timer, once a minute
    }

    record OrderPlaced(String order) {}

    static void publishing(Platform platform) {
        platform.publish(new OrderPlaced("42"), "42"); // data and ordering key; returns once the bus has it
    }

    /** The saga itself is in the tests of steps, which run it. */
    static void saga(
            Saga<?> saga,
            SagaStore store,
            EventCodec eventCodec,
            StateCodec stateCodec,
            EventPublisher publisher,
            ParkingLot lot,
            InstantSource clock,
            Deadline deadline) {
        SagaRunner<?> runner = SagaRunner.of(saga, store, eventCodec, publisher)
                .states(stateCodec)
                .build();
        EventConsumer consumer = runner.subscribe(EventConsumer.named("fulfilment"))
                .parkingLot(lot)
                .build();

        // from time to time, as often as you like:
        runner.fireDue(clock.instant(), 100);
        runner.sendPending(100, deadline);
    }

    record PaymentData(String order, String currency) {}

    static void upcastState() {
        TypeRegistry.builder()
                .state("orders.payment-saga", 2, PaymentData.class)
                .upcastState("orders.payment-saga", 1, old -> old.set("currency", "EUR"))
                .build();
    }

    static void upcast() {
        TypeRegistry.builder()
                .add(EventType.of("orders.order-placed", 2), OrderPlaced.class)
                .upcast(
                        EventType.of("orders.order-placed", 1),
                        EventType.of("orders.order-placed", 2),
                        old -> old.set("currency", "EUR"))
                .build();
    }
}
