package io.triskel.orders.gcp;

import static io.triskel.orders.manifest.ManifestBuilder.placeholder;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.gcp.GcpClients;
import io.triskel.gcp.firestore.CollectionLayout;
import io.triskel.gcp.firestore.FirestoreCollections;
import io.triskel.observe.Observer;
import io.triskel.orders.function.EnvironmentReader;
import io.triskel.orders.function.FunctionRole;
import io.triskel.orders.manifest.Manifest;
import io.triskel.orders.manifest.ManifestBuilder;
import io.triskel.orders.manifest.ManifestCommand;
import io.triskel.orders.operation.ViewRebuild;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.orders.pipeline.PortUse;
import io.triskel.orders.pipeline.PortUses;
import io.triskel.orders.pipeline.Style;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What a deployment needs to know of {@code order-gcp.zip}: its functions with their environment, triggers and filters, the
 * topic and the database. The deployment creates all of them.
 */
public final class OrderManifest {
    /** The manifest's name for this cloud. */
    public static final String CLOUD = "gcp";

    private static final String PROJECT = "project";
    private static final String REGION = "region";
    private static final String NAME = "name";
    private static final String TOPIC = "topic";
    private static final String TOPIC_RETENTION = "topicRetentionHours";
    private static final String DATABASE = "database";
    private static final String COLLECTIONS = "collections";
    private static final String LOOKUP_BASE = "lookupBase";
    private static final String PUSHER = "pushServiceAccount";
    private static final String SCHEDULER = "schedulerServiceAccount";
    private static final String MEMORY = "memoryMiB";
    private static final String CONCURRENCY = "concurrency";
    private static final String CALL_TIMEOUT = "callTimeoutMillis";
    private static final String BACKOFF = "maximumBackoffMillis";
    private static final String KMS_KEY = "kmsKey";
    private static final String ARCHIVE = "archiveBucket";
    private static final String ARCHIVE_SECONDS = "archiveSeconds";
    private static final String ARCHIVE_BYTES = "archiveBytes";

    /** Well above {@link FunctionState#TIME}. */
    private static final int TIMEOUT_SECONDS = 30;

    /** Longer than a function may take, or Pub/Sub would redeliver an event that is still being handled. */
    private static final int ACK_DEADLINE_SECONDS = 60;

    private static final int ARCHIVE_ACK_SECONDS = 300;

    /** Pub/Sub's longest retention, 31 days. */
    private static final int MONTH_HOURS = 31 * 24;

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
    public static Manifest of(Style style) {
        return new OrderManifest(style).manifest();
    }

    /**
     * Prints the manifest; ends with 2 for wrong arguments.
     *
     * @param arguments {@code --style orchestration} or {@code --style choreography}; none for the former
     */
    public static void main(String[] arguments) {
        System.exit(ManifestCommand.run(List.of(arguments), OrderManifest::of, System.out, System.err));
    }

    private Manifest manifest() {
        return new ManifestBuilder(CLOUD, style)
                .required(PROJECT, "id of the project")
                .required(REGION, "region of all that is created")
                .optional(
                        NAME, "what the functions' names begin with: 1 to 40 lower-case letters, digits or -", "orders")
                .optional(TOPIC, "id of the Pub/Sub topic", "orders")
                .optional(
                        TOPIC_RETENTION,
                        "how long topic and subscriptions keep events, less than the inbox remembers",
                        MONTH_HOURS,
                        24)
                .optional(DATABASE, "id of the Firestore database", "(default)")
                .optional(
                        COLLECTIONS,
                        "what the names of the Firestore collections begin with: letters, digits or -, a letter first",
                        "orders")
                .required(LOOKUP_BASE, "address of the HTTP function, ends in /; known once that function is there")
                .required(PUSHER, "e-mail of the service account that subscriptions call functions as")
                .required(SCHEDULER, "e-mail of the service account that Cloud Scheduler calls the clock as")
                .required(ARCHIVE, "bucket of the archive, which has all events for good")
                .optional(
                        ARCHIVE_SECONDS,
                        "how long the archive gathers events before it writes them, 60 to 600",
                        300,
                        60)
                .optional(ARCHIVE_BYTES, "how many bytes of events it writes at once, 1,000 or more", 64 << 20, 16_000)
                .optional(MEMORY, "memory of each function in MiB", 512, 256)
                .optional(CONCURRENCY, "calls at a time in one instance of a function", 40, 10)
                .optional(CALL_TIMEOUT, "time-out of one call of a service", 3_000, 10_000)
                .optional(BACKOFF, "longest wait of a subscription before an event comes again", 60_000, 2_000)
                .optional(
                        KMS_KEY,
                        "full name of the Cloud KMS key that wraps the keys of personal data; if empty, Firestore holds them as they"
                                + " are",
                        "")
                .httpAccess()
                .part("package", "order-gcp.zip")
                .part(PROJECT, placeholder(PROJECT))
                .part(REGION, placeholder(REGION))
                .part(TOPIC, topic())
                .part("archive", archive())
                .part("rebuilds", rebuilds())
                .part("functions", functions())
                .part("firestore", firestore())
                .part("identities", identities())
                .build();
    }

    private static ObjectNode topic() {
        return object().put("name", placeholder(TOPIC)).put("retentionHours", placeholder(TOPIC_RETENTION));
    }

    /** The metadata are the attributes, without which an event in binary mode has no meaning. */
    private static ObjectNode archive() {
        return object().put("type", "cloudStorageSubscription")
                .put("subscription", placeholder(NAME) + "-archive")
                .put("topic", placeholder(TOPIC))
                .put("bucket", placeholder(ARCHIVE))
                .put("filenamePrefix", GcpPast.PREFIX)
                .put("filenameSuffix", ".avro")
                .put("format", "avro")
                .put("writeMetadata", true)
                .put("maxDurationSeconds", placeholder(ARCHIVE_SECONDS))
                .put("maxBytes", placeholder(ARCHIVE_BYTES))
                .put("enableMessageOrdering", true)
                .put("ackDeadlineSeconds", ARCHIVE_ACK_SECONDS)
                .put("retentionHours", placeholder(TOPIC_RETENTION))
                .put("expires", false);
    }

    /** Pulled while a view is rebuilt, and set back to the topic's oldest message before; with the view's filter. */
    private ArrayNode rebuilds() {
        ArrayNode rebuilds = JsonNodeFactory.instance.arrayNode();
        rebuilds.addObject()
                .put("subscription", placeholder(NAME) + "-" + ViewRebuild.CONSUMER)
                .put("topic", placeholder(TOPIC))
                .put("filter", filters().get("order-view"))
                .put("enableMessageOrdering", true)
                .put("enableExactlyOnceDelivery", false)
                .put("ackDeadlineSeconds", ACK_DEADLINE_SECONDS)
                .put("retentionHours", placeholder(TOPIC_RETENTION))
                .put("expires", false)
                .put("deadLetter", false);
        return rebuilds;
    }

    private ArrayNode functions() {
        ArrayNode functions = JsonNodeFactory.instance.arrayNode();
        ObjectNode http = function("http", FunctionRole.HTTP, "OrderHttpFunction")
                .put(Manifest.ACCESS, placeholder(ManifestBuilder.HTTP_ACCESS));
        ArrayNode callers = http.putArray("callers");
        PortUses.of(style).forEach((caller, uses) -> {
            if (uses.contains(PortUse.LOOK_UP)) {
                callers.add(placeholder(NAME) + "-" + caller);
            }
        });
        http.putObject("trigger").put("type", "http");
        permit(http, PortUses.HTTP);
        functions.add(http);
        filters().forEach((consumer, filter) -> {
            ObjectNode events = function(consumer, FunctionRole.EVENTS, "OrderEventsFunction");
            events.put("consumer", consumer);
            environment(events)
                    .put(EnvironmentReader.CONSUMER, consumer)
                    .put(EnvironmentReader.LOOKUP_BASE, placeholder(LOOKUP_BASE));
            events.set("trigger", subscription(consumer, filter));
            permit(events, consumer);
            functions.add(events);
        });
        ObjectNode clock = function("clock", FunctionRole.CLOCK, "OrderClockFunction");
        environment(clock).put(EnvironmentReader.LOOKUP_BASE, placeholder(LOOKUP_BASE));
        clock.putObject("trigger")
                .put("type", "schedule")
                .put("everySeconds", 60)
                .put("method", "POST")
                .put("serviceAccount", placeholder(SCHEDULER))
                .put("attemptDeadlineSeconds", TIMEOUT_SECONDS);
        permit(clock, PortUses.CLOCK);
        return functions.add(clock);
    }

    /** States the roles of the function's own service account. */
    private void permit(ObjectNode function, String name) {
        FunctionRoles roles = roles().uses(
                        Objects.requireNonNull(PortUses.of(style).get(name), name),
                        placeholder(DATABASE),
                        placeholder(TOPIC),
                        placeholder(NAME) + "-" + PortUses.HTTP);
        function.set("permissions", roles.json());
        function.set("keyPermissions", roles.keys());
    }

    private static FunctionRoles roles() {
        return new FunctionRoles(placeholder(PROJECT), placeholder(REGION));
    }

    /** Who calls functions for Google's services. */
    private ArrayNode identities() {
        FunctionRoles pusher = roles();
        OrderPipeline.consumerNames(style).forEach(consumer -> pusher.invokes(placeholder(NAME) + "-" + consumer));
        FunctionRoles scheduler = roles().invokes(placeholder(NAME) + "-" + PortUses.CLOCK);
        ArrayNode identities = JsonNodeFactory.instance.arrayNode();
        identities.addObject().put("identity", placeholder(PUSHER)).set("permissions", pusher.json());
        identities.addObject().put("identity", placeholder(SCHEDULER)).set("permissions", scheduler.json());
        return identities;
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

    /** Names the class as text: the runtime brings the class's interfaces, and the package is printed without a runtime. */
    private ObjectNode function(String name, FunctionRole role, String type) {
        ObjectNode function = object().put("name", placeholder(NAME) + "-" + name)
                .put("role", role.name().toLowerCase(Locale.ROOT))
                .put("entryPoint", OrderManifest.class.getPackageName() + "." + type)
                .put("runtime", "java21")
                .put("memoryMiB", placeholder(MEMORY))
                .put("cpu", 1)
                .put("timeoutSeconds", TIMEOUT_SECONDS)
                .put("concurrency", placeholder(CONCURRENCY))
                .put(Manifest.ACCESS, Manifest.CLOSED);
        function.putObject("environment")
                .put("GOOGLE_CLOUD_PROJECT", placeholder(PROJECT))
                .put("JAVA_TOOL_OPTIONS", JAVA_OPTIONS)
                .put(OrderSettings.TOPIC, placeholder(TOPIC))
                .put(OrderSettings.COLLECTIONS, placeholder(COLLECTIONS))
                .put(EnvironmentReader.STYLE, style.text())
                .put("TRISKEL_GCP_DATABASE", placeholder(DATABASE))
                .put("TRISKEL_GCP_CALL_TIMEOUT_MS", placeholder(CALL_TIMEOUT))
                .put("TRISKEL_GCP_KMS_KEY", placeholder(KMS_KEY));
        return function;
    }

    private static ObjectNode environment(ObjectNode function) {
        return function.withObjectProperty("environment");
    }

    /** Never gives an event up, and keeps the order: the function itself parks events that cannot be handled. */
    private static ObjectNode subscription(String consumer, String filter) {
        return object().put("type", "pushSubscription")
                .put("subscription", placeholder(NAME) + "-" + consumer)
                .put("topic", placeholder(TOPIC))
                .put("filter", filter)
                .put("enableMessageOrdering", true)
                .put("enableExactlyOnceDelivery", false)
                .put("ackDeadlineSeconds", ACK_DEADLINE_SECONDS)
                .put("retentionHours", placeholder(TOPIC_RETENTION))
                .put("expires", false)
                .put("deadLetter", false)
                .put("minimumBackoffMillis", 100)
                .put("maximumBackoffMillis", placeholder(BACKOFF))
                .put("serviceAccount", placeholder(PUSHER));
    }

    private static ObjectNode firestore() {
        ObjectNode firestore = object().put("database", placeholder(DATABASE));
        firestore.putArray("compositeIndexes");
        ArrayNode collections = firestore.putArray("collections");
        for (CollectionLayout layout : new FirestoreCollections(ANY_PREFIX).layouts()) {
            ObjectNode collection = collections
                    .addObject()
                    .put(
                            "collection",
                            placeholder(COLLECTIONS) + layout.collection().substring(ANY_PREFIX.length()));
            ArrayNode indexed = collection.putArray("indexed");
            layout.indexed().forEach(indexed::add);
            ArrayNode exempt = collection.putArray("exempt");
            layout.exempt().forEach(exempt::add);
            layout.timeToLive().ifPresent(field -> collection.put("timeToLive", field));
        }
        return firestore;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
