package io.triskel.orders.catalogue;

import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.OrderingKey;
import io.triskel.event.PortException;
import io.triskel.publish.EventPublisher;
import io.triskel.publish.PublishReport;
import io.triskel.transfer.TransferEvents;
import java.util.List;
import java.util.Optional;

/** The owner of products: tells everybody the whole state of a product whenever it changes. */
public final class Catalogue {
    private final EventPublisher publisher;
    private final TransferEvents<Product> events = new TransferEvents<>("/orders/catalogue", Product.TYPE);

    public Catalogue(EventPublisher publisher) {
        this.publisher = publisher.withOwnWithholding();
    }

    /**
     * Publishes a version of a product; an older version than the last one is a late update and does no harm.
     *
     * @param state the product; empty for the version that withdraws it
     * @throws PortException if the bus did not accept the event; publish it again
     */
    public void publish(String product, long version, Optional<Product> state, Deadline deadline) {
        Envelope<?> event = state.<Envelope<?>>map(now -> events.changed(product, version, now))
                .orElseGet(() -> events.deleted(product, version));
        PublishReport report = publisher.publishAndWait(List.of(event), deadline);
        if (!report.complete()) {
            publisher.resume(event.key().orElseGet(() -> new OrderingKey(product)));
            throw new PortException("Version " + version + " of product " + product + " was not accepted: "
                    + report.entries().get(0).outcome());
        }
    }
}
