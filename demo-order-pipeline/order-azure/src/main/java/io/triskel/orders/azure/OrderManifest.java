package io.triskel.orders.azure;

import static io.triskel.hosting.manifest.Parameters.placeholder;
import static io.triskel.orders.azure.AzureParts.ALWAYS_READY;
import static io.triskel.orders.azure.AzureParts.ARCHIVE;
import static io.triskel.orders.azure.AzureParts.ARCHIVE_SECONDS;
import static io.triskel.orders.azure.AzureParts.HOST_ACCOUNT;
import static io.triskel.orders.azure.AzureParts.HUB;
import static io.triskel.orders.azure.AzureParts.HUBS_CONNECTION;
import static io.triskel.orders.azure.AzureParts.KEY_VAULT_KEY;
import static io.triskel.orders.azure.AzureParts.LOOKUP_KEY;
import static io.triskel.orders.azure.AzureParts.MEMORY;
import static io.triskel.orders.azure.AzureParts.METRICS_RESOURCE;
import static io.triskel.orders.azure.AzureParts.NAMESPACE;
import static io.triskel.orders.azure.AzureParts.PARTITIONS;
import static io.triskel.orders.azure.AzureParts.STORAGE_CONNECTION;
import static io.triskel.orders.azure.AzureParts.TABLES;
import static io.triskel.orders.azure.AzureParts.TABLES_ENDPOINT;

import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.EventHubTrigger;
import com.microsoft.azure.functions.annotation.ExponentialBackoffRetry;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import com.microsoft.azure.functions.annotation.TimerTrigger;
import io.triskel.azure.tables.AzureTables;
import io.triskel.hosting.function.EnvironmentReader;
import io.triskel.hosting.function.FunctionRole;
import io.triskel.hosting.manifest.Access;
import io.triskel.hosting.manifest.Count;
import io.triskel.hosting.manifest.Environment;
import io.triskel.hosting.manifest.Identity;
import io.triskel.hosting.manifest.Manifest;
import io.triskel.hosting.manifest.ManifestCommand;
import io.triskel.hosting.manifest.Parameters;
import io.triskel.hosting.manifest.RoleGrant;
import io.triskel.hosting.operation.ViewRebuild;
import io.triskel.orders.azure.AzureParts.AppFunction;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.orders.pipeline.PortUses;
import io.triskel.orders.pipeline.Style;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a deployment needs to know of {@code order-azure.zip}: the function app's settings, the hub, its consumer groups and
 * the tables. The deployment creates all of them.
 *
 * <p>How the host runs the functions stands in the package, in {@code host.json} and in each {@code function.json}, which come
 * from annotations; the manifest reads the same annotations.
 */
public final class OrderManifest {
    private static final String CLOUD = "azure";

    /** A week, the most that the Standard tier keeps. */
    private static final int RETENTION_HOURS = 168;

    /** Stands for the prefix in tables' names, until the placeholder replaces it. */
    private static final String ANY_PREFIX = "t";

    private static final String CREDENTIAL = "__credential";
    private static final String MANAGED_IDENTITY = "managedidentity";

    private final Style style;

    private OrderManifest(Style style) {
        this.style = style;
    }

    /** {@return the manifest of the package with the pipeline in this style} */
    public static Manifest<AzureParts> of(Style style) {
        return new OrderManifest(style).manifest();
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

    private Manifest<AzureParts> manifest() {
        return new Manifest<>(
                CLOUD,
                style.text(),
                AzureParts.parameters(),
                new AzureParts(
                        "order-azure.zip",
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
                        functions(),
                        tables(),
                        identities(),
                        Optional.empty()));
    }

    private AzureParts.Hub hub() {
        List<String> groups = new ArrayList<>(OrderPipeline.consumerNames(style));
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
        Environment settings = Environment.empty()
                .with(OrderSettings.HUB, placeholder(HUB))
                .with(OrderSettings.TABLES, placeholder(TABLES))
                .with(EnvironmentReader.STYLE, style.text())
                .remembering(Integer.toString(RETENTION_HOURS))
                .with(OrderSettings.LOOKUP_KEY, placeholder(LOOKUP_KEY))
                .with("TRISKEL_AZURE_KEYVAULT_KEY", placeholder(KEY_VAULT_KEY));
        for (String consumer : OrderEventFunctions.consumers()) {
            if (!isEnabled(consumer)) {
                settings =
                        settings.with("AzureWebJobs." + OrderEventFunctions.function(consumer) + ".Disabled", "true");
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
                .with(OrderEventFunctions.CONNECTION + "__fullyQualifiedNamespace", placeholder(NAMESPACE))
                .with(OrderEventFunctions.CONNECTION + CREDENTIAL, MANAGED_IDENTITY)
                .with("TRISKEL_AZURE_EVENTHUBS_NAMESPACE", placeholder(NAMESPACE))
                .with("TRISKEL_AZURE_TABLES_ENDPOINT", placeholder(TABLES_ENDPOINT))
                .with(
                        "TRISKEL_AZURE_METRICS",
                        "https://" + placeholder(Parameters.REGION) + ".monitoring.azure.com/"
                                + placeholder(METRICS_RESOURCE));
    }

    private static Environment settingsByConnection() {
        return Environment.empty()
                .with(OrderEventFunctions.CONNECTION, placeholder(HUBS_CONNECTION))
                .with("TRISKEL_AZURE_STORAGE_CONNECTION", placeholder(STORAGE_CONNECTION));
    }

    private List<AppFunction> functions() {
        return Stream.of(
                        Stream.of(OrderHttpFunction.class, OrderReplayFunction.class)
                                .flatMap(OrderManifest::methods)
                                .map(method -> function(method, FunctionRole.HTTP)),
                        OrderEventFunctions.consumers().stream().map(this::function),
                        methods(OrderClockFunction.class).map(method -> function(method, FunctionRole.CLOCK)))
                .flatMap(functions -> functions)
                .toList();
    }

    private static Stream<Method> methods(Class<?> functions) {
        return Arrays.stream(functions.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(FunctionName.class))
                .sorted(Comparator.comparing(OrderManifest::name));
    }

    private AppFunction function(String consumer) {
        Method method = Arrays.stream(OrderEventFunctions.class.getDeclaredMethods())
                .filter(each -> each.isAnnotationPresent(ExponentialBackoffRetry.class))
                .findFirst()
                .orElseThrow();
        EventHubTrigger trigger = parameter(method, EventHubTrigger.class).orElseThrow();
        ExponentialBackoffRetry retry = method.getAnnotation(ExponentialBackoffRetry.class);
        return new AppFunction(
                OrderEventFunctions.function(consumer),
                FunctionRole.EVENTS,
                entryPoint(method),
                isEnabled(consumer),
                Optional.of(consumer),
                Optional.empty(),
                new AzureParts.HubBatch(
                        placeholder(HUB),
                        consumer,
                        trigger.cardinality().name(),
                        new AzureParts.Retry(
                                retry.strategy(),
                                retry.maxRetryCount(),
                                retry.minimumInterval(),
                                retry.maximumInterval())));
    }

    private static AppFunction function(Method method, FunctionRole role) {
        Optional<HttpTrigger> http = parameter(method, HttpTrigger.class);
        return new AppFunction(
                name(method),
                role,
                entryPoint(method),
                true,
                Optional.empty(),
                http.map(
                        trigger -> trigger.authLevel() == AuthorizationLevel.ANONYMOUS ? Access.PUBLIC : Access.CLOSED),
                http.<AzureParts.Trigger>map(OrderManifest::httpCall)
                        .or(() -> parameter(method, TimerTrigger.class)
                                .map(trigger -> new AzureParts.Timer(trigger.schedule())))
                        .orElseThrow());
    }

    private static AzureParts.HttpCall httpCall(HttpTrigger trigger) {
        return new AzureParts.HttpCall(
                trigger.route(),
                trigger.authLevel().name(),
                Stream.of(trigger.methods()).map(HttpMethod::name).toList());
    }

    private static String entryPoint(Method method) {
        return method.getDeclaringClass().getName() + "." + method.getName();
    }

    private boolean isEnabled(String consumer) {
        return OrderPipeline.consumerNames(style).contains(consumer);
    }

    private static String name(Method method) {
        return method.getAnnotation(FunctionName.class).value();
    }

    private static <A extends Annotation> Optional<A> parameter(Method method, Class<A> annotation) {
        return Arrays.stream(method.getParameters())
                .flatMap(parameter -> Arrays.stream(parameter.getAnnotationsByType(annotation)))
                .findFirst();
    }

    /** The app has one identity for all its functions. */
    private List<Identity> identities() {
        AppRoles app = new AppRoles(placeholder(HUB), placeholder(TABLES))
                .hosts(placeholder(HOST_ACCOUNT))
                .upkeeps()
                .measures(placeholder(METRICS_RESOURCE));
        PortUses.of(style).values().forEach(app::uses);
        return List.of(new Identity("app", app.roles().each(RoleGrant::new)));
    }

    private static List<String> tables() {
        return new AzureTables(ANY_PREFIX)
                .names().stream()
                        .map(name -> placeholder(TABLES) + name.substring(ANY_PREFIX.length()))
                        .toList();
    }
}
