package io.triskel.target.gcp;

import io.triskel.gcp.firestore.CollectionLayout;
import io.triskel.gcp.firestore.FirestoreCollections;
import io.triskel.load.Site;
import io.triskel.local.FaultPlan;
import io.triskel.local.OtherJvm;
import io.triskel.local.gcp.firestore.FirestoreServer;
import io.triskel.local.gcp.firestore.FirestoreSettings;
import io.triskel.local.gcp.pubsub.PubSubServer;
import io.triskel.local.gcp.pubsub.PubSubSettings;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Pub/Sub and Firestore that run on this machine.
 *
 * @param addresses of both, under the names of the variables of Google's emulators
 * @param declare declares what is exempt from indexing, where that can be done
 * @param ends ends the servers
 */
record LocalServers(Map<String, String> addresses, Consumer<FirestoreCollections> declare, Runnable ends)
        implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("listening pubsub (\\S+) firestore (\\S+)\n");

    static LocalServers inThisJvm() {
        PubSubServer pubSub = PubSubServer.start(PubSubSettings.defaults(), new FaultPlan(1));
        FirestoreServer firestore = FirestoreServer.start(FirestoreSettings.defaults(), new FaultPlan(1));
        return over(pubSub, firestore, () -> Site.end(List.of(firestore, pubSub)));
    }

    /** Starts the servers in another JVM, so that their work is not measured here. */
    static LocalServers inAnotherJvm() {
        OtherJvm jvm = OtherJvm.start(LocalServers.class, LISTENING);
        return new LocalServers(addresses(jvm.ready().group(1), jvm.ready().group(2)), collections -> {}, jvm::close);
    }

    /** Runs in the other JVM. */
    public static void main(String[] arguments) throws InterruptedException {
        try (LocalServers servers = inThisJvm()) {
            OtherJvm.serve("listening pubsub " + servers.addresses.get(LocalSite.PUBSUB) + " firestore "
                    + servers.addresses.get(LocalSite.FIRESTORE));
        }
    }

    /** Servers that run already. */
    static LocalServers over(PubSubServer pubSub, FirestoreServer firestore, Runnable ends) {
        return new LocalServers(
                addresses(pubSub.endpoint(), firestore.endpoint()),
                collections -> collections.layouts().forEach(layout -> exempt(firestore, layout)),
                ends);
    }

    private static void exempt(FirestoreServer firestore, CollectionLayout layout) {
        firestore.exemptions().keep(layout.collection(), layout.indexed());
    }

    private static Map<String, String> addresses(String pubSub, String firestore) {
        return Map.of(LocalSite.PUBSUB, pubSub, LocalSite.FIRESTORE, firestore);
    }

    @Override
    public void close() {
        ends.run();
    }
}
