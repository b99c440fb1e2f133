package io.triskel.target.gcp;

import io.triskel.gcp.firestore.FirestoreCollections;
import io.triskel.load.DeployedSite;
import io.triskel.load.Environment;
import java.util.Map;
import java.util.Set;

/**
 * Names of an existing topic, a subscription to it and collections.
 *
 * @param topic its id in the project
 * @param subscription its id in the project; ordered, and what was acknowledged can be read again
 */
record ExistingNames(String topic, String subscription, FirestoreCollections collections) {
    private static final String TOPIC = "TRISKEL_GCP_TOPIC";
    private static final String SUBSCRIPTION = "TRISKEL_GCP_SUBSCRIPTION";
    private static final String COLLECTIONS = "TRISKEL_GCP_COLLECTIONS";

    /** {@return the variables that name these} */
    Map<String, String> variables() {
        return Map.of(TOPIC, topic, SUBSCRIPTION, subscription, COLLECTIONS, collections.prefix());
    }

    /** A site on the service itself, or on an emulator if its address is set. */
    static DeployedSite<ExistingNames> deployed(Map<String, String> environment) {
        DeployedSite.require(
                GcpBinding.TARGET,
                environment,
                Map.of(
                        TOPIC, "the topic",
                        SUBSCRIPTION, "the subscription to it",
                        COLLECTIONS, "the collections by their prefix"));
        boolean service = Set.of(LocalSite.PUBSUB, LocalSite.FIRESTORE).stream()
                .allMatch(address -> environment.getOrDefault(address, "").isBlank());
        return new DeployedSite<>(
                service ? Environment.CLOUD : Environment.EMULATOR,
                environment,
                new ExistingNames(
                        environment.getOrDefault(TOPIC, ""),
                        environment.getOrDefault(SUBSCRIPTION, ""),
                        new FirestoreCollections(environment.getOrDefault(COLLECTIONS, ""))));
    }
}
