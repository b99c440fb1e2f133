package io.triskel.orders.gcp.local;

import com.google.protobuf.util.Durations;
import com.google.pubsub.v1.CloudStorageConfig;
import com.google.pubsub.v1.PushConfig;
import com.google.pubsub.v1.RetryPolicy;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
import io.triskel.local.ZipFolder;
import io.triskel.local.gcp.LocalGcp;
import io.triskel.local.gcp.LocalGcpSettings;
import io.triskel.local.gcp.functions.CloudFunction;
import io.triskel.local.gcp.functions.FunctionDefinition;
import io.triskel.local.gcp.functions.FunctionUrl;
import io.triskel.local.gcp.functions.SchedulerJob;
import io.triskel.local.gcp.iam.Binding;
import io.triskel.local.gcp.iam.Permission;
import io.triskel.local.gcp.identity.TokenIssuer;
import io.triskel.local.gcp.pubsub.PubSubSubscription;
import io.triskel.local.gcp.pubsub.PubSubTopic;
import io.triskel.notify.Credential;
import io.triskel.orders.deployed.ArchiveFolder;
import io.triskel.orders.function.FunctionRole;
import io.triskel.orders.gcp.GcpParts;
import io.triskel.orders.gcp.OrderManifest;
import io.triskel.orders.manifest.Manifest;
import io.triskel.orders.manifest.RoleGrant;
import io.triskel.orders.pipeline.Style;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The package deployed as a team would deploy it, by its manifest: a topic, a database with its exemptions from
 * indexing, a function behind HTTP, one for the clock, and one for each consumer with a subscription of its own.
 */
final class Deployment implements AutoCloseable {
    static final String TOPIC = "orders";

    /** The prefix of the collections' names. */
    static final String COLLECTIONS = "orders";

    /** The caller of the pipeline from outside. */
    private static final String PERSON = "person@local.iam.gserviceaccount.com";

    private static final String SCHEDULER = FunctionDefinition.accountOf("scheduler");

    /** Arbitrary, because nobody looks at regions here. */
    private static final String REGION = "local";

    private static final Duration A_DAY = Duration.ofDays(1);
    private static final long MOST_UNZIPPED = 200L << 20;

    /** Instances per function: a laptop has room for one JVM each, which takes several events at a time. */
    private static final int INSTANCES = 1;

    private final LocalGcp gcp;
    private final Path buckets;
    private final PubSubTopic topic;
    private final ArchiveFolder archive;
    private final Map<String, CloudFunction> functions = new LinkedHashMap<>();
    private final Map<String, PubSubSubscription> subscriptions = new LinkedHashMap<>();
    private final SchedulerJob clock;
    private final URI url;
    private final String audience;
    private final DeploymentPorts access;

    /** @param buckets the folder that stands for Cloud Storage */
    private Deployment(
            LocalGcp gcp, Path jar, Manifest<GcpParts> manifest, Optional<Duration> clockRate, Path buckets) {
        this.gcp = gcp;
        this.buckets = buckets;
        manifest.each(GcpParts::identities)
                .forEach(identity -> gcp.policies().give(identity.identity(), roles(identity.permissions())));
        GcpParts.Topic described = manifest.part(GcpParts::topic);
        topic = gcp.pubSub()
                .createTopic(Topic.newBuilder()
                        .setName(resource("topics", described.name()))
                        .setMessageRetentionDuration(
                                Durations.fromHours(described.retentionHours().value()))
                        .build());
        archive = archive(manifest.part(GcpParts::archive));
        GcpParts.Rebuild rebuild = manifest.each(GcpParts::rebuilds).get(0);
        var unused = gcp.pubSub()
                .createSubscription(
                        subscription(rebuild).setFilter(rebuild.filter()).build());
        for (GcpParts.Collection collection : manifest.part(GcpParts::firestore).collections()) {
            collection.exempt().forEach(field -> gcp.firestore().exemptions().add(collection.collection(), field));
        }
        GcpParts.RunFunction orders =
                manifest.each(parts -> parts.functions(FunctionRole.HTTP)).get(0);
        FunctionUrl http = url(orders, deploy(jar, orders));
        audience = http.uri().toString();
        url = http.uri().resolve("/");
        Manifest<GcpParts> linked = manifest.with("lookupBase", url.toString());
        CloudFunction ticking = deploy(
                jar, linked.each(parts -> parts.functions(FunctionRole.CLOCK)).get(0));
        clock = clockRate
                .map(rate -> gcp.functions().schedule("orders", rate, ticking, "/"))
                .orElseGet(() -> gcp.functions().schedule("orders", ticking, "/"))
                .asking(() -> mayCall(SCHEDULER, ticking));
        Map<String, String> ownersEnvironment =
                new TreeMap<>(ticking.definition().environment());
        ownersEnvironment.putAll(gcp.environment());
        access = new DeploymentPorts(ownersEnvironment, archive.address(), rebuild.subscription());
        for (GcpParts.RunFunction function : linked.each(parts -> parts.functions(FunctionRole.EVENTS))) {
            subscriptions.put(
                    function.consumer().orElseThrow(), subscribe(function.push().orElseThrow(), deploy(jar, function)));
        }
    }

    private FunctionUrl url(GcpParts.RunFunction described, CloudFunction function) {
        if (described.letsAnybodyIn()) {
            return gcp.functions().publicUrl(function);
        }
        gcp.policies().give(PERSON, List.of(new Binding("roles/run.invoker", service(function))));
        return closedUrl(function);
    }

    private FunctionUrl closedUrl(CloudFunction function) {
        return gcp.functions().url(function, account -> mayCall(account, function));
    }

    private boolean mayCall(String account, CloudFunction function) {
        return gcp.policies().allow(account, new Permission("run.routes.invoke", service(function)));
    }

    private String service(CloudFunction function) {
        return "projects/" + gcp.project() + "/locations/" + REGION + "/services/"
                + function.definition().name();
    }

    private static List<Binding> roles(List<RoleGrant> grants) {
        return grants.stream()
                .flatMap(grant -> Binding.each(grant.roles(), grant.resource()).stream())
                .toList();
    }

    /**
     * All functions are HTTP functions: those of consumers are called by subscriptions of their own. Each has a service account of its own,
     * which is refused what the manifest does not allow.
     */
    private CloudFunction deploy(Path jar, GcpParts.RunFunction function) {
        String name = function.name();
        String account = FunctionDefinition.accountOf(name);
        gcp.policies().give(account, roles(function.permissions()));
        CloudFunction deployed = gcp.functions()
                .deploy(FunctionDefinition.of(name, jar, function.entryPoint())
                        .withEnvironment(Map.of("FUNCTION_SIGNATURE_TYPE", "http"))
                        .withMemoryMiB(function.memoryMiB().value())
                        .withTimeout(Duration.ofSeconds(function.timeoutSeconds()))
                        .withEnvironment(gcp.environment(account))
                        .withEnvironment(function.environment().variables())
                        .withMaxInstances(INSTANCES)
                        .withConcurrency(function.concurrency().value()));
        functions.put(name, deployed);
        return deployed;
    }

    private PubSubSubscription subscribe(GcpParts.PushSubscription described, CloudFunction function) {
        Subscription.Builder subscription = subscription(described)
                .setFilter(described.filter())
                .setPushConfig(PushConfig.newBuilder()
                        .setPushEndpoint(closedUrl(function).uri().toString())
                        .setOidcToken(
                                PushConfig.OidcToken.newBuilder().setServiceAccountEmail(described.serviceAccount())))
                .setRetryPolicy(RetryPolicy.newBuilder()
                        .setMinimumBackoff(Durations.fromMillis(described.minimumBackoffMillis()))
                        .setMaximumBackoff(Durations.fromMillis(
                                described.maximumBackoffMillis().value())));
        return gcp.pubSub().createSubscription(subscription.build());
    }

    private Subscription.Builder subscription(GcpParts.Reading described) {
        return Subscription.newBuilder()
                .setName(resource("subscriptions", described.subscription()))
                .setTopic(topic.name())
                .setEnableMessageOrdering(described.enableMessageOrdering())
                .setAckDeadlineSeconds(described.ackDeadlineSeconds())
                .setMessageRetentionDuration(
                        Durations.fromHours(described.retentionHours().value()));
    }

    private ArchiveFolder archive(GcpParts.Archive described) {
        var unused = gcp.pubSub()
                .createSubscription(subscription(described)
                        .setCloudStorageConfig(CloudStorageConfig.newBuilder()
                                .setBucket(described.bucket())
                                .setFilenamePrefix(described.filenamePrefix())
                                .setFilenameSuffix(described.filenameSuffix())
                                .setMaxDuration(Durations.fromSeconds(
                                        described.maxDurationSeconds().value()))
                                .setMaxBytes(described.maxBytes().value())
                                .setAvroConfig(CloudStorageConfig.AvroConfig.newBuilder()
                                        .setWriteMetadata(described.writeMetadata())))
                        .build());
        return ArchiveFolder.create(buckets.resolve(described.bucket()));
    }

    private String resource(String kind, String id) {
        return "projects/" + gcp.project() + "/" + kind + "/" + id;
    }

    /**
     * Starts the local Google Cloud and deploys into it.
     *
     * @param zip the deployment package
     * @param clockRate how often the clock's function is called; empty to call it on request only
     * @throws RuntimeException if anything does not start; all that had started is ended again
     */
    static Deployment start(LocalGcpSettings settings, Path zip, Style style, Optional<Duration> clockRate) {
        Path source = settings.folder().resolve("source");
        ZipFolder.unzip(zip, source, MOST_UNZIPPED);
        LocalGcp gcp = LocalGcp.start(settings);
        try {
            return new Deployment(
                    gcp,
                    source.resolve("functions.jar"),
                    manifest(style, gcp),
                    clockRate,
                    settings.folder().resolve("buckets"));
        } catch (RuntimeException failed) {
            gcp.close();
            throw failed;
        }
    }

    private static Manifest<GcpParts> manifest(Style style, LocalGcp gcp) {
        return OrderManifest.read(OrderManifest.of(style).json())
                .onLaptop()
                .with("project", gcp.project())
                .with("region", REGION)
                .with("topic", TOPIC)
                .with("collections", COLLECTIONS)
                .with("archiveBucket", "orders-archive")
                .with("pushServiceAccount", FunctionDefinition.accountOf("pusher"))
                .with("schedulerServiceAccount", SCHEDULER);
    }

    LocalGcp gcp() {
        return gcp;
    }

    PubSubTopic topic() {
        return topic;
    }

    /** {@return where all events are archived} */
    ArchiveFolder archive() {
        return archive;
    }

    /** {@return all functions by name} */
    Map<String, CloudFunction> functions() {
        return functions;
    }

    /** {@return what calls the function of the clock} */
    SchedulerJob clock() {
        return clock;
    }

    /** {@return the address of the function behind HTTP, ending in a slash} */
    URI url() {
        return url;
    }

    /** {@return an ID token that opens the function behind HTTP for as long as somebody works with it, not just Google's hour} */
    String idToken() {
        return gcp.issuer().idToken(PERSON, audience, A_DAY);
    }

    /** {@return what opens the function behind HTTP} */
    Credential credential() {
        return Credential.bearer(
                deadline -> new Credential.Token(
                        gcp.issuer().idToken(PERSON, audience), Instant.now().plus(TokenIssuer.VALID)),
                InstantSource.system());
    }

    /** {@return the way to the stores} */
    DeploymentPorts access() {
        return access;
    }

    /** {@return whether all that was published was settled by every consumer} */
    boolean isCaughtUp() {
        return subscriptions.values().stream().allMatch(PubSubSubscription::isCaughtUp);
    }

    /** {@return the consumers that are behind, with how many events} */
    List<String> behind() {
        return subscriptions.entrySet().stream()
                .filter(subscription -> !subscription.getValue().isCaughtUp())
                .map(subscription ->
                        subscription.getKey() + " by " + subscription.getValue().backlog())
                .toList();
    }

    /** {@return how far each consumer is} */
    List<Object> positions() {
        return subscriptions.values().stream()
                .<Object>map(subscription -> List.of(subscription.metrics(), subscription.backlog()))
                .toList();
    }

    @Override
    public void close() {
        access.close();
        gcp.close();
    }
}
