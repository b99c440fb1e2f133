package io.triskel.azure.hosting;

import io.triskel.azure.AzureClients;
import io.triskel.azure.AzurePlatform;
import io.triskel.azure.tables.TableStores;
import io.triskel.hosting.Application;
import io.triskel.hosting.Applications;
import io.triskel.hosting.Host;
import io.triskel.hosting.function.LazyHttpLookup;
import io.triskel.observe.Observer;
import io.triskel.platform.Platform;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/** Binds an application's ports to Event Hubs and Table Storage. */
public final class AzurePorts {
    private AzurePorts() {}

    /**
     * Makes the ports; nothing is called yet, and Event Hubs has no client before the first event is published.
     *
     * @param clients closed by the caller
     * @param observer told of everything
     * @param executor runs the inbox's calls of one batch, which block
     */
    public static Host of(
            FunctionSettings settings,
            AzureClients clients,
            InstantSource clock,
            Observer observer,
            Executor executor) {
        TableStores stores = AzurePlatform.keysWrapped(
                clients,
                TableStores.of(clients.tables(), settings.tables()).clock(clock).executor(executor));
        return Host.of(
                AzurePlatform.of(platform(settings.application(), clock, observer), clients, settings.hub(), stores),
                new LazyHttpLookup(clock, () -> settings.lookupCredential(clients, clock)),
                settings.lookupBase());
    }

    private static Platform.Settings platform(Application application, InstantSource clock, Observer observer) {
        return Applications.settings(application).clock(clock).observer(observer);
    }
}
