package app_package;

import io.triskel.codec.TypeRegistry;

/** The messages between the parts of the shop. On the wire each has a name and a version, never the name of its class. */
final class Messages {
    /** Commands to an order. */
    sealed interface OrderCommand {
        String order();
    }

    record PlaceOrder(String order, String product, int cents) implements OrderCommand {}

    record ConfirmOrder(String order) implements OrderCommand {}

    record RejectOrder(String order, String why) implements OrderCommand {}

    /** Events of an order: its state follows from these. */
    sealed interface OrderEvent {}

    record OrderPlaced(String order, String product, int cents) implements OrderEvent {}

    record OrderConfirmed(String order) implements OrderEvent {}

    record OrderRejected(String order, String why) implements OrderEvent {}

    record Reserve(String order, String product) {}

    record Reserved(String order) {}

    record OutOfStock(String order) {}

    record Release(String order) {}

    record Released(String order) {}

    record Charge(String order, int cents) {}

    record Charged(String order) {}

    record Refused(String order) {}

    static final TypeRegistry TYPES = TypeRegistry.builder()
            .add("orders.placed", 1, OrderPlaced.class)
            .add("orders.confirmed", 1, OrderConfirmed.class)
            .add("orders.rejected", 1, OrderRejected.class)
            .add("orders.confirm", 1, ConfirmOrder.class)
            .add("orders.reject", 1, RejectOrder.class)
            .add("stock.reserve", 1, Reserve.class)
            .add("stock.reserved", 1, Reserved.class)
            .add("stock.out-of-stock", 1, OutOfStock.class)
            .add("stock.release", 1, Release.class)
            .add("stock.released", 1, Released.class)
            .add("payment.charge", 1, Charge.class)
            .add("payment.charged", 1, Charged.class)
            .add("payment.refused", 1, Refused.class)
            .build();

    private Messages() {}
}
