package io.triskel.load.gcp;

import io.triskel.gcp.firestore.Collections;
import io.triskel.load.DeployedPlace;
import io.triskel.load.Environment;
import java.util.Map;
import java.util.Set;

/**
 * A topic, a subscription to it and collections that are there.
 *
 * @param topic its id in the project
 * @param subscription its id in the project; ordered, and what was acknowledged can be read again
 */
record Names(String topic, String subscription, Collections collections) {
    private static final String TOPIC = "TRISKEL_GCP_TOPIC";
    private static final String SUBSCRIPTION = "TRISKEL_GCP_SUBSCRIPTION";
    private static final String COLLECTIONS = "TRISKEL_GCP_COLLECTIONS";

    /** The service itself; with the address of an emulator in its place it is one. */
    static DeployedPlace<Names> deployed(Map<String, String> environment) {
        DeployedPlace.require(
                GcpBinding.TARGET,
                environment,
                Map.of(
                        TOPIC, "the topic",
                        SUBSCRIPTION, "the subscription to it",
                        COLLECTIONS, "the collections by their prefix"));
        boolean service = Set.of(LocalPlace.PUBSUB, LocalPlace.FIRESTORE).stream()
                .allMatch(address -> environment.getOrDefault(address, "").isBlank());
        return new DeployedPlace<>(
                service ? Environment.CLOUD : Environment.EMULATOR,
                environment,
                new Names(
                        environment.getOrDefault(TOPIC, ""),
                        environment.getOrDefault(SUBSCRIPTION, ""),
                        new Collections(environment.getOrDefault(COLLECTIONS, ""))));
    }
}
