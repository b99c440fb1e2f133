package io.triskel.gcp;

import io.triskel.codec.TypeRegistry;
import io.triskel.gcp.firestore.FirestoreCollections;
import io.triskel.gcp.firestore.FirestoreStores;
import io.triskel.gcp.pubsub.PubSubBus;
import io.triskel.platform.Platform;
import io.triskel.platform.Stores;
import java.util.Map;

/**
 * Creates a {@link Platform} on Pub/Sub and Firestore.
 *
 * <table>
 * <caption>Environment variables, in addition to those of {@link GcpSettings}</caption>
 * <tr><th>Name</th><th>Meaning</th><th>Default</th></tr>
 * <tr><td>{@code TRISKEL_GCP_TOPIC}</td><td>the Pub/Sub topic</td><td>required</td></tr>
 * <tr><td>{@code TRISKEL_GCP_COLLECTIONS}</td><td>the prefix of the Firestore collections'
 * names</td><td>required</td></tr>
 * </table>
 */
public final class GcpPlatform {
    /** The variable that names the topic. */
    public static final String TOPIC = "TRISKEL_GCP_TOPIC";
    /** The variable that holds the prefix of the collections' names. */
    public static final String COLLECTIONS = "TRISKEL_GCP_COLLECTIONS";

    private GcpPlatform() {}

    /**
     * {@return the platform that the environment describes: {@value #TOPIC}, {@value #COLLECTIONS} and the variables of
     * {@link GcpSettings}} Closing the platform closes its clients.
     *
     * @param source the CloudEvents source of its events
     * @throws IllegalArgumentException naming every variable that is missing or wrong
     */
    public static Platform fromEnvironment(String source, TypeRegistry types) {
        return from(System.getenv(), Platform.Settings.of(source, types));
    }

    /** As {@link #fromEnvironment}, with these variables instead of the process's. */
    public static Platform from(Map<String, String> environment, Platform.Settings settings) {
        return open(environment, settings).platform();
    }

    /** As {@link #from}, with the clients and the name that {@link GcpHosting} reads with. */
    static Opened open(Map<String, String> environment, Platform.Settings settings) {
        String topic = environment.getOrDefault(TOPIC, "");
        String collections = environment.getOrDefault(COLLECTIONS, "");
        if (topic.isBlank() || collections.isBlank()) {
            throw new IllegalArgumentException(
                    "%s must name the topic, it is '%s'; %s must be the prefix of the collections' names, it is '%s'"
                            .formatted(TOPIC, topic, COLLECTIONS, collections));
        }
        GcpClients clients = GcpClients.of(GcpSettings.from(environment));
        FirestoreStores stores = FirestoreStores.of(clients.firestore(), new FirestoreCollections(collections))
                .clock(settings.clock());
        return new Opened(of(settings, clients, topic, keysWrapped(clients, stores), clients::close), clients, topic);
    }

    /** A platform, which closes its clients, and its topic. */
    record Opened(Platform platform, GcpClients clients, String topic) {}

    /**
     * {@return the stores, with the keys of personal data wrapped if the settings name a key} Call this before {@link
     * #of}, or {@code TRISKEL_GCP_KMS_KEY} has no effect.
     */
    public static FirestoreStores keysWrapped(GcpClients clients, FirestoreStores stores) {
        return CloudKmsKeyWrapping.configured(clients)
                .map(stores::keysWrappedBy)
                .orElse(stores);
    }

    /**
     * {@return the platform on a topic and stores} The Pub/Sub client is created when the first event is published.
     *
     * @param clients closed by the caller
     */
    public static Platform of(Platform.Settings settings, GcpClients clients, String topic, Stores stores) {
        return of(settings, clients, topic, stores, () -> {});
    }

    private static Platform of(
            Platform.Settings settings, GcpClients clients, String topic, Stores stores, Runnable atClose) {
        return Platform.of(settings, stores, () -> PubSubBus.of(clients, topic).withClock(settings.clock()), atClose);
    }
}
