package io.triskel.orders.catalogue;

import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.platform.Platform;
import io.triskel.publish.PublishFailedException;
import io.triskel.transfer.TransferEvents;
import java.util.List;
import java.util.Optional;

/** The owner of products: publishes the whole state of a product whenever it changes. */
public final class Catalogue {
    private final Platform platform;
    private final TransferEvents<Product> events = new TransferEvents<>("/orders/catalogue", Product.TYPE);

    public Catalogue(Platform platform) {
        this.platform = platform;
    }

    /**
     * Publishes a version of a product; an older version than the last one is a late update and does no harm.
     *
     * @param state the product; empty for the version that withdraws it
     * @throws PublishFailedException if the event is not on the bus; publish it again
     */
    public void publish(String product, long version, Optional<Product> state, Deadline deadline) {
        Envelope<?> event = state.<Envelope<?>>map(now -> events.changed(product, version, now))
                .orElseGet(() -> events.deleted(product, version));
        platform.publish(List.of(event), deadline);
    }
}
