package io.triskel.orders.fulfilment;

import io.triskel.orders.inventory.ReservationCommand.Release;
import io.triskel.orders.inventory.ReservationCommand.Reserve;
import io.triskel.orders.inventory.ReservationEvent;
import io.triskel.orders.inventory.ReservationEvent.StockRefused;
import io.triskel.orders.inventory.ReservationEvent.StockReleased;
import io.triskel.orders.inventory.ReservationEvent.StockReserved;
import io.triskel.orders.ordering.OrderCommand.Confirm;
import io.triskel.orders.ordering.OrderCommand.Reject;
import io.triskel.orders.ordering.OrderCommand.Ship;
import io.triskel.orders.ordering.OrderEvent.OrderCancelled;
import io.triskel.orders.ordering.OrderEvent.OrderConfirmed;
import io.triskel.orders.ordering.OrderEvent.OrderNotShipped;
import io.triskel.orders.ordering.OrderEvent.OrderPlaced;
import io.triskel.orders.ordering.OrderEvent.OrderShipped;
import io.triskel.orders.payment.PaymentCommand.Charge;
import io.triskel.orders.payment.PaymentCommand.Refund;
import io.triskel.orders.payment.PaymentEvent;
import io.triskel.orders.payment.PaymentEvent.PaymentCharged;
import io.triskel.orders.payment.PaymentEvent.PaymentDeclined;
import io.triskel.orders.payment.PaymentEvent.PaymentRefunded;
import io.triskel.orders.payment.PaymentEvent.PaymentVoided;
import io.triskel.saga.Progress;
import io.triskel.saga.Saga;
import io.triskel.saga.Steps;
import java.time.Duration;

/**
 * Reserve stock, charge, confirm, ship; or compensate, and reject. An order is placed once, and warehouse and payment keep one
 * stream for it, so the saga never runs twice for an order.
 */
public final class FulfilmentSaga {
    /** The saga's name, and the consumer's. */
    public static final String NAME = "fulfilment";
    /** The target of commands to the warehouse. */
    public static final String INVENTORY = "inventory";
    /** The target of commands to payment. */
    public static final String PAYMENT = "payment";
    /** The target of commands to ordering. */
    public static final String ORDERING = "ordering";
    /** How long a payment may take. */
    public static final Duration PAYMENT_PATIENCE = Duration.ofMinutes(15);

    /** The timeout of every other step, longer than a run: only payments time out. */
    private static final Duration LONG = Duration.ofDays(1);

    private FulfilmentSaga() {}

    /** {@return the saga} */
    public static Saga<Progress<Fulfilment>> saga() {
        return steps().build();
    }

    /** {@return the process, which the saga runs and {@code ./triskel export} writes for an engine} */
    public static Steps<Fulfilment> steps() {
        return Steps.named(NAME, Fulfilment.class)
                .startedBy(OrderPlaced.class, OrderPlaced::order, Fulfilment::of)
                .calledOffBy(OrderCancelled.class, OrderCancelled::order)
                .identifiedBy(ReservationEvent.class, ReservationEvent::order)
                .identifiedBy(PaymentEvent.class, PaymentEvent::order)
                .identifiedBy(OrderConfirmed.class, OrderConfirmed::order)
                .identifiedBy(OrderShipped.class, OrderShipped::order)
                .identifiedBy(OrderNotShipped.class, OrderNotShipped::order)
                .step("reserve")
                .command(INVENTORY, Reserve.class, order -> new Reserve(order.order(), order.items()))
                .done(StockReserved.class)
                .failed(StockRefused.class, (order, refused) -> order.refused(refused.reason()))
                .within(LONG)
                .undo(INVENTORY, Release.class, order -> new Release(order.order()))
                .undone(StockReleased.class)
                .undoWithin(LONG, 3)
                .step("charge")
                .command(PAYMENT, Charge.class, order -> new Charge(order.order(), order.due()))
                .done(PaymentCharged.class)
                .failed(PaymentDeclined.class, (order, declined) -> order.refused(declined.reason()))
                .within(PAYMENT_PATIENCE)
                .undo(PAYMENT, Refund.class, order -> new Refund(order.order(), "the order is not carried out"))
                .undone(PaymentRefunded.class)
                .undone(PaymentVoided.class)
                .undoWithin(LONG, 3)
                .step("confirm")
                .command(ORDERING, Confirm.class, order -> new Confirm(order.order()))
                .done(OrderConfirmed.class)
                .within(LONG)
                .nothingToUndo()
                .step("ship")
                .command(ORDERING, Ship.class, order -> new Ship(order.order()))
                .done(OrderShipped.class)
                .failed(OrderNotShipped.class, (order, not) -> order.refused(not.reason()))
                .within(LONG)
                .whenCompensated(
                        ORDERING,
                        Reject.class,
                        (order, why) ->
                                new Reject(order.order(), order.refusal().orElse(why)))
                .secondStart(Steps.SecondStart.IGNORED);
    }
}
