package io.triskel.orders.gcp;

import static io.triskel.hosting.manifest.Parameters.named;
import static io.triskel.hosting.manifest.Parameters.placeholder;
import static io.triskel.orders.gcp.GcpParts.ARCHIVE;
import static io.triskel.orders.gcp.GcpParts.ARCHIVE_BYTES;
import static io.triskel.orders.gcp.GcpParts.ARCHIVE_SECONDS;
import static io.triskel.orders.gcp.GcpParts.BACKOFF;
import static io.triskel.orders.gcp.GcpParts.COLLECTIONS;
import static io.triskel.orders.gcp.GcpParts.CONCURRENCY;
import static io.triskel.orders.gcp.GcpParts.DATABASE;
import static io.triskel.orders.gcp.GcpParts.KMS_KEY;
import static io.triskel.orders.gcp.GcpParts.MEMORY;
import static io.triskel.orders.gcp.GcpParts.MIN_INSTANCES;
import static io.triskel.orders.gcp.GcpParts.PROJECT;
import static io.triskel.orders.gcp.GcpParts.PUSHER;
import static io.triskel.orders.gcp.GcpParts.SCHEDULER;
import static io.triskel.orders.gcp.GcpParts.TOPIC;
import static io.triskel.orders.gcp.GcpParts.TOPIC_RETENTION;

import io.triskel.gcp.GcpClients;
import io.triskel.gcp.firestore.CollectionLayout;
import io.triskel.gcp.firestore.FirestoreCollections;
import io.triskel.hosting.Application;
import io.triskel.hosting.function.EnvironmentReader;
import io.triskel.hosting.function.FunctionRole;
import io.triskel.hosting.manifest.Access;
import io.triskel.hosting.manifest.Count;
import io.triskel.hosting.manifest.Environment;
import io.triskel.hosting.manifest.Identity;
import io.triskel.hosting.manifest.Manifest;
import io.triskel.hosting.manifest.ManifestCommand;
import io.triskel.hosting.manifest.ManifestFunction;
import io.triskel.hosting.manifest.Parameters;
import io.triskel.hosting.manifest.RoleGrant;
import io.triskel.hosting.operation.ViewRebuild;
import io.triskel.observe.Observer;
import io.triskel.orders.gcp.GcpParts.RunFunction;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.orders.pipeline.PortUses;
import io.triskel.orders.pipeline.Style;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a deployment needs to know of {@code order-gcp.zip}: its functions with their environment, triggers and filters, the
 * topic and the database. The deployment creates all of them.
 */
public final class OrderManifest {
    private static final String CLOUD = "gcp";

    private static final boolean WITH_METADATA = true;
    private static final boolean IN_ORDER = true;
    private static final boolean EXACTLY_ONCE = false;
    private static final boolean EXPIRES = false;
    private static final boolean DEAD_LETTER = false;

    /** Well above {@link FunctionState#TIME}. */
    private static final int TIMEOUT_SECONDS = 30;

    /** Longer than a function may take, or Pub/Sub would redeliver an event that is still being handled. */
    private static final int ACK_DEADLINE_SECONDS = 60;

    private static final int ARCHIVE_ACK_SECONDS = 300;

    /**
     * The quick compiler starts soonest. The heap is set too, because Google's builder leaves it alone when this variable is
     * set.
     */
    private static final String JAVA_OPTIONS = "-XX:TieredStopAtLevel=1 -XX:MaxRAMPercentage=70";

    /** Stands for the prefix in collections' names, until the placeholder replaces it. */
    private static final String ANY_PREFIX = "t";

    private final Style style;

    private OrderManifest(Style style) {
        this.style = style;
    }

    /** {@return the manifest of the package with the pipeline in this style} */
    public static Manifest<GcpParts> of(Style style) {
        return new OrderManifest(style).manifest();
    }

    /**
     * {@return what {@link #main} printed}
     *
     * @throws IllegalArgumentException if this is no manifest of this cloud, or of another version
     */
    public static Manifest<GcpParts> read(String json) {
        return Manifest.read(json, CLOUD, GcpParts.class);
    }

    /**
     * Prints the manifest; ends with 2 for wrong arguments.
     *
     * @param arguments {@code --style orchestration} or {@code --style choreography}; none for the former
     */
    public static void main(String[] arguments) {
        System.exit(ManifestCommand.run(
                List.of(arguments),
                Style.names(),
                style -> of(Style.named(style).orElseThrow()),
                System.out,
                System.err));
    }

    private Manifest<GcpParts> manifest() {
        return new Manifest<>(
                CLOUD,
                style.text(),
                GcpParts.parameters(),
                new GcpParts(
                        "order-gcp.zip",
                        placeholder(PROJECT),
                        placeholder(Parameters.REGION),
                        new GcpParts.Topic(placeholder(TOPIC), Count.of(TOPIC_RETENTION)),
                        archive(),
                        List.of(rebuild()),
                        functions(),
                        firestore(),
                        identities()));
    }

    /** The metadata are the attributes, without which an event in binary mode has no meaning. */
    private static GcpParts.Archive archive() {
        return new GcpParts.Archive(
                "cloudStorageSubscription",
                named("archive"),
                placeholder(TOPIC),
                placeholder(ARCHIVE),
                GcpPast.PREFIX,
                ".avro",
                "avro",
                WITH_METADATA,
                Count.of(ARCHIVE_SECONDS),
                Count.of(ARCHIVE_BYTES),
                IN_ORDER,
                ARCHIVE_ACK_SECONDS,
                Count.of(TOPIC_RETENTION),
                EXPIRES);
    }

    /** Pulled while a view is rebuilt, and set back to the topic's oldest message before; with the view's filter. */
    private GcpParts.Rebuild rebuild() {
        return new GcpParts.Rebuild(
                named(ViewRebuild.CONSUMER),
                placeholder(TOPIC),
                Objects.requireNonNull(filters().get("order-view")),
                IN_ORDER,
                EXACTLY_ONCE,
                ACK_DEADLINE_SECONDS,
                Count.of(TOPIC_RETENTION),
                EXPIRES,
                DEAD_LETTER);
    }

    private List<RunFunction> functions() {
        List<RunFunction> functions = new ArrayList<>();
        functions.add(function("http", FunctionRole.HTTP, "OrderHttpFunction", environment(), new GcpParts.Http()));
        filters()
                .forEach((consumer, filter) -> functions.add(function(
                        consumer,
                        FunctionRole.EVENTS,
                        "OrderEventsFunction",
                        environment().with(EnvironmentReader.CONSUMER, consumer).lookingUp(),
                        subscription(consumer, filter))));
        functions.add(function(
                "clock",
                FunctionRole.CLOCK,
                "OrderClockFunction",
                environment().lookingUp(),
                new GcpParts.Schedule(60, "POST", placeholder(SCHEDULER), TIMEOUT_SECONDS)));
        return functions;
    }

    private static FunctionRoles roles() {
        return new FunctionRoles(placeholder(PROJECT), placeholder(Parameters.REGION));
    }

    /** Who calls functions for Google's services. */
    private List<Identity> identities() {
        FunctionRoles pusher = roles();
        OrderPipeline.consumerNames(style).forEach(consumer -> pusher.invokes(named(consumer)));
        FunctionRoles scheduler = roles().invokes(named(Application.CLOCK));
        return List.of(
                new Identity(placeholder(PUSHER), pusher.roles().each(RoleGrant::new)),
                new Identity(placeholder(SCHEDULER), scheduler.roles().each(RoleGrant::new)));
    }

    /** {@return each consumer's filter, read from ports that are never called, so that no emulator is needed} */
    private Map<String, String> filters() {
        OrderSettings settings = OrderSettings.from(
                Map.of(
                        "GOOGLE_CLOUD_PROJECT",
                        "nowhere",
                        "PUBSUB_EMULATOR_HOST",
                        "localhost:1",
                        "FIRESTORE_EMULATOR_HOST",
                        "localhost:1",
                        OrderSettings.TOPIC,
                        "orders",
                        OrderSettings.COLLECTIONS,
                        ANY_PREFIX,
                        EnvironmentReader.STYLE,
                        style.text()),
                FunctionRole.HTTP);
        try (GcpClients clients = GcpClients.of(settings.gcp())) {
            return ConsumerFilters.of(GcpPorts.of(settings, clients, InstantSource.system(), Observer.none()), style);
        }
    }

    /**
     * A function with the roles of its own service account. Names the class as text: the runtime brings the class's interfaces, and the
     * package is printed without a runtime.
     */
    private RunFunction function(
            String name, FunctionRole role, String type, Environment environment, GcpParts.Trigger trigger) {
        boolean http = role == FunctionRole.HTTP;
        FunctionRoles roles = roles().uses(
                        Objects.requireNonNull(PortUses.of(style).get(name), name),
                        placeholder(DATABASE),
                        placeholder(TOPIC),
                        named(Application.HTTP));
        return new RunFunction(
                named(name),
                role,
                OrderManifest.class.getPackageName() + "." + type,
                "java21",
                Optional.empty(),
                Count.of(MEMORY),
                1,
                TIMEOUT_SECONDS,
                Count.of(CONCURRENCY),
                http ? Optional.of(Count.of(MIN_INSTANCES)) : Optional.empty(),
                http ? Access.CHOSEN : Access.CLOSED,
                environment,
                http ? Optional.of(ManifestFunction.callers(PortUses.of(style))) : Optional.empty(),
                role == FunctionRole.EVENTS ? Optional.of(name) : Optional.empty(),
                trigger,
                roles.roles().each(RoleGrant::new),
                roles.keys().each(GcpParts.KeyRole::new));
    }

    private Environment environment() {
        return Environment.empty()
                .with("GOOGLE_CLOUD_PROJECT", placeholder(PROJECT))
                .with("JAVA_TOOL_OPTIONS", JAVA_OPTIONS)
                .with(OrderSettings.TOPIC, placeholder(TOPIC))
                .with(OrderSettings.COLLECTIONS, placeholder(COLLECTIONS))
                .with(EnvironmentReader.STYLE, style.text())
                .remembering(placeholder(TOPIC_RETENTION))
                .with("TRISKEL_GCP_DATABASE", placeholder(DATABASE))
                .with("TRISKEL_GCP_CALL_TIMEOUT_MS", placeholder(Parameters.CALL_TIMEOUT))
                .with("TRISKEL_GCP_KMS_KEY", placeholder(KMS_KEY));
    }

    /** Never gives an event up, and keeps the order: the function itself parks events that cannot be handled. */
    private static GcpParts.PushSubscription subscription(String consumer, String filter) {
        return new GcpParts.PushSubscription(
                named(consumer),
                placeholder(TOPIC),
                filter,
                IN_ORDER,
                EXACTLY_ONCE,
                ACK_DEADLINE_SECONDS,
                Count.of(TOPIC_RETENTION),
                EXPIRES,
                DEAD_LETTER,
                100,
                Count.of(BACKOFF),
                placeholder(PUSHER));
    }

    private static GcpParts.Firestore firestore() {
        return new GcpParts.Firestore(
                placeholder(DATABASE),
                List.of(),
                new FirestoreCollections(ANY_PREFIX)
                        .layouts().stream().map(OrderManifest::collection).toList());
    }

    private static GcpParts.Collection collection(CollectionLayout layout) {
        return new GcpParts.Collection(
                placeholder(COLLECTIONS) + layout.collection().substring(ANY_PREFIX.length()),
                layout.indexed(),
                layout.exempt(),
                layout.timeToLive());
    }
}
