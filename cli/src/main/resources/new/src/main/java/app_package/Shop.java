package app_package;

import app_package.Messages.Charge;
import app_package.Messages.Charged;
import app_package.Messages.ConfirmOrder;
import app_package.Messages.OrderCommand;
import app_package.Messages.OrderConfirmed;
import app_package.Messages.OrderEvent;
import app_package.Messages.OrderRejected;
import app_package.Messages.OutOfStock;
import app_package.Messages.PlaceOrder;
import app_package.Messages.Refused;
import app_package.Messages.RejectOrder;
import app_package.Messages.Release;
import app_package.Messages.Released;
import app_package.Messages.Reserve;
import app_package.Messages.Reserved;
import io.triskel.consume.ConsumerSpec;
import io.triskel.decide.CommandHandler;
import io.triskel.decide.CommandResult;
import io.triskel.event.StreamId;
import io.triskel.platform.HostedConsumer;
import io.triskel.platform.Platform;
import io.triskel.saga.Progress;
import io.triskel.saga.SagaRunner;
import java.util.Set;
import java.util.function.Consumer;

/** The parts of the shop. None of them knows where it runs. */
final class Shop {
    private static final Set<String> IN_STOCK = Set.of("tea", "mug");
    private static final int MOST_CENTS = 100_000;

    private final CommandHandler<OrderCommand, Ordering.Stage, OrderEvent> orders;
    private final SagaRunner<Progress<Fulfilment.Order>> fulfilment;
    private final HostedConsumer ordering;
    private final HostedConsumer inventory;
    private final HostedConsumer payment;
    private final HostedConsumer mail;

    /** A shop whose mail goes to {@code letters}. */
    Shop(Platform platform, Consumer<String> letters) {
        orders = platform.commands(new Ordering()).build();
        fulfilment = platform.saga(Fulfilment.saga());
        // The event's id is the command's id, so a redelivered event has no second effect.
        ordering = platform.consumer("ordering")
                .on(ConfirmOrder.class, (event, handling) -> handle(event.id().id(), event.data()))
                .on(RejectOrder.class, (event, handling) -> handle(event.id().id(), event.data()))
                .build();
        inventory = platform.participant("inventory")
                .on(Reserve.class, Shop::reserve)
                .on(Release.class, release -> new Released(release.order()))
                .build();
        payment = platform.participant("payment").on(Charge.class, Shop::charge).build();
        mail = platform.consumer("mail")
                .on(OrderConfirmed.class, (event, handling) -> letters.accept(event.data().order() + ": thank you"))
                .on(OrderRejected.class, (event, handling) -> letters.accept(
                        event.data().order() + ": sorry, " + event.data().why()))
                .build();
    }

    /** Takes an order; placing the same order again has no effect. */
    void place(String order, String product, int cents) {
        handle("place-" + order, new PlaceOrder(order, product, cents));
    }

    /** {@return the order's state} */
    Ordering.Stage stage(String order) {
        return orders.load(stream(order)).state();
    }

    /** {@return the saga; calling its {@code work()} fires due timers} */
    SagaRunner<?> fulfilment() {
        return fulfilment;
    }

    /** {@return all consumers} */
    ConsumerSpec[] parts() {
        return new ConsumerSpec[] {fulfilment, ordering, inventory, payment, mail};
    }

    /** {@return all consumers but payment, so that no charge is answered} */
    ConsumerSpec[] partsWithoutPayment() {
        return new ConsumerSpec[] {fulfilment, ordering, inventory, mail};
    }

    private void handle(String id, OrderCommand command) {
        CommandResult<OrderEvent> result = orders.handle(stream(command.order()), id, command);
        if (!(result instanceof CommandResult.Done)) {
            throw new IllegalStateException(command + " failed: " + result);
        }
    }

    private static StreamId stream(String order) {
        return StreamId.of("order", order);
    }

    private static Object reserve(Reserve reserve) {
        return IN_STOCK.contains(reserve.product()) ? new Reserved(reserve.order()) : new OutOfStock(reserve.order());
    }

    private static Object charge(Charge charge) {
        return charge.cents() <= MOST_CENTS ? new Charged(charge.order()) : new Refused(charge.order());
    }
}
