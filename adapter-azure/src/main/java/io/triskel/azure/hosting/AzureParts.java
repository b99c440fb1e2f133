package io.triskel.azure.hosting;

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
import java.util.List;
import java.util.Optional;

/** What the manifest of a package says in Azure's own words; {@code docs/manifest.md} has what each field means. */
public record AzureParts(
        @JsonProperty("package") @Described(value = "The file to deploy.", pattern = "^[a-z0-9-]+\\.zip$")
        String file,

        String region,

        @Described("The event hub; the namespace's default consumer group is not used.")
        Hub hub,

        @Described("Event Hubs Capture of the hub, which keeps all events; it must be on before the first event is"
                + " published.")
        Capture capture,

        @Described("The function app; `host.json` and `function.json` of the package say how the app's host runs"
                + " functions.")
        App app,

        @Described("The app's settings.") Environment settings,

        @Described("In addition to `settings`, if the app has an identity.")
        Environment settingsByIdentity,

        @Described("In place of `settingsByIdentity`, where there are no identities: on a laptop.")
        Environment settingsByConnection,

        @Described(value = "The functions.", atLeast = 3) List<AppFunction> functions,
        @Described("The names of the tables.") List<String> tables,

        @Described(
                value = "One identity, `app`, for all functions; a resource is the end of the scope's id.",
                atLeast = 1)
        List<Identity> identities,

        @Described("Durable Functions, in the place of the saga.")
        Optional<Engine> engine)
        implements ManifestParts<AzureParts.AppFunction> {
    static final String HUB = "hub";
    static final String PARTITIONS = "partitions";
    static final String TABLES = "tables";
    static final String NAMESPACE = "namespace";
    static final String TABLES_ENDPOINT = "tablesEndpoint";
    static final String HOST_ACCOUNT = "hostStorageAccount";
    static final String METRICS_RESOURCE = "metricsResource";
    static final String LOOKUP_KEY = "lookupKey";
    static final String HUBS_CONNECTION = "eventHubsConnection";
    static final String STORAGE_CONNECTION = "storageConnection";
    static final String KEY_VAULT_KEY = "keyVaultKey";
    static final String MEMORY = "memoryMiB";
    static final String ALWAYS_READY = "alwaysReadyHttp";
    static final String ARCHIVE = "archiveContainer";
    static final String ARCHIVE_SECONDS = "archiveSeconds";

    /**
     * {@return what the deployer chooses}
     *
     * @param application the name of the hub, and what the names of tables and archive begin with: letters and digits
     */
    static Parameters parameters(String application) {
        return new Parameters()
                .region()
                .optional(HUB, "name of the event hub", application)
                .optional(
                        PARTITIONS,
                        "how many partitions the hub has, for good: keys would move if the number changed",
                        4)
                .optional(
                        TABLES,
                        "what the names of the tables begin with: letters and digits, a letter first",
                        application)
                .required(NAMESPACE, "host name of the Event Hubs namespace, such as orders.servicebus.windows.net")
                .required(TABLES_ENDPOINT, "https address of Table Storage in the account of the data")
                .required(
                        HOST_ACCOUNT,
                        "name of the storage account of the host itself, another one than that of the data")
                .required(
                        METRICS_RESOURCE,
                        "id of the Event Hubs namespace, without its first slash: the clock's custom metrics are about"
                                + " it")
                .secret(
                        LOOKUP_KEY,
                        "key of the function web, with which consumers follow links to the application; it opens no"
                                + " other function")
                .secret(HUBS_CONNECTION, "connection string of the namespace, where there are no identities")
                .secret(
                        STORAGE_CONNECTION,
                        "connection string of the account of the data, where there are no identities")
                .optional(
                        KEY_VAULT_KEY,
                        "https address of the vault's RSA key that wraps the keys of personal data; if empty, the"
                                + " table holds them as they are",
                        "")
                .replayHorizon()
                .optional(ARCHIVE, "container of the archive, in the account of the data", application + "-archive")
                .optional(
                        ARCHIVE_SECONDS, "how long the archive gathers events before it writes them, 60 to 900", 300, 2)
                .optional(MEMORY, "memory of each instance in MiB", 2048)
                .optional(ALWAYS_READY, "how many instances wait for HTTP", 1);
    }

    @Override
    public Optional<Count> busRetention() {
        return Optional.of(Count.of(hub.retentionHours()));
    }

    @Override
    public List<Environment> environments() {
        return List.of(settings);
    }

    @Override
    public List<String> rebuildingConsumers() {
        return capture.rebuilds();
    }

    /** The hub that all events are published to. */
    public record Hub(String name, Count partitions, int retentionHours, List<String> consumerGroups) {}

    /** The archive of the hub. */
    public record Capture(
            String container,
            @Described(only = "Avro") String encoding,
            Count intervalSeconds,
            int sizeLimitMiB,
            @Described(only = "true") boolean skipEmptyArchives,
            String archiveNameFormat,

            @Described("Consumer groups of those that rebuild a view from the archive and what the hub still has; no"
                    + " function reads by them.")
            List<String> rebuilds) {}

    /** The function app. */
    public record App(
            @Described(only = "FlexConsumption") String plan,
            @Described(only = "java") String runtime,
            @Described(only = {"17", "21"}) String runtimeVersion,
            @Described("Of each instance.") Count memoryMiB,
            @Described("How many instances wait for HTTP.") Count alwaysReadyHttp,
            String hostSettings) {}

    /** A function of the app. */
    public record AppFunction(
            String name,
            @Described("What calls it.") FunctionRole role,
            @Described(pattern = "^[A-Za-z0-9_.]+$") String entryPoint,

            @Described("Functions of the other style are in the package, and off.")
            boolean enabled,

            @Described("Whose events it handles, if its role is `events`.")
            Optional<String> consumer,

            @Described("Who may call it, if it is behind HTTP; the package sets the level.")
            Optional<Access> access,

            Trigger trigger)
            implements ManifestFunction {
        @Override
        public boolean letsAnybodyIn() {
            return access.filter(Access::isPublic).isPresent();
        }
    }

    /** What calls a function. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(HttpCall.class),
        @JsonSubTypes.Type(HubBatch.class),
        @JsonSubTypes.Type(Timer.class)
    })
    public sealed interface Trigger {}

    /** Calls over HTTP. */
    @JsonTypeName("httpTrigger")
    public record HttpCall(
            @Described(pattern = "") String route,

            @Described(only = {"ANONYMOUS", "FUNCTION", "ADMIN"})
            String authLevel,

            List<String> methods)
            implements Trigger {}

    /** Batches of the hub. */
    @JsonTypeName("eventHubTrigger")
    public record HubBatch(
            String hub,
            String consumerGroup,
            @Described(only = "MANY") String cardinality,
            Retry retry) implements Trigger {}

    /** How a batch that failed comes again. */
    public record Retry(
            @Described(only = "exponentialBackoff") String strategy,
            @Described(only = "-1") int maxRetryCount,
            String minimumInterval,
            String maximumInterval) {}

    /** The clock. */
    @JsonTypeName("timerTrigger")
    public record Timer(String schedule) implements Trigger {}

    /** The functions of the orchestration; its settings are among the app's. */
    public record Engine(
            @Described(only = "DurableFunctions") String type,
            @Described("The exported orchestrator.") String orchestrator,

            @Described("The function that the orchestrator asks for each command.")
            String activity) {}
}
