package io.triskel.local.azure;

import io.triskel.local.FaultPlan;
import io.triskel.local.Parts;
import io.triskel.local.azure.eventhubs.EventHubsServer;
import io.triskel.local.azure.functions.FunctionHost;
import io.triskel.local.azure.monitor.MetricsServer;
import io.triskel.local.azure.roles.RoleAssignments;
import io.triskel.local.azure.storage.AzuriteProcess;
import io.triskel.local.proxy.HttpProxy;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Runs emulators of Event Hubs, Storage, Functions and custom metrics on this machine, for the real SDKs and the deployment packages.
 * No other machine can reach them, and none of their processes outlives this JVM, however the JVM ends.
 */
public final class LocalAzure implements AutoCloseable {
    private final Parts parts = new Parts("the local Azure");
    private final RoleAssignments roles;
    private final EventHubsServer eventHubs;
    private final AzuriteProcess storage;
    private final Optional<HttpProxy> tables;
    private final FunctionHost functions;
    private final MetricsServer metrics;

    private LocalAzure(LocalAzureSettings settings) {
        roles = settings.enforced() ? RoleAssignments.enforced() : RoleAssignments.unlimited();
        eventHubs = parts.start(() -> EventHubsServer.start(settings.eventHubs(), new FaultPlan(settings.seed())));
        storage = parts.start(() -> AzuriteProcess.start(settings.project()));
        tables = settings.proxied() ? Optional.of(storage.proxy(new FaultPlan(settings.seed()))) : Optional.empty();
        functions = parts.start(() -> FunctionHost.start(
                settings.folder().resolve("logs"),
                settings.javaHome(),
                settings.eventHubs().clock(),
                new FaultPlan(settings.seed())));
        metrics = parts.start(
                () -> MetricsServer.start(roles, settings.eventHubs().clock()));
    }

    /**
     * Starts everything; the first start on a machine installs a few npm packages.
     *
     * @throws RuntimeException if a part does not start; parts already started are ended
     */
    public static LocalAzure start(LocalAzureSettings settings) {
        return new LocalAzure(settings);
    }

    /** Connection strings for processes that use this Azure, as environment variables or as settings of function apps. */
    public Map<String, String> environment() {
        return new TreeMap<>(Map.of(
                "TRISKEL_AZURE_EVENTHUBS_CONNECTION",
                eventHubs.connectionString(),
                "TRISKEL_AZURE_STORAGE_CONNECTION",
                tables.map(storage::connectionString).orElseGet(storage::connectionString)));
    }

    /**
     * {@return the same for the function app of one identity, limited to its {@link #roles} if permissions are
     * enforced} A separate key or address replaces the identity's token, except for {@link #metrics}.
     */
    public Map<String, String> environment(String identity) {
        if (!roles.areEnforced()) {
            return environment();
        }
        Map<String, String> environment = new TreeMap<>(metrics.environment(identity));
        environment.put("TRISKEL_AZURE_EVENTHUBS_CONNECTION", eventHubs.connectionString(identity, roles));
        environment.put("TRISKEL_AZURE_STORAGE_CONNECTION", storage.connectionString(identity, roles));
        return environment;
    }

    /** {@return the roles of managed identities, none at first} */
    public RoleAssignments roles() {
        return roles;
    }

    public EventHubsServer eventHubs() {
        return eventHubs;
    }

    public AzuriteProcess storage() {
        return storage;
    }

    /**
     * The proxy in front of Table Storage, which counts requests and injects faults.
     *
     * @throws IllegalStateException without {@link LocalAzureSettings#withProxiedTables}
     */
    public HttpProxy tables() {
        return tables.orElseThrow(
                () -> new IllegalStateException("There is no proxy in front of the tables: start the local Azure with"
                        + " LocalAzureSettings.withProxiedTables()"));
    }

    public FunctionHost functions() {
        return functions;
    }

    /** {@return the custom metrics that apps with an identity publish} */
    public MetricsServer metrics() {
        return metrics;
    }

    /**
     * Creates a table, as a deployment does.
     *
     * @throws IllegalStateException if it exists, or the name is not valid
     */
    public void createTable(String name) {
        storage.createTable(name);
    }

    /**
     * Creates a container of blobs, as a deployment does.
     *
     * @throws IllegalStateException if it exists, or the name is not valid
     */
    public void createContainer(String name) {
        storage.createContainer(name);
    }

    /** Ends all parts in reverse order of their start; kills functions. */
    @Override
    public void close() {
        parts.close();
    }
}
