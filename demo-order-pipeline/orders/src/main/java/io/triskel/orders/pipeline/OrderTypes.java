package io.triskel.orders.pipeline;

import io.triskel.codec.TypeRegistry;
import io.triskel.event.EventType;
import io.triskel.hosting.Heartbeat;
import io.triskel.orders.catalogue.Product;
import io.triskel.orders.choreography.PaymentWatch;
import io.triskel.orders.fulfilment.Fulfilment;
import io.triskel.orders.inventory.ReservationCommand;
import io.triskel.orders.inventory.ReservationEvent;
import io.triskel.orders.inventory.StockEvent;
import io.triskel.orders.notification.OrderNews;
import io.triskel.orders.ordering.OrderCommand;
import io.triskel.orders.ordering.OrderEvent;
import io.triskel.orders.payment.PaymentCommand;
import io.triskel.orders.payment.PaymentEvent;
import io.triskel.orders.view.OrderRow;
import io.triskel.personal.SubjectForgotten;

/**
 * Every type that the pipeline sends or stores, by its name. A published name and schema never change; a change makes a
 * next version.
 */
public final class OrderTypes {
    private OrderTypes() {}

    /** {@return the registry} */
    public static TypeRegistry registry() {
        return TypeRegistry.builder()
                .add(Product.TYPE, Product.class)
                .add(type("order-placed"), OrderEvent.OrderPlaced.class)
                .add(type("order-confirmed"), OrderEvent.OrderConfirmed.class)
                .add(type("order-rejected"), OrderEvent.OrderRejected.class)
                .add(type("order-cancelled"), OrderEvent.OrderCancelled.class)
                .add(type("order-shipped"), OrderEvent.OrderShipped.class)
                .add(type("order-not-shipped"), OrderEvent.OrderNotShipped.class)
                .add(OrderNews.TYPE, OrderNews.class)
                .add(type("stock-received"), StockEvent.StockReceived.class)
                .add(type("item-reserved"), StockEvent.ItemReserved.class)
                .add(type("item-refused"), StockEvent.ItemRefused.class)
                .add(type("item-released"), StockEvent.ItemReleased.class)
                .add(type("stock-reserved"), ReservationEvent.StockReserved.class)
                .add(type("stock-refused"), ReservationEvent.StockRefused.class)
                .add(type("stock-released"), ReservationEvent.StockReleased.class)
                .add(type("payment-expected"), PaymentEvent.PaymentExpected.class)
                .add(type("payment-wanted"), PaymentEvent.PaymentWanted.class)
                .add(type("payment-requested"), PaymentEvent.PaymentRequested.class)
                .add(type("payment-charged"), PaymentEvent.PaymentCharged.class)
                .add(type("payment-declined"), PaymentEvent.PaymentDeclined.class)
                .add(type("payment-refunded"), PaymentEvent.PaymentRefunded.class)
                .add(type("payment-voided"), PaymentEvent.PaymentVoided.class)
                .add(type("reserve-stock"), ReservationCommand.Reserve.class)
                .add(type("release-stock"), ReservationCommand.Release.class)
                .add(type("charge-payment"), PaymentCommand.Charge.class)
                .add(type("refund-payment"), PaymentCommand.Refund.class)
                .add(type("give-up-payment"), PaymentCommand.GiveUp.class)
                .add(type("confirm-order"), OrderCommand.Confirm.class)
                .add(type("reject-order"), OrderCommand.Reject.class)
                .add(type("ship-order"), OrderCommand.Ship.class)
                .add(Heartbeat.TYPE, Heartbeat.class)
                .add(SubjectForgotten.TYPE, SubjectForgotten.class)
                .state("orders.fulfilment", 1, Fulfilment.class)
                .state("orders.payment-watch", 1, PaymentWatch.Watched.class)
                .state("orders.order-row", 1, OrderRow.class)
                .build();
    }

    private static EventType type(String name) {
        return EventType.of("orders." + name, 1);
    }
}
