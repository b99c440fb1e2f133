package io.triskel.target.gcp;

import io.triskel.gcp.GcpSettings;
import io.triskel.gcp.firestore.FirestoreCollections;
import io.triskel.load.CreatedSite;
import io.triskel.load.DeployedSite;
import io.triskel.load.process.HostedBus;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Pub/Sub and Firestore on this machine, ours or Google's emulators; here, and only here, topics and subscriptions are created. */
final class LocalSite {
    static final String PUBSUB = "PUBSUB_EMULATOR_HOST";
    static final String FIRESTORE = "FIRESTORE_EMULATOR_HOST";

    private LocalSite() {}

    /**
     * Creates a site over servers that run already, and end with it.
     *
     * @param environment may name an emulator in place of a server of ours
     */
    static CreatedSite<ExistingNames> over(LocalServers servers, Map<String, String> environment) {
        Map<String, String> variables = new TreeMap<>(servers.addresses());
        variables.put("GOOGLE_CLOUD_PROJECT", "triskel-local");
        // A late answer means a busy machine, not a failing service.
        variables.put("TRISKEL_GCP_CALL_TIMEOUT_MS", "60000");
        variables.replaceAll((name, ours) -> {
            String named = environment.getOrDefault(name, "");
            return named.isBlank() ? ours : named;
        });
        PubSubAdmin admin = PubSubAdmin.of(GcpSettings.from(variables));
        return new CreatedSite<>(
                variables,
                () -> create(admin),
                names -> {
                    admin.createSubscription(names.subscription(), names.topic());
                    servers.declare().accept(names.collections());
                },
                names -> admin.delete(names.topic()),
                List.of(admin, servers));
    }

    /** {@return servers with a topic and a subscription, for several workers} */
    static HostedBus hosted(Map<String, String> environment) {
        CreatedSite<ExistingNames> site = over(LocalServers.inAnotherJvm(), environment);
        Map<String, String> variables = new TreeMap<>(site.variables());
        variables.putAll(site.fresh().variables());
        variables.put(DeployedSite.VARIABLE, GcpBinding.TARGET);
        return new HostedBus(variables, site);
    }

    private static ExistingNames create(PubSubAdmin admin) {
        String random = GcpBinding.random();
        ExistingNames names =
                new ExistingNames("events-" + random, "reader-" + random, new FirestoreCollections("t" + random));
        admin.createTopic(names.topic());
        return names;
    }
}
