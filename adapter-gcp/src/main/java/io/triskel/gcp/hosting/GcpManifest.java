package io.triskel.gcp.hosting;

import static io.triskel.gcp.hosting.GcpParts.ARCHIVE;
import static io.triskel.gcp.hosting.GcpParts.ARCHIVE_BYTES;
import static io.triskel.gcp.hosting.GcpParts.ARCHIVE_SECONDS;
import static io.triskel.gcp.hosting.GcpParts.BACKOFF;
import static io.triskel.gcp.hosting.GcpParts.COLLECTIONS;
import static io.triskel.gcp.hosting.GcpParts.CONCURRENCY;
import static io.triskel.gcp.hosting.GcpParts.DATABASE;
import static io.triskel.gcp.hosting.GcpParts.KMS_KEY;
import static io.triskel.gcp.hosting.GcpParts.MEMORY;
import static io.triskel.gcp.hosting.GcpParts.MIN_INSTANCES;
import static io.triskel.gcp.hosting.GcpParts.PROJECT;
import static io.triskel.gcp.hosting.GcpParts.PUSHER;
import static io.triskel.gcp.hosting.GcpParts.SCHEDULER;
import static io.triskel.gcp.hosting.GcpParts.TOPIC;
import static io.triskel.gcp.hosting.GcpParts.TOPIC_RETENTION;
import static io.triskel.hosting.manifest.Parameters.named;
import static io.triskel.hosting.manifest.Parameters.placeholder;

import io.triskel.gcp.firestore.CollectionLayout;
import io.triskel.gcp.firestore.FirestoreCollections;
import io.triskel.gcp.hosting.GcpParts.RunFunction;
import io.triskel.hosting.Application;
import io.triskel.hosting.Applications;
import io.triskel.hosting.PortUse;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What a deployment needs to know of an application's package: its functions with their environment, triggers and filters, the
 * topic and the database. The deployment creates all of them.
 */
public final class GcpManifest {
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

    /** A prefix of collections' names, which the placeholder replaces. */
    private static final String ANY_PREFIX = "t";

    /** Pub/Sub's rule for a topic's name ("Resource names"), beside the characters, which are the application's. */
    private static final String TOPIC_NAME = "(?!goog).{3,}";

    private final Application application;
    private final String style;
    private final Map<String, Set<PortUse>> uses;
    private final ConsumerFilters filters;

    private GcpManifest(Application application, String style) {
        Applications.requireNames(application);
        if (!application.name().matches(TOPIC_NAME)) {
            throw new IllegalArgumentException("The application's name '" + application.name()
                    + "' names a Pub/Sub topic, so it must have 3 characters or more, and not begin with goog:"
                    + " rename it");
        }
        this.application = application;
        this.style = style;
        uses = application.uses();
        filters = new ConsumerFilters(application);
    }

    /**
     * {@return the manifest of an application's package}
     *
     * @param application in any style
     * @param style one of its styles; empty for an application without any
     * @throws IllegalArgumentException if the application has a name that Google Cloud would refuse
     */
    public static Manifest<GcpParts> of(Application application, String style) {
        return new GcpManifest(style.isEmpty() ? application : application.styled(style), style).manifest();
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
     * @param arguments {@code --style} and one of the application's; none for the first
     */
    public static void main(String[] arguments) {
        Application application = Applications.only();
        System.exit(ManifestCommand.run(
                List.of(arguments), application.styles(), style -> of(application, style), System.out, System.err));
    }

    private Manifest<GcpParts> manifest() {
        return new Manifest<>(
                CLOUD,
                style.isEmpty() ? "application" : style,
                GcpParts.parameters(application.name()),
                new GcpParts(
                        application.artifact() + "-gcp.zip",
                        placeholder(PROJECT),
                        placeholder(Parameters.REGION),
                        new GcpParts.Topic(placeholder(TOPIC), Count.of(TOPIC_RETENTION)),
                        archive(),
                        filters.rebuild().map(GcpManifest::rebuild).stream().toList(),
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

    /** Pulled while a view is rebuilt, and set back to the topic's oldest message before. */
    private static GcpParts.Rebuild rebuild(String filter) {
        return new GcpParts.Rebuild(
                named(ViewRebuild.CONSUMER),
                placeholder(TOPIC),
                filter,
                IN_ORDER,
                EXACTLY_ONCE,
                ACK_DEADLINE_SECONDS,
                Count.of(TOPIC_RETENTION),
                EXPIRES,
                DEAD_LETTER);
    }

    private List<RunFunction> functions() {
        List<RunFunction> functions = new ArrayList<>();
        functions.add(function("http", FunctionRole.HTTP, "HttpFunction", environment(), new GcpParts.Http()));
        filters.consumers()
                .forEach((consumer, filter) -> functions.add(function(
                        consumer,
                        FunctionRole.EVENTS,
                        "EventsFunction",
                        environment().with(EnvironmentReader.CONSUMER, consumer).lookingUp(),
                        subscription(consumer, filter))));
        functions.add(function(
                "clock",
                FunctionRole.CLOCK,
                "ClockFunction",
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
        application.consumers().forEach(consumer -> pusher.invokes(named(consumer)));
        FunctionRoles scheduler = roles().invokes(named(Application.CLOCK));
        return List.of(
                new Identity(placeholder(PUSHER), pusher.roles().each(RoleGrant::new)),
                new Identity(placeholder(SCHEDULER), scheduler.roles().each(RoleGrant::new)));
    }

    /**
     * A function with the roles of its own service account. Names the class as text: the runtime brings the class's interfaces, and the
     * package is printed without a runtime.
     */
    private RunFunction function(
            String name, FunctionRole role, String type, Environment environment, GcpParts.Trigger trigger) {
        boolean http = role == FunctionRole.HTTP;
        FunctionRoles roles = roles().uses(
                        Objects.requireNonNull(uses.get(name), name),
                        placeholder(DATABASE),
                        placeholder(TOPIC),
                        named(Application.HTTP));
        return new RunFunction(
                named(name),
                role,
                GcpManifest.class.getPackageName() + "." + type,
                "java21",
                Optional.empty(),
                Count.of(MEMORY),
                1,
                TIMEOUT_SECONDS,
                Count.of(CONCURRENCY),
                http ? Optional.of(Count.of(MIN_INSTANCES)) : Optional.empty(),
                http ? Access.CHOSEN : Access.CLOSED,
                environment,
                http ? Optional.of(ManifestFunction.callers(uses)) : Optional.empty(),
                role == FunctionRole.EVENTS ? Optional.of(name) : Optional.empty(),
                trigger,
                roles.roles().each(RoleGrant::new),
                roles.keys().each(GcpParts.KeyRole::new));
    }

    private Environment environment() {
        Environment environment = Environment.empty()
                .with("GOOGLE_CLOUD_PROJECT", placeholder(PROJECT))
                .with("JAVA_TOOL_OPTIONS", JAVA_OPTIONS)
                .with(FunctionSettings.TOPIC, placeholder(TOPIC))
                .with(FunctionSettings.COLLECTIONS, placeholder(COLLECTIONS));
        return (style.isEmpty() ? environment : environment.with(EnvironmentReader.STYLE, style))
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
                        .layouts().stream().map(GcpManifest::collection).toList());
    }

    private static GcpParts.Collection collection(CollectionLayout layout) {
        return new GcpParts.Collection(
                placeholder(COLLECTIONS) + layout.collection().substring(ANY_PREFIX.length()),
                layout.indexed(),
                layout.exempt(),
                layout.timeToLive());
    }
}
