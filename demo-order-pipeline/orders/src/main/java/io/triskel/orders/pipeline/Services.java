package io.triskel.orders.pipeline;

import io.triskel.decide.CommandHandlerBuilder;
import io.triskel.decide.Decider;
import io.triskel.orders.inventory.Reservation;
import io.triskel.orders.inventory.ReservationCommand;
import io.triskel.orders.inventory.ReservationDecider;
import io.triskel.orders.inventory.ReservationEvent;
import io.triskel.orders.inventory.Stock;
import io.triskel.orders.inventory.StockCommand;
import io.triskel.orders.inventory.StockDecider;
import io.triskel.orders.inventory.StockEvent;
import io.triskel.orders.inventory.Warehouse;
import io.triskel.orders.ordering.Order;
import io.triskel.orders.ordering.OrderCommand;
import io.triskel.orders.ordering.OrderDecider;
import io.triskel.orders.ordering.OrderEvent;
import io.triskel.orders.payment.Payment;
import io.triskel.orders.payment.PaymentCommand;
import io.triskel.orders.payment.PaymentDecider;
import io.triskel.orders.payment.PaymentEvent;
import io.triskel.orders.stream.Streams;

/** The services on their streams; their commits are published immediately, or by the drainer if that fails. */
record Services(
        Streams<OrderCommand, Order, OrderEvent> orders,
        Streams<PaymentCommand, Payment, PaymentEvent> payments,
        Warehouse warehouse) {
    /**
     * After so many events a product's stream gets its next snapshot; the other streams stay short. Few, since each order for a
     * product reads all events after the product's snapshot, and a store may bill each event.
     */
    private static final int SNAPSHOT_EVERY = 10;

    /** How many streams' states a process keeps: a popular product's has thousands of orders, and an order's is asked for thrice in a row. */
    private static final int REMEMBERED = 64;

    /** High, because many orders compete for a popular product. */
    private static final int MAX_CONFLICTS = 20;

    static Services of(Ports ports) {
        CommandHandlerBuilder<StockCommand, Stock, StockEvent> stock = handler(
                        new StockDecider(), "/orders/inventory", ports)
                .snapshotEvery(SNAPSHOT_EVERY, Stock.class)
                .remember(REMEMBERED, Stock.class);
        CommandHandlerBuilder<ReservationCommand, Reservation, ReservationEvent> reservations = handler(
                        new ReservationDecider(), "/orders/inventory", ports)
                .remember(REMEMBERED, Reservation.class)
                .begins(command -> command instanceof ReservationCommand.Reserve);
        CommandHandlerBuilder<OrderCommand, Order, OrderEvent> orders = handler(
                        new OrderDecider(), "/orders/ordering", ports)
                .begins(command -> command instanceof OrderCommand.Place || command instanceof OrderCommand.Refuse);
        CommandHandlerBuilder<PaymentCommand, Payment, PaymentEvent> payments =
                handler(new PaymentDecider(ports.provider()), "/orders/payment", ports);
        return new Services(
                new Streams<>("order", orders.build()),
                new Streams<>("payment", payments.build()),
                new Warehouse(
                        new Streams<>("stock", stock.build()), new Streams<>("reservation", reservations.build())));
    }

    private static <C, S, E> CommandHandlerBuilder<C, S, E> handler(
            Decider<C, S, E> decider, String source, Ports ports) {
        return ports.platform().commands(decider).source(source).maxConflicts(MAX_CONFLICTS);
    }
}
