package io.triskel.orders.gcp;

import io.triskel.gcp.GcpClients;
import io.triskel.gcp.GcpPlatform;
import io.triskel.gcp.firestore.FirestoreStores;
import io.triskel.hosting.function.LazyHttpLookup;
import io.triskel.observe.Observer;
import io.triskel.orders.notification.SentMessages;
import io.triskel.orders.payment.PaymentProvider;
import io.triskel.orders.pipeline.OrderTypes;
import io.triskel.orders.pipeline.Ports;
import io.triskel.platform.Platform;
import java.net.URI;
import java.time.InstantSource;

/** Binds the pipeline's ports to Pub/Sub and Firestore. */
public final class GcpPorts {
    /** The base of links for a function that follows none. */
    private static final URI NOWHERE = URI.create("http://orders.invalid/");

    private GcpPorts() {}

    /**
     * Makes the ports; nothing is called yet, and Pub/Sub has no client before the first event is published.
     *
     * @param clients closed by the caller
     * @param observer told of everything
     */
    public static Ports of(OrderSettings settings, GcpClients clients, InstantSource clock, Observer observer) {
        FirestoreStores stores = GcpPlatform.keysWrapped(
                clients,
                FirestoreStores.of(clients.firestore(), settings.collections())
                        .clock(clock)
                        .inboxRetention(settings.inboxRetention()));
        URI base = settings.lookupBase().orElse(NOWHERE);
        return new Ports(
                GcpPlatform.of(platform(clock, observer), clients, settings.topic(), stores),
                new LazyHttpLookup(clock, () -> clients.idTokenCredential(audience(base), clock)),
                base,
                new SentMessages(stores.replicas()),
                PaymentProvider.simulated());
    }

    /** Cloud Run's name for a service is its address without a slash at the end. */
    private static String audience(URI base) {
        return base.toString().replaceFirst("/$", "");
    }

    private static Platform.Settings platform(InstantSource clock, Observer observer) {
        return Platform.Settings.of(Ports.SOURCE, OrderTypes.registry())
                .clock(clock)
                .observer(observer);
    }
}
