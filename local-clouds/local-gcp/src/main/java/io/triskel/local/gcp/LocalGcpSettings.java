package io.triskel.local.gcp;

import io.triskel.local.gcp.firestore.FirestoreSettings;
import io.triskel.local.gcp.functions.InvokerVersion;
import io.triskel.local.gcp.pubsub.PubSubSettings;
import java.nio.file.Path;

/**
 * The settings of a local Google Cloud.
 *
 * @param folder for files that stay: {@code buckets} for Cloud Storage, {@code logs} for the functions' output
 * @param project the id in {@code GOOGLE_CLOUD_PROJECT}; the servers accept any id
 * @param pubSub quotas, retention and clock; its buckets are below {@code folder}
 * @param firestore its concurrency mode and clock
 * @param javaHome of the functions' JVMs
 * @param invoker the invoker in the functions' JVMs
 * @param seed of the faults that are injected
 */
public record LocalGcpSettings(
        Path folder,
        String project,
        PubSubSettings pubSub,
        FirestoreSettings firestore,
        Path javaHome,
        InvokerVersion invoker,
        long seed) {

    /** No quotas, a project called {@code triskel-local}, functions on this JVM's own Java. */
    public static LocalGcpSettings in(Path folder) {
        return new LocalGcpSettings(
                folder,
                "triskel-local",
                PubSubSettings.defaults(),
                FirestoreSettings.defaults(),
                Path.of(System.getProperty("java.home")),
                InvokerVersion.NEWEST,
                1);
    }

    public LocalGcpSettings withProject(String id) {
        return new LocalGcpSettings(folder, id, pubSub, firestore, javaHome, invoker, seed);
    }

    public LocalGcpSettings withPubSub(PubSubSettings settings) {
        return new LocalGcpSettings(folder, project, settings, firestore, javaHome, invoker, seed);
    }

    public LocalGcpSettings withFirestore(FirestoreSettings settings) {
        return new LocalGcpSettings(folder, project, pubSub, settings, javaHome, invoker, seed);
    }

    public LocalGcpSettings withJavaHome(Path home) {
        return new LocalGcpSettings(folder, project, pubSub, firestore, home, invoker, seed);
    }

    public LocalGcpSettings withInvoker(InvokerVersion version) {
        return new LocalGcpSettings(folder, project, pubSub, firestore, javaHome, version, seed);
    }

    public LocalGcpSettings withSeed(long newSeed) {
        return new LocalGcpSettings(folder, project, pubSub, firestore, javaHome, invoker, newSeed);
    }
}
