package io.triskel.orders.pipeline;

import io.triskel.notify.Lookup;
import io.triskel.orders.notification.Mailbox;
import io.triskel.orders.payment.PaymentProvider;
import io.triskel.platform.Platform;
import java.net.URI;

/**
 * All that the pipeline needs from outside, bound by each target to its own services.
 *
 * @param platform bus and stores, with the types of {@link OrderTypes}
 * @param lookup follows links
 * @param lookupBase where links to orders lead, an absolute address that ends in {@code /}
 * @param mailbox to customers
 * @param provider of payments
 */
public record Ports(Platform platform, Lookup lookup, URI lookupBase, Mailbox mailbox, PaymentProvider provider) {
    /** The CloudEvents source of events that no service has committed. */
    public static final String SOURCE = "/orders";
}
