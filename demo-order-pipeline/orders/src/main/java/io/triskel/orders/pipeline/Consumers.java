package io.triskel.orders.pipeline;

import io.triskel.codec.TypeRegistry;
import io.triskel.consume.ConsumerSpec;
import io.triskel.consume.EventConsumer;
import io.triskel.consume.FailurePolicy;
import io.triskel.event.DerivedId;
import io.triskel.event.Envelope;
import io.triskel.hosting.Heartbeat;
import io.triskel.notify.NotificationHandler;
import io.triskel.orders.catalogue.Product;
import io.triskel.orders.catalogue.ReplicatedAssortment;
import io.triskel.orders.choreography.PaymentWatch;
import io.triskel.orders.choreography.Reactions;
import io.triskel.orders.fulfilment.FulfilmentSaga;
import io.triskel.orders.inventory.ReservationCommand;
import io.triskel.orders.notification.CustomerNotifier;
import io.triskel.orders.notification.NewsDesk;
import io.triskel.orders.notification.OrderNews;
import io.triskel.orders.notification.OrderPage;
import io.triskel.orders.ordering.OrderCommand;
import io.triskel.orders.ordering.OrderEvent;
import io.triskel.orders.payment.PaymentCommand;
import io.triskel.projection.View;
import io.triskel.saga.Saga;
import io.triskel.saga.SagaRunner;
import io.triskel.transfer.Replicator;
import java.util.List;
import java.util.function.BiConsumer;

/** Makes the consumers: their subscriptions, and how each handles duplicates and failures. */
final class Consumers {
    /** Attempts before an event is parked; every handler is repeatable, so most failures pass. */
    private static final int ATTEMPTS = 5;

    static final String CATALOGUE_COPY = "ordering-catalogue";
    static final String INVENTORY = "inventory";
    static final String PAYMENT = "payment";
    static final String ORDERING = "ordering";
    static final String ORDER_VIEW = "order-view";
    static final String NEWS = "order-news";
    static final String NOTIFICATION = "customer-notification";

    private final Ports ports;
    private final Services services;
    private final TypeRegistry types;

    /** The names of all consumers, in the order in which an order meets them. */
    static List<String> names(Style style) {
        String saga = style == Style.ORCHESTRATION ? FulfilmentSaga.NAME : PaymentWatch.NAME;
        return List.of(CATALOGUE_COPY, INVENTORY, PAYMENT, ORDERING, saga, ORDER_VIEW, NEWS, NOTIFICATION);
    }

    Consumers(Ports ports, Services services) {
        this.ports = ports;
        this.services = services;
        this.types = ports.platform().codec().types();
    }

    /** The copy of the catalogue: the highest version wins, so the consumer needs neither inbox nor lane. */
    EventConsumer catalogueCopy() {
        return new Replicator<>(
                        ports.platform().stores().replicas(),
                        ReplicatedAssortment.COLLECTION,
                        ports.platform().states(),
                        Product.TYPE,
                        Product.class)
                .subscribe(named(CATALOGUE_COPY))
                .build();
    }

    EventConsumer inventory(Style style) {
        EventConsumer.Builder consumer = named(INVENTORY);
        BiConsumer<ReservationCommand, Envelope<?>> carryOut = (command, cause) -> {
            String id = commandId(INVENTORY, cause);
            command.<Runnable>fold(
                            reserve -> () -> services.warehouse().reserve(reserve, id, cause),
                            refuse -> () -> {
                                throw new IllegalArgumentException("Nobody but inventory itself refuses");
                            },
                            release -> () -> services.warehouse().release(release, id, cause))
                    .run();
        };
        if (style == Style.ORCHESTRATION) {
            listen(
                    consumer,
                    List.of(ReservationCommand.Reserve.class, ReservationCommand.Release.class),
                    event -> carryOut.accept((ReservationCommand) event.data(), event));
        } else {
            react(consumer, Reactions.inventory(), carryOut);
        }
        return consumer.build();
    }

    EventConsumer payment(Style style) {
        EventConsumer.Builder consumer = named(PAYMENT);
        BiConsumer<PaymentCommand, Envelope<?>> carryOut = (command, cause) ->
                services.payments().tell(command.order(), commandId(PAYMENT, cause), command, cause);
        listen(
                consumer,
                List.of(PaymentCommand.Charge.class, PaymentCommand.Refund.class, PaymentCommand.GiveUp.class),
                event -> carryOut.accept((PaymentCommand) event.data(), event));
        if (style == Style.CHOREOGRAPHY) {
            react(consumer, Reactions.payment(), carryOut);
        }
        return consumer.build();
    }

    EventConsumer ordering(Style style) {
        EventConsumer.Builder consumer = named(ORDERING);
        BiConsumer<OrderCommand, Envelope<?>> carryOut =
                (command, cause) -> services.orders().tell(command.order(), commandId(ORDERING, cause), command, cause);
        if (style == Style.ORCHESTRATION) {
            listen(
                    consumer,
                    List.of(OrderCommand.Confirm.class, OrderCommand.Reject.class, OrderCommand.Ship.class),
                    event -> carryOut.accept((OrderCommand) event.data(), event));
        } else {
            react(consumer, Reactions.ordering(), carryOut);
        }
        return consumer.build();
    }

    /** A saga's row knows the events it has seen, so its consumer needs no inbox; the lane is the instance. */
    EventConsumer saga(Saga<?> saga, SagaRunner<?> runner) {
        return runner.subscribe(named(saga.name())).build();
    }

    /** Instead of the saga: the orchestrator of orders recognises duplicates itself. */
    EventConsumer led(ConsumerSpec leader) {
        return leader.subscribe(named(leader.name())).build();
    }

    /** A row knows the revision that it shows, so the consumer needs no inbox. */
    EventConsumer orderView(View<?> view) {
        return view.subscribe(named(ORDER_VIEW)).build();
    }

    EventConsumer news() {
        EventConsumer.Builder consumer = withInbox(NEWS);
        NewsDesk desk = new NewsDesk(ports.platform());
        for (Class<? extends OrderEvent> ending : List.of(
                OrderEvent.OrderRejected.class, OrderEvent.OrderCancelled.class, OrderEvent.OrderShipped.class)) {
            consumer.on(types.requireTypeOf(ending), OrderEvent.class, desk);
        }
        return consumer.build();
    }

    EventConsumer notification() {
        NotificationHandler<OrderPage> handler = NotificationHandler.of(
                        ports.lookup(),
                        body -> ports.platform().states().decode(body, OrderPage.class),
                        new CustomerNotifier(ports.mailbox()))
                .base(OrderNews.SOURCE, ports.lookupBase())
                .build();
        return withInbox(NOTIFICATION).on(OrderNews.TYPE, handler).build();
    }

    private EventConsumer.Builder withInbox(String name) {
        return named(name).inbox(ports.platform().stores().inbox());
    }

    private EventConsumer.Builder named(String name) {
        return EventConsumer.named(name)
                .policy(FailurePolicy.retryThenPark(ATTEMPTS))
                .parkingLot(ports.platform().stores().parkingLot())
                .heartbeats(Heartbeat.TYPE, event -> note(name, event));
    }

    private void note(String consumer, Envelope<?> event) {
        event.time()
                .ifPresent(
                        placed -> Heartbeat.note(ports.platform().stores().replicas(), consumer, placed.toInstant()));
    }

    /** Subscribes to events that lead to a command. */
    private <C> void react(
            EventConsumer.Builder consumer, Reactions<C> reactions, BiConsumer<C, Envelope<?>> carryOut) {
        reactions
                .byEvent()
                .forEach((type, command) ->
                        listen(consumer, List.of(type), event -> carryOut.accept(command.apply(event.data()), event)));
    }

    private void listen(
            EventConsumer.Builder consumer, List<Class<?>> dataTypes, java.util.function.Consumer<Envelope<?>> work) {
        for (Class<?> dataType : dataTypes) {
            consumer.on(types.requireTypeOf(dataType), (event, handling) -> work.accept(event));
        }
    }

    /** The same for the same event: an event leads a service to one command, however often it comes. */
    private static String commandId(String service, Envelope<?> cause) {
        return DerivedId.of(service, cause.id().source(), cause.id().id());
    }
}
