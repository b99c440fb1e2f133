package io.triskel.local.gcp;

import io.triskel.local.FaultPlan;
import io.triskel.local.Parts;
import io.triskel.local.gcp.firestore.FirestoreServer;
import io.triskel.local.gcp.functions.FunctionHost;
import io.triskel.local.gcp.iam.Policies;
import io.triskel.local.gcp.identity.TokenIssuer;
import io.triskel.local.gcp.kms.CloudKmsServer;
import io.triskel.local.gcp.pubsub.PubSubServer;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs emulators of Pub/Sub, Firestore, Cloud KMS and Cloud Run functions on this machine, for the real clients and the
 * deployment jars. No other machine can reach them, and none of their processes outlives this JVM, however the JVM
 * ends.
 */
public final class LocalGcp implements AutoCloseable {
    private final Parts parts = new Parts("the local Google Cloud");
    private final LocalGcpSettings settings;
    private final Policies policies = new Policies();
    private final TokenIssuer issuer;
    private final PubSubServer pubSub;
    private final FirestoreServer firestore;
    private final CloudKmsServer kms;
    private final FunctionHost functions;

    private LocalGcp(LocalGcpSettings settings) {
        this.settings = settings;
        issuer = new TokenIssuer(settings.pubSub().clock());
        pubSub = parts.start(() ->
                PubSubServer.start(settings.pubSub().withBuckets(buckets()), new FaultPlan(settings.seed()), issuer));
        firestore = parts.start(() -> FirestoreServer.start(settings.firestore(), new FaultPlan(settings.seed())));
        kms = parts.start(() -> CloudKmsServer.start(issuer, policies, new FaultPlan(settings.seed())));
        functions = parts.start(() -> FunctionHost.start(
                settings.folder().resolve("logs"),
                settings.javaHome(),
                settings.invoker(),
                settings.pubSub().clock(),
                new FaultPlan(settings.seed()),
                issuer));
    }

    /**
     * Starts everything.
     *
     * @throws RuntimeException if a part does not start; parts already started are ended
     */
    public static LocalGcp start(LocalGcpSettings settings) {
        return new LocalGcp(settings);
    }

    /**
     * The environment variables of Google's own emulators, and the adapter's variables of Cloud KMS, for processes and
     * functions that use this Google Cloud; their code need not know where it runs. The Java client of Pub/Sub does not
     * read its variable by itself.
     */
    public Map<String, String> environment() {
        return new TreeMap<>(Map.of(
                "PUBSUB_EMULATOR_HOST", pubSub.endpoint(),
                "FIRESTORE_EMULATOR_HOST", firestore.endpoint(),
                "TRISKEL_GCP_KMS_ENDPOINT", kms.uri().toString(),
                "GOOGLE_CLOUD_PROJECT", settings.project()));
    }

    /**
     * {@return the same variables for a function of one service account, limited to its {@link #policies}} Each account
     * has its own addresses, since clients of emulators send no tokens.
     */
    public Map<String, String> environment(String account) {
        Map<String, String> variables = environment();
        variables.put("PUBSUB_EMULATOR_HOST", pubSub.endpointFor(account, policies));
        variables.put("FIRESTORE_EMULATOR_HOST", firestore.endpointFor(account, policies));
        return variables;
    }

    /** {@return the roles of service accounts, none at first} */
    public Policies policies() {
        return policies;
    }

    public String project() {
        return settings.project();
    }

    /** The issuer of tokens for callers of functions that require authentication; its key is new in each run. */
    public TokenIssuer issuer() {
        return issuer;
    }

    public PubSubServer pubSub() {
        return pubSub;
    }

    public FirestoreServer firestore() {
        return firestore;
    }

    /** Cloud KMS, without keys at first. */
    public CloudKmsServer kms() {
        return kms;
    }

    public FunctionHost functions() {
        return functions;
    }

    /** The folder with one folder per bucket of Cloud Storage. */
    public Path buckets() {
        return settings.folder().resolve("buckets");
    }

    /** Ends all parts in reverse order of their start; kills functions, writes buffered archives. */
    @Override
    public void close() {
        parts.close();
    }
}
