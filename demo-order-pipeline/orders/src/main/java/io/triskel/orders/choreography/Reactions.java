package io.triskel.orders.choreography;

import io.triskel.orders.fulfilment.Fulfilment;
import io.triskel.orders.inventory.ReservationCommand;
import io.triskel.orders.inventory.ReservationEvent.StockRefused;
import io.triskel.orders.inventory.ReservationEvent.StockReserved;
import io.triskel.orders.ordering.OrderCommand;
import io.triskel.orders.ordering.OrderEvent.OrderCancelled;
import io.triskel.orders.ordering.OrderEvent.OrderConfirmed;
import io.triskel.orders.ordering.OrderEvent.OrderPlaced;
import io.triskel.orders.payment.PaymentCommand;
import io.triskel.orders.payment.PaymentEvent.PaymentCharged;
import io.triskel.orders.payment.PaymentEvent.PaymentDeclined;
import io.triskel.orders.payment.PaymentEvent.PaymentVoided;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The commands with which a service reacts to events of other services.
 *
 * @param byEvent makes the command from an event, by the event's class
 * @param <C> the service's commands
 */
public record Reactions<C>(Map<Class<?>, Function<Object, C>> byEvent) {
    private static <C> Reactions<C> none() {
        return new Reactions<>(new LinkedHashMap<>());
    }

    private <E> Reactions<C> on(Class<E> event, Function<E, C> command) {
        Map<Class<?>, Function<Object, C>> more = new LinkedHashMap<>(byEvent);
        more.put(event, data -> command.apply(event.cast(data)));
        return new Reactions<>(more);
    }

    /** {@return what inventory reacts to} */
    public static Reactions<ReservationCommand> inventory() {
        return Reactions.<ReservationCommand>none()
                .on(
                        OrderPlaced.class,
                        placed -> new ReservationCommand.Reserve(placed.order(), Fulfilment.items(placed)))
                .on(OrderCancelled.class, cancelled -> new ReservationCommand.Release(cancelled.order()))
                .on(PaymentDeclined.class, declined -> new ReservationCommand.Release(declined.order()))
                .on(PaymentVoided.class, voided -> new ReservationCommand.Release(voided.order()));
    }

    /** {@return what payment reacts to; amount and go-ahead come from two services, in either order} */
    public static Reactions<PaymentCommand> payment() {
        return Reactions.<PaymentCommand>none()
                .on(OrderPlaced.class, placed -> new PaymentCommand.Expect(placed.order(), Fulfilment.due(placed)))
                .on(StockReserved.class, reserved -> new PaymentCommand.Collect(reserved.order()))
                .on(
                        OrderCancelled.class,
                        cancelled -> new PaymentCommand.Refund(cancelled.order(), "the customer withdrew"));
    }

    /** {@return what ordering reacts to, its own confirmation included} */
    public static Reactions<OrderCommand> ordering() {
        return Reactions.<OrderCommand>none()
                .on(StockRefused.class, refused -> new OrderCommand.Reject(refused.order(), refused.reason()))
                .on(PaymentDeclined.class, declined -> new OrderCommand.Reject(declined.order(), declined.reason()))
                .on(PaymentVoided.class, voided -> new OrderCommand.Reject(voided.order(), voided.reason()))
                .on(PaymentCharged.class, charged -> new OrderCommand.Confirm(charged.order()))
                .on(OrderConfirmed.class, confirmed -> new OrderCommand.Ship(confirmed.order()));
    }
}
