package io.triskel.gcp.hosting;

import io.triskel.gcp.GcpClients;
import io.triskel.gcp.GcpPlatform;
import io.triskel.gcp.firestore.FirestoreStores;
import io.triskel.hosting.Application;
import io.triskel.hosting.Applications;
import io.triskel.hosting.Host;
import io.triskel.hosting.function.LazyHttpLookup;
import io.triskel.observe.Observer;
import io.triskel.platform.Platform;
import java.net.URI;
import java.time.InstantSource;

/** Binds an application's ports to Pub/Sub and Firestore. */
public final class GcpPorts {
    /** The base of links for a function that follows none. */
    private static final URI NOWHERE = URI.create("http://application.invalid/");

    private GcpPorts() {}

    /**
     * Makes the ports; nothing is called yet, and Pub/Sub has no client before the first event is published.
     *
     * @param clients closed by the caller
     * @param observer told of everything
     */
    public static Host of(FunctionSettings settings, GcpClients clients, InstantSource clock, Observer observer) {
        FirestoreStores stores = GcpPlatform.keysWrapped(
                clients,
                FirestoreStores.of(clients.firestore(), settings.collections())
                        .clock(clock)
                        .inboxRetention(settings.inboxRetention()));
        URI base = settings.lookupBase().orElse(NOWHERE);
        return Host.of(
                GcpPlatform.of(platform(settings.application(), clock, observer), clients, settings.topic(), stores),
                new LazyHttpLookup(clock, () -> clients.idTokenCredential(audience(base), clock)),
                base);
    }

    /** Cloud Run's name for a service is its address without a slash at the end. */
    private static String audience(URI base) {
        return base.toString().replaceFirst("/$", "");
    }

    private static Platform.Settings platform(Application application, InstantSource clock, Observer observer) {
        return Applications.settings(application).clock(clock).observer(observer);
    }
}
