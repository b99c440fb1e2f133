package io.triskel.gcp.hosting;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.triskel.hosting.function.FunctionRole;
import io.triskel.hosting.manifest.Access;
import io.triskel.hosting.manifest.Count;
import io.triskel.hosting.manifest.Described;
import io.triskel.hosting.manifest.Environment;
import io.triskel.hosting.manifest.Identity;
import io.triskel.hosting.manifest.ManifestFunction;
import io.triskel.hosting.manifest.ManifestParts;
import io.triskel.hosting.manifest.Parameters;
import io.triskel.hosting.manifest.RoleGrant;
import java.util.List;
import java.util.Optional;

/** What the manifest of an application's package says in Google's own words; {@code docs/manifest.md} has what each field means. */
public record GcpParts(
        @JsonProperty("package") @Described(value = "The file to deploy.", pattern = "^[a-z0-9-]+\\.zip$")
        String file,

        String project,
        String region,

        @Described("The Pub/Sub topic; its subscriptions are listed with the functions that they call.")
        Topic topic,

        @Described("The subscription that keeps all events in a bucket; it must be there before the first event is"
                + " published.")
        Archive archive,

        @Described("Pull subscriptions of those that rebuild a view from the archive and what the topic still"
                + " retains; none without views, and no function reads by them.")
        List<Rebuild> rebuilds,

        @Described(value = "The functions.", atLeast = 3) List<RunFunction> functions,
        @Described("The database with its collections.") Firestore firestore,

        @Described(value = "The accounts that call functions for Pub/Sub and Cloud Scheduler.", atLeast = 1)
        List<Identity> identities)
        implements ManifestParts<GcpParts.RunFunction> {
    static final String PROJECT = "project";
    static final String TOPIC = "topic";
    static final String TOPIC_RETENTION = "topicRetentionHours";
    static final String DATABASE = "database";
    static final String COLLECTIONS = "collections";
    static final String PUSHER = "pushServiceAccount";
    static final String SCHEDULER = "schedulerServiceAccount";
    static final String MEMORY = "memoryMiB";
    static final String CONCURRENCY = "concurrency";
    static final String MIN_INSTANCES = "minInstances";
    static final String BACKOFF = "maximumBackoffMillis";
    static final String KMS_KEY = "kmsKey";
    static final String ARCHIVE = "archiveBucket";
    static final String ARCHIVE_SECONDS = "archiveSeconds";
    static final String ARCHIVE_BYTES = "archiveBytes";

    /** Pub/Sub's longest retention, 31 days. */
    private static final int MONTH_HOURS = 31 * 24;

    /**
     * {@return what the deployer chooses}
     *
     * @param application its name
     */
    public static Parameters parameters(String application) {
        return new Parameters()
                .required(PROJECT, "id of the project")
                .region()
                .optional(
                        Parameters.NAME,
                        "what the functions' names begin with: 1 to 40 lower-case letters, digits or -",
                        application)
                .optional(TOPIC, "id of the Pub/Sub topic", application)
                .optional(TOPIC_RETENTION, "how long topic and subscriptions keep events", MONTH_HOURS, 24)
                .optional(DATABASE, "id of the Firestore database", "(default)")
                .optional(
                        COLLECTIONS,
                        "what the names of the Firestore collections begin with: letters, digits or -, a letter first",
                        application)
                .lookupBase()
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
                .optional(
                        MIN_INSTANCES,
                        "how many instances of the HTTP function wait for calls, so that none waits for a cold start;"
                                + " they cost while they wait",
                        0)
                .replayHorizon()
                .callTimeout()
                .optional(BACKOFF, "longest wait of a subscription before an event comes again", 60_000, 2_000)
                .optional(
                        KMS_KEY,
                        "full name of the Cloud KMS key that wraps the keys of personal data; if empty, Firestore"
                                + " holds them as they are",
                        "")
                .httpAccess();
    }

    @Override
    public Optional<Count> busRetention() {
        return Optional.of(topic.retentionHours());
    }

    @Override
    public List<Environment> environments() {
        return functions.stream().map(RunFunction::environment).toList();
    }

    @Override
    public List<String> rebuildingSubscriptions() {
        return rebuilds.stream().map(Rebuild::subscription).toList();
    }

    /** The topic that all events are published to. */
    public record Topic(String name, Count retentionHours) {}

    /** The subscription to Cloud Storage. */
    public record Archive(
            @Described(only = "cloudStorageSubscription") String type,
            String subscription,
            String topic,
            String bucket,
            String filenamePrefix,
            String filenameSuffix,
            @Described(only = "avro") String format,
            @Described(only = "true") boolean writeMetadata,
            Count maxDurationSeconds,
            Count maxBytes,
            @Described(only = "true") boolean enableMessageOrdering,
            int ackDeadlineSeconds,
            Count retentionHours,
            @Described(only = "false") boolean expires)
            implements Reading {}

    /** A pull subscription for a view's rebuild. */
    public record Rebuild(
            String subscription,
            String topic,
            String filter,
            @Described(only = "true") boolean enableMessageOrdering,
            @Described(only = "false") boolean enableExactlyOnceDelivery,
            int ackDeadlineSeconds,
            Count retentionHours,
            @Described(only = "false") boolean expires,
            @Described(only = "false") boolean deadLetter)
            implements Reading {}

    /** What all subscriptions have. */
    public interface Reading {
        String subscription();

        boolean enableMessageOrdering();

        int ackDeadlineSeconds();

        Count retentionHours();
    }

    /** A function of Cloud Run. */
    public record RunFunction(
            String name,
            @Described("What calls it.") FunctionRole role,
            @Described(pattern = "^[A-Za-z0-9_.]+$") String entryPoint,

            @Described(only = {"java21", "java25", "nodejs22"})
            String runtime,

            @JsonProperty("package") @Described("The file to deploy, if the function is not in Java.")
            Optional<String> file,

            Count memoryMiB,
            int cpu,
            int timeoutSeconds,
            @Described("Calls at a time in one instance.") Count concurrency,

            // Cloud Run documentation, "Set minimum instances for services": 0 unless set; instances kept so are billed
            // when idle.
            @Described("How many instances keep running without calls, and are billed; only the HTTP function has it.")
            Optional<Count> minInstances,

            @Described("Who may call it; functions of events and of the clock are closed.")
            Access access,

            Environment environment,

            @Described("The functions whose identities call it, and must be let in where it is closed.")
            Optional<List<String>> callers,

            @Described("Whose events it handles, if its role is `events`.")
            Optional<String> consumer,

            Trigger trigger,

            @Described(value = "The roles of its service account, by the resource's full name.", atLeast = 1)
            List<RoleGrant> permissions,

            @Described("Its roles on the key of Cloud KMS that wraps keys of persons, where there is one.")
            List<KeyRole> keyPermissions)
            implements ManifestFunction {
        /** {@return by what it reads the topic, if it does} */
        public Optional<PushSubscription> push() {
            return trigger instanceof PushSubscription push ? Optional.of(push) : Optional.empty();
        }

        @Override
        public Optional<String> subscription() {
            return push().map(PushSubscription::subscription);
        }

        @Override
        public boolean letsAnybodyIn() {
            return access.isPublic();
        }
    }

    /** Roles on a key of Cloud KMS, whose name the deployment knows. */
    public record KeyRole(
            @Described(only = "personalKey") String resource,

            @Described(
                    only = {"roles/cloudkms.cryptoKeyDecrypter", "roles/cloudkms.cryptoKeyEncrypterDecrypter"},
                    atLeast = 1)
            List<String> roles) {}

    /** What calls a function. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(Http.class),
        @JsonSubTypes.Type(PushSubscription.class),
        @JsonSubTypes.Type(Schedule.class)
    })
    public sealed interface Trigger {}

    /** Calls over HTTP, by the service's own address. */
    @JsonTypeName("http")
    public record Http() implements Trigger {}

    /** Events of the topic. */
    @JsonTypeName("pushSubscription")
    public record PushSubscription(
            String subscription,
            String topic,
            @Described(pattern = "") String filter,
            @Described(only = "true") boolean enableMessageOrdering,
            @Described(only = "false") boolean enableExactlyOnceDelivery,
            int ackDeadlineSeconds,
            Count retentionHours,
            @Described(only = "false") boolean expires,
            @Described(only = "false") boolean deadLetter,
            int minimumBackoffMillis,
            Count maximumBackoffMillis,
            String serviceAccount)
            implements Trigger, Reading {}

    /** The clock. */
    @JsonTypeName("schedule")
    public record Schedule(
            int everySeconds,
            @Described(only = "POST") String method,
            String serviceAccount,
            int attemptDeadlineSeconds)
            implements Trigger {}

    /** The database. */
    public record Firestore(
            String database,

            @Described("None: each would make every write more expensive.")
            List<String> compositeIndexes,

            @Described(atLeast = 1) List<Collection> collections) {}

    /** A collection of documents. */
    public record Collection(
            String collection,

            @Described("Fields that are queried; Firestore indexes them by itself.")
            List<String> indexed,

            @Described("Fields to exempt from indexing.") List<String> exempt,

            @Described("The field that says when a document expires.")
            Optional<String> timeToLive) {}
}
