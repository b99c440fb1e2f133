package io.triskel.orders.azure;

import static io.triskel.orders.manifest.ManifestBuilder.placeholder;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.EventHubTrigger;
import com.microsoft.azure.functions.annotation.ExponentialBackoffRetry;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import com.microsoft.azure.functions.annotation.TimerTrigger;
import io.triskel.azure.tables.AzureTables;
import io.triskel.orders.function.EnvironmentReader;
import io.triskel.orders.function.FunctionRole;
import io.triskel.orders.manifest.Manifest;
import io.triskel.orders.manifest.ManifestBuilder;
import io.triskel.orders.manifest.ManifestCommand;
import io.triskel.orders.operation.ViewRebuild;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.orders.pipeline.PortUses;
import io.triskel.orders.pipeline.Style;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
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
    /** The manifest's name for this cloud. */
    public static final String CLOUD = "azure";

    private static final String REGION = "region";
    private static final String HUB = "hub";
    private static final String PARTITIONS = "partitions";
    private static final String TABLES = "tables";
    private static final String NAMESPACE = "namespace";
    private static final String TABLES_ENDPOINT = "tablesEndpoint";
    private static final String HOST_ACCOUNT = "hostStorageAccount";
    private static final String LOOKUP_KEY = "lookupKey";
    private static final String HUBS_CONNECTION = "eventHubsConnection";
    private static final String STORAGE_CONNECTION = "storageConnection";
    private static final String KEY_VAULT_KEY = "keyVaultKey";
    private static final String MEMORY = "memoryMiB";
    private static final String ALWAYS_READY = "alwaysReadyHttp";
    private static final String ARCHIVE = "archiveContainer";
    private static final String ARCHIVE_SECONDS = "archiveSeconds";

    /** A week, the most that the Standard tier keeps. */
    private static final int RETENTION_HOURS = 168;

    /** Stands for the prefix in tables' names, until the placeholder replaces it. */
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
                .required(REGION, "region of all that is created")
                .optional(HUB, "name of the event hub", "orders")
                .optional(
                        PARTITIONS,
                        "how many partitions the hub has, for good: keys would move if the number changed",
                        4)
                .optional(
                        TABLES, "what the names of the tables begin with: letters and digits, a letter first", "orders")
                .required(NAMESPACE, "host name of the Event Hubs namespace, such as orders.servicebus.windows.net")
                .required(TABLES_ENDPOINT, "https address of Table Storage in the account of the data")
                .required(
                        HOST_ACCOUNT,
                        "name of the storage account of the host itself, another one than that of the data")
                .secret(
                        LOOKUP_KEY,
                        "function key of the app, made before it is deployed: the notifier shows it to the function of orders")
                .secret(HUBS_CONNECTION, "connection string of the namespace, where there are no identities")
                .secret(
                        STORAGE_CONNECTION,
                        "connection string of the account of the data, where there are no identities")
                .optional(
                        KEY_VAULT_KEY,
                        "https address of the vault's RSA key that wraps the keys of personal data; if empty, the table holds them"
                                + " as they are",
                        "")
                .optional(ARCHIVE, "container of the archive, in the account of the data", "orders-archive")
                .optional(
                        ARCHIVE_SECONDS, "how long the archive gathers events before it writes them, 60 to 900", 300, 2)
                .optional(MEMORY, "memory of each instance in MiB", 2048)
                .optional(ALWAYS_READY, "how many instances wait for HTTP", 1)
                .part("package", "order-azure.zip")
                .part(REGION, placeholder(REGION))
                .part(HUB, hub())
                .part("capture", capture())
                .part("app", app())
                .part("settings", settings())
                .part("settingsByIdentity", settingsByIdentity())
                .part("settingsByConnection", settingsByConnection())
                .part("functions", functions())
                .part(TABLES, tables())
                .part("identities", identities())
                .build();
    }

    private ObjectNode hub() {
        ObjectNode hub = object().put("name", placeholder(HUB))
                .put("partitions", placeholder(PARTITIONS))
                .put("retentionHours", RETENTION_HOURS);
        ArrayNode groups = hub.putArray("consumerGroups");
        OrderPipeline.consumerNames(style).forEach(groups::add);
        groups.add(ViewRebuild.CONSUMER);
        return hub;
    }

    /** The partition comes before all parts of the time, since names must grow with time within a partition. */
    private static ObjectNode capture() {
        ObjectNode capture = object().put("container", placeholder(ARCHIVE))
                .put("encoding", "Avro")
                .put("intervalSeconds", placeholder(ARCHIVE_SECONDS))
                .put("sizeLimitMiB", 300)
                .put("skipEmptyArchives", true)
                .put(
                        "archiveNameFormat",
                        "{Namespace}/{EventHub}/{PartitionId}/{Year}/{Month}/{Day}/{Hour}/{Minute}/{Second}");
        capture.putArray("rebuilds").add(ViewRebuild.CONSUMER);
        return capture;
    }

    private static ObjectNode app() {
        return object().put("plan", "FlexConsumption")
                .put("runtime", "java")
                .put("runtimeVersion", "21")
                .put("memoryMiB", placeholder(MEMORY))
                .put("alwaysReadyHttp", placeholder(ALWAYS_READY))
                .put("hostSettings", "host.json in the package");
    }

    private ObjectNode settings() {
        ObjectNode settings = object().put(OrderSettings.HUB, placeholder(HUB))
                .put(OrderSettings.TABLES, placeholder(TABLES))
                .put(EnvironmentReader.STYLE, style.text())
                .put(OrderSettings.LOOKUP_KEY, placeholder(LOOKUP_KEY))
                .put("TRISKEL_AZURE_KEYVAULT_KEY", placeholder(KEY_VAULT_KEY));
        OrderEventFunctions.consumers().stream()
                .filter(consumer -> !isEnabled(consumer))
                .forEach(consumer ->
                        settings.put("AzureWebJobs." + OrderEventFunctions.function(consumer) + ".Disabled", "true"));
        return settings;
    }

    /** No connection string may stand beside these settings: it would take precedence, with its key. */
    private static ObjectNode settingsByIdentity() {
        return object().put("AzureWebJobsStorage__accountName", placeholder(HOST_ACCOUNT))
                .put(OrderEventFunctions.CONNECTION + "__fullyQualifiedNamespace", placeholder(NAMESPACE))
                .put("TRISKEL_AZURE_EVENTHUBS_NAMESPACE", placeholder(NAMESPACE))
                .put("TRISKEL_AZURE_TABLES_ENDPOINT", placeholder(TABLES_ENDPOINT));
    }

    private static ObjectNode settingsByConnection() {
        return object().put(OrderEventFunctions.CONNECTION, placeholder(HUBS_CONNECTION))
                .put("TRISKEL_AZURE_STORAGE_CONNECTION", placeholder(STORAGE_CONNECTION));
    }

    private ArrayNode functions() {
        ArrayNode functions = JsonNodeFactory.instance.arrayNode();
        methods(OrderHttpFunction.class).forEach(method -> functions.add(function(method, FunctionRole.HTTP)));
        OrderEventFunctions.consumers().forEach(consumer -> functions.add(function(consumer)));
        methods(OrderClockFunction.class).forEach(method -> functions.add(function(method, FunctionRole.CLOCK)));
        return functions;
    }

    private static Stream<Method> methods(Class<?> functions) {
        return Arrays.stream(functions.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(FunctionName.class))
                .sorted(Comparator.comparing(OrderManifest::name));
    }

    private ObjectNode function(String consumer) {
        Method method = Arrays.stream(OrderEventFunctions.class.getDeclaredMethods())
                .filter(each -> each.isAnnotationPresent(ExponentialBackoffRetry.class))
                .findFirst()
                .orElseThrow();
        EventHubTrigger trigger = parameter(method, EventHubTrigger.class).orElseThrow();
        ObjectNode function = function(OrderEventFunctions.function(consumer), FunctionRole.EVENTS, method)
                .put("enabled", isEnabled(consumer))
                .put("consumer", consumer);
        function.set("trigger", hubTrigger(consumer, trigger, method.getAnnotation(ExponentialBackoffRetry.class)));
        return function;
    }

    private static ObjectNode function(String name, FunctionRole role, Method method) {
        return object().put("name", name)
                .put("role", role.name().toLowerCase(Locale.ROOT))
                .put("entryPoint", method.getDeclaringClass().getName() + "." + method.getName());
    }

    private static ObjectNode function(Method method, FunctionRole role) {
        ObjectNode function = function(name(method), role, method).put("enabled", true);
        parameter(method, HttpTrigger.class).ifPresent(trigger -> {
            function.put(
                    Manifest.ACCESS, trigger.authLevel() == AuthorizationLevel.ANONYMOUS ? "public" : Manifest.CLOSED);
            function.set("trigger", httpTrigger(trigger));
        });
        parameter(method, TimerTrigger.class)
                .ifPresent(trigger -> function.putObject("trigger")
                        .put("type", "timerTrigger")
                        .put("schedule", trigger.schedule()));
        return function;
    }

    private static ObjectNode hubTrigger(String group, EventHubTrigger trigger, ExponentialBackoffRetry retry) {
        ObjectNode written = object().put("type", "eventHubTrigger")
                .put("hub", placeholder(HUB))
                .put("consumerGroup", group)
                .put("cardinality", trigger.cardinality().name());
        written.putObject("retry")
                .put("strategy", retry.strategy())
                .put("maxRetryCount", retry.maxRetryCount())
                .put("minimumInterval", retry.minimumInterval())
                .put("maximumInterval", retry.maximumInterval());
        return written;
    }

    private static ObjectNode httpTrigger(HttpTrigger trigger) {
        ObjectNode written = object().put("type", "httpTrigger")
                .put("route", trigger.route())
                .put("authLevel", trigger.authLevel().name());
        ArrayNode methods = written.putArray("methods");
        for (HttpMethod method : trigger.methods()) {
            methods.add(method.name());
        }
        return written;
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
    private ArrayNode identities() {
        AppRoles app = new AppRoles(placeholder(HUB), placeholder(TABLES))
                .hosts(placeholder(HOST_ACCOUNT))
                .upkeeps();
        PortUses.of(style).values().forEach(app::uses);
        ArrayNode identities = JsonNodeFactory.instance.arrayNode();
        identities.addObject().put("identity", "app").set("permissions", app.json());
        return identities;
    }

    private static ArrayNode tables() {
        ArrayNode tables = JsonNodeFactory.instance.arrayNode();
        for (String name : new AzureTables(ANY_PREFIX).names()) {
            tables.add(placeholder(TABLES) + name.substring(ANY_PREFIX.length()));
        }
        return tables;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
