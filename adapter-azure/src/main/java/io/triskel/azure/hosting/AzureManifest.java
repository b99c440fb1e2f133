package io.triskel.azure.hosting;

import static io.triskel.azure.hosting.AzureParts.ALWAYS_READY;
import static io.triskel.azure.hosting.AzureParts.ARCHIVE;
import static io.triskel.azure.hosting.AzureParts.ARCHIVE_SECONDS;
import static io.triskel.azure.hosting.AzureParts.HOST_ACCOUNT;
import static io.triskel.azure.hosting.AzureParts.HUB;
import static io.triskel.azure.hosting.AzureParts.HUBS_CONNECTION;
import static io.triskel.azure.hosting.AzureParts.KEY_VAULT_KEY;
import static io.triskel.azure.hosting.AzureParts.LOOKUP_KEY;
import static io.triskel.azure.hosting.AzureParts.MEMORY;
import static io.triskel.azure.hosting.AzureParts.METRICS_RESOURCE;
import static io.triskel.azure.hosting.AzureParts.NAMESPACE;
import static io.triskel.azure.hosting.AzureParts.PARTITIONS;
import static io.triskel.azure.hosting.AzureParts.STORAGE_CONNECTION;
import static io.triskel.azure.hosting.AzureParts.TABLES;
import static io.triskel.azure.hosting.AzureParts.TABLES_ENDPOINT;
import static io.triskel.hosting.manifest.Parameters.placeholder;

import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.EventHubTrigger;
import com.microsoft.azure.functions.annotation.ExponentialBackoffRetry;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import com.microsoft.azure.functions.annotation.TimerTrigger;
import io.triskel.azure.hosting.AzureParts.AppFunction;
import io.triskel.azure.tables.AzureTables;
import io.triskel.hosting.Application;
import io.triskel.hosting.Applications;
import io.triskel.hosting.function.EnvironmentReader;
import io.triskel.hosting.manifest.Access;
import io.triskel.hosting.manifest.Count;
import io.triskel.hosting.manifest.Environment;
import io.triskel.hosting.manifest.Identity;
import io.triskel.hosting.manifest.Manifest;
import io.triskel.hosting.manifest.ManifestCommand;
import io.triskel.hosting.manifest.Parameters;
import io.triskel.hosting.manifest.RoleGrant;
import io.triskel.hosting.operation.ViewRebuild;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a deployment needs to know of an application's package: the function app's settings, the hub, its consumer groups and the
 * tables. The deployment creates all of them.
 *
 * <p>How the host runs the functions is written in the package: in {@code host.json} and in each {@code function.json}, which {@link
 * FunctionFiles} writes from annotations; the manifest reads the same annotations.
 */
public final class AzureManifest {
    private static final String CLOUD = "azure";

    /** A week, the most that the Standard tier keeps. */
    private static final int RETENTION_HOURS = 168;

    /** Of the tier Standard; Basic has one, which is {@code $Default}, so that counts ("Event Hubs quotas and limits"). */
    private static final int GROUPS = 20;

    private static final int MOST_CONSUMERS = GROUPS - 2;

    /** A prefix of tables' names, which the placeholder replaces. */
    private static final String ANY_PREFIX = "t";

    private static final String CREDENTIAL = "__credential";
    private static final String MANAGED_IDENTITY = "managedidentity";

    private final Application application;
    private final String style;
    private final List<String> consumers;

    private AzureManifest(Application application, String style) {
        Applications.requireNames(application);
        this.application = application;
        this.style = style;
        consumers = application.consumers();
        if (consumers.size() > MOST_CONSUMERS) {
            throw new IllegalArgumentException("The application has " + consumers.size()
                    + " consumers, and an event hub of tier Standard has " + GROUPS
                    + " consumer groups, of which $Default and " + ViewRebuild.CONSUMER + " take two: have at most "
                    + MOST_CONSUMERS + " consumers");
        }
    }

    /**
     * {@return the manifest of an application's package}
     *
     * @param application in any style
     * @param style one of its styles; empty for an application without any
     * @throws IllegalArgumentException if the application has a name that Azure would refuse, or more consumers than a hub has groups for
     */
    public static Manifest<AzureParts> of(Application application, String style) {
        AzureManifest made = new AzureManifest(style.isEmpty() ? application : application.styled(style), style);
        return made.manifest(made.parts());
    }

    /**
     * {@return the manifest of the package in which Durable Functions leads the application's process instead of the saga} Its {@link
     * AzureParts#engine} names the orchestrator and the function that it asks.
     */
    public static Manifest<AzureParts> onEngine(Application application) {
        String first =
                application.styles().isEmpty() ? "" : application.styles().get(0);
        AzureManifest saga = new AzureManifest(application, first);
        return saga.manifest(EngineManifest.of(saga.parts(), EnginePackage.of(application)));
    }

    /**
     * {@return what {@link #main} printed}
     *
     * @throws IllegalArgumentException if this is no manifest of this cloud, or of another version
     */
    public static Manifest<AzureParts> read(String json) {
        return Manifest.read(json, CLOUD, AzureParts.class);
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

    private Manifest<AzureParts> manifest(AzureParts parts) {
        return new Manifest<>(
                CLOUD,
                style.isEmpty() ? "application" : style,
                AzureParts.parameters(FunctionSettings.plainName(application)),
                parts);
    }

    private AzureParts parts() {
        return new AzureParts(
                application.artifact() + "-azure.zip",
                placeholder(Parameters.REGION),
                hub(),
                capture(),
                new AzureParts.App(
                        "FlexConsumption",
                        "java",
                        "21",
                        Count.of(MEMORY),
                        Count.of(ALWAYS_READY),
                        "host.json in the package"),
                settings(),
                settingsByIdentity(),
                settingsByConnection(),
                PackagedFunction.of(application).stream().map(this::function).toList(),
                tables(),
                identities(),
                Optional.empty());
    }

    private AzureParts.Hub hub() {
        List<String> groups = new ArrayList<>(consumers);
        groups.add(ViewRebuild.CONSUMER);
        return new AzureParts.Hub(placeholder(HUB), Count.of(PARTITIONS), RETENTION_HOURS, groups);
    }

    /** The partition comes before all parts of the time, since names must grow with time within a partition. */
    private static AzureParts.Capture capture() {
        return new AzureParts.Capture(
                placeholder(ARCHIVE),
                "Avro",
                Count.of(ARCHIVE_SECONDS),
                300,
                true,
                "{Namespace}/{EventHub}/{PartitionId}/{Year}/{Month}/{Day}/{Hour}/{Minute}/{Second}",
                List.of(ViewRebuild.CONSUMER));
    }

    private Environment settings() {
        Environment named = Environment.empty()
                .with(FunctionSettings.HUB, placeholder(HUB))
                .with(FunctionSettings.TABLES, placeholder(TABLES));
        Environment settings = (style.isEmpty() ? named : named.with(EnvironmentReader.STYLE, style))
                .remembering(Integer.toString(RETENTION_HOURS))
                .with(FunctionSettings.LOOKUP_KEY, placeholder(LOOKUP_KEY))
                .with("TRISKEL_AZURE_KEYVAULT_KEY", placeholder(KEY_VAULT_KEY));
        for (String consumer : PackagedFunction.consumers(application)) {
            if (!consumers.contains(consumer)) {
                settings = settings.with("AzureWebJobs." + EventsFunction.function(consumer) + ".Disabled", "true");
            }
        }
        return settings;
    }

    /**
     * No connection string may stand beside these settings: it would take precedence, with its key. Without {@code __credential} the
     * host may look for one, and not start (Azure/terraform-azurerm-avm-res-web-site#376).
     */
    private static Environment settingsByIdentity() {
        return Environment.empty()
                .with("AzureWebJobsStorage__accountName", placeholder(HOST_ACCOUNT))
                .with("AzureWebJobsStorage" + CREDENTIAL, MANAGED_IDENTITY)
                .with(EventsFunction.CONNECTION + "__fullyQualifiedNamespace", placeholder(NAMESPACE))
                .with(EventsFunction.CONNECTION + CREDENTIAL, MANAGED_IDENTITY)
                .with("TRISKEL_AZURE_EVENTHUBS_NAMESPACE", placeholder(NAMESPACE))
                .with("TRISKEL_AZURE_TABLES_ENDPOINT", placeholder(TABLES_ENDPOINT))
                .with(
                        "TRISKEL_AZURE_METRICS",
                        "https://" + placeholder(Parameters.REGION) + ".monitoring.azure.com/"
                                + placeholder(METRICS_RESOURCE));
    }

    private static Environment settingsByConnection() {
        return Environment.empty()
                .with(EventsFunction.CONNECTION, placeholder(HUBS_CONNECTION))
                .with("TRISKEL_AZURE_STORAGE_CONNECTION", placeholder(STORAGE_CONNECTION));
    }

    private AppFunction function(PackagedFunction function) {
        Optional<HttpTrigger> http = function.parameter(HttpTrigger.class);
        return new AppFunction(
                function.name(),
                function.role(),
                function.entryPoint(),
                function.consumer()
                        .filter(consumer -> !consumers.contains(consumer))
                        .isEmpty(),
                function.consumer(),
                http.map(
                        trigger -> trigger.authLevel() == AuthorizationLevel.ANONYMOUS ? Access.PUBLIC : Access.CLOSED),
                http.<AzureParts.Trigger>map(AzureManifest::httpCall)
                        .or(() -> function.parameter(TimerTrigger.class)
                                .map(trigger -> new AzureParts.Timer(trigger.schedule())))
                        .orElseGet(() -> hubBatch(function)));
    }

    private static AzureParts.HubBatch hubBatch(PackagedFunction function) {
        EventHubTrigger trigger = function.parameter(EventHubTrigger.class).orElseThrow();
        ExponentialBackoffRetry retry = Objects.requireNonNull(
                function.method().getAnnotation(ExponentialBackoffRetry.class), "a retry policy");
        return new AzureParts.HubBatch(
                placeholder(HUB),
                function.consumer().orElseThrow(),
                trigger.cardinality().name(),
                new AzureParts.Retry(
                        retry.strategy(), retry.maxRetryCount(), retry.minimumInterval(), retry.maximumInterval()));
    }

    private static AzureParts.HttpCall httpCall(HttpTrigger trigger) {
        return new AzureParts.HttpCall(
                trigger.route(),
                trigger.authLevel().name(),
                Stream.of(trigger.methods()).map(HttpMethod::name).toList());
    }

    /** The app has one identity for all its functions. */
    private List<Identity> identities() {
        AppRoles app = new AppRoles(placeholder(HUB), placeholder(TABLES))
                .hosts(placeholder(HOST_ACCOUNT))
                .upkeeps()
                .measures(placeholder(METRICS_RESOURCE));
        application.uses().values().forEach(app::uses);
        return List.of(new Identity("app", app.roles().each(RoleGrant::new)));
    }

    private static List<String> tables() {
        return new AzureTables(ANY_PREFIX)
                .names().stream()
                        .map(name -> placeholder(TABLES) + name.substring(ANY_PREFIX.length()))
                        .toList();
    }
}
