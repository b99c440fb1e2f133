package io.triskel.transfer;

import io.triskel.event.EventType;

/** What the tests of this package replicate. */
final class Products {
    static final EventType CHANGED = EventType.of("test.product-changed", 1);
    static final TransferEvents<Product> EVENTS = new TransferEvents<>("/catalogue", CHANGED);

    record Product(String name, long cents) {}

    private Products() {}
}
