package io.triskel.orders.azure;

import io.triskel.azure.AzureClients;
import io.triskel.azure.AzurePlatform;
import io.triskel.azure.tables.TableStores;
import io.triskel.hosting.function.LazyHttpLookup;
import io.triskel.observe.Observer;
import io.triskel.orders.notification.SentMessages;
import io.triskel.orders.payment.PaymentProvider;
import io.triskel.orders.pipeline.OrderTypes;
import io.triskel.orders.pipeline.Ports;
import io.triskel.platform.Platform;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/** Binds the pipeline's ports to Event Hubs and Table Storage. */
public final class AzurePorts {
    private AzurePorts() {}

    /**
     * Makes the ports; nothing is called yet, and Event Hubs has no client before the first event is published.
     *
     * @param clients closed by the caller
     * @param observer told of everything
     * @param executor runs the inbox's calls of one batch, which block
     */
    public static Ports of(
            OrderSettings settings, AzureClients clients, InstantSource clock, Observer observer, Executor executor) {
        TableStores stores = AzurePlatform.keysWrapped(
                clients,
                TableStores.of(clients.tables(), settings.tables()).clock(clock).executor(executor));
        return new Ports(
                AzurePlatform.of(platform(clock, observer), clients, settings.hub(), stores),
                new LazyHttpLookup(clock, () -> settings.lookupCredential(clients, clock)),
                settings.lookupBase(),
                new SentMessages(stores.replicas()),
                PaymentProvider.simulated());
    }

    private static Platform.Settings platform(InstantSource clock, Observer observer) {
        return Platform.Settings.of(Ports.SOURCE, OrderTypes.registry())
                .clock(clock)
                .observer(observer);
    }
}
