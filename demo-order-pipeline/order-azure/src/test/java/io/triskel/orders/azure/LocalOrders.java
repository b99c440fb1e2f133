package io.triskel.orders.azure;

import io.triskel.azure.AzureClients;
import io.triskel.azure.AzureSettings;
import io.triskel.azure.hosting.AzureManifest;
import io.triskel.azure.hosting.AzureOperations;
import io.triskel.azure.hosting.AzureParts;
import io.triskel.azure.hosting.AzurePorts;
import io.triskel.azure.hosting.FunctionSettings;
import io.triskel.azure.tables.AzureTables;
import io.triskel.azure.tables.TableReplicas;
import io.triskel.hosting.Host;
import io.triskel.hosting.function.EnvironmentReader;
import io.triskel.hosting.manifest.Manifest;
import io.triskel.hosting.operation.ConsumerFunctions;
import io.triskel.local.NodeTools;
import io.triskel.local.azure.LocalAzure;
import io.triskel.local.azure.LocalAzureSettings;
import io.triskel.local.azure.eventhubs.EventHub;
import io.triskel.local.azure.functions.AppDefinition;
import io.triskel.local.azure.functions.FunctionApp;
import io.triskel.local.azure.monitor.MetricPoint;
import io.triskel.local.azure.monitor.MetricsServer;
import io.triskel.local.azure.roles.RoleAssignment;
import io.triskel.observe.Observer;
import io.triskel.orders.OrderApplication;
import io.triskel.orders.notification.SentMessages;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.orders.pipeline.Ports;
import io.triskel.orders.pipeline.Style;
import io.triskel.transfer.Replicas;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The package that the build made, deployed to a local Azure as its manifest says; the app's identity is refused what that does not allow. */
final class LocalOrders implements AutoCloseable {
    private static final String APP = "app";

    private final Path zip = Path.of(System.getProperty("triskel.zip"));
    private final String key = UUID.randomUUID().toString();
    private final Manifest<AzureParts> manifest = AzureManifest.of(new OrderApplication(), Style.ORCHESTRATION.text())
            .onLaptop()
            .with("lookupKey", AppDefinition.of(APP, zip).withFunctionKey(key).functionKey("web"))
            .with("hostStorageAccount", "host")
            .with("metricsResource", MetricsServer.RESOURCE);
    private final LocalAzure azure;
    private final AzureClients clients;
    private final List<AzureClients> limited = new ArrayList<>();
    private final FunctionApp app;

    LocalOrders(Path folder) {
        this(folder, consumer -> false);
    }

    /** The same with the functions of these consumers disabled. */
    LocalOrders(Path folder, Predicate<String> disabled) {
        azure = LocalAzure.start(
                LocalAzureSettings.in(NodeTools.projectRoot(), folder).withPermissions());
        azure.roles().give(APP, roles());
        AzureParts.Hub described = manifest.part(AzureParts::hub);
        EventHub hub = azure.eventHubs().createHub(described.name(), 1);
        described.consumerGroups().forEach(hub::addConsumerGroup);
        manifest.each(AzureParts::tables).forEach(azure::createTable);
        clients = AzureClients.of(AzureSettings.from(azure.environment()));
        app = deploy(
                "orders",
                OrderPipeline.consumerNames(Style.ORCHESTRATION).stream()
                        .filter(disabled)
                        .collect(Collectors.toMap(
                                consumer -> "AzureWebJobs." + consumer.replace('-', '_') + ".Disabled",
                                consumer -> "true")));
    }

    private List<RoleAssignment> roles() {
        return manifest.each(AzureParts::identities).get(0).permissions().stream()
                .flatMap(grant -> RoleAssignment.each(grant.roles(), grant.resource()).stream())
                .toList();
    }

    /** Deploys the app with other settings than it should have; an empty value takes one away. */
    FunctionApp deploy(String name, Map<String, String> otherwise) {
        Map<String, String> settings = new TreeMap<>(azure.environment(APP));
        settings.putAll(manifest.part(AzureParts::settings).variables());
        settings.put(FunctionSettings.TOLD_TIME, "true");
        settings.putAll(otherwise);
        settings.values().removeIf(String::isEmpty);
        return azure.functions()
                .deploy(AppDefinition.of(name, zip).withFunctionKey(key).withSettings(settings), azure.eventHubs());
    }

    FunctionApp app() {
        return app;
    }

    /** {@return the ports of the app, for an identity that has all of its roles but one} */
    Ports portsWithout(String role) {
        String identity = "without " + role;
        azure.roles()
                .give(
                        identity,
                        roles().stream()
                                .filter(assignment -> !assignment.role().equals(role))
                                .toList());
        return ports(azure.environment(identity));
    }

    /** {@return the ports of an operator, who may read the tables and no more} */
    Ports operatorsPorts() {
        String operator = "operator";
        azure.roles()
                .give(
                        operator,
                        roles().stream()
                                .filter(assignment -> assignment.role().equals("Storage Table Data Contributor"))
                                .map(assignment -> new RoleAssignment("Storage Table Data Reader", assignment.scope()))
                                .toList());
        return ports(azure.environment(operator));
    }

    /** {@return ports with all rights} */
    Ports ownersPorts() {
        return ports(azure.environment());
    }

    private Ports ports(Map<String, String> services) {
        FunctionSettings read = FunctionSettings.from(new OrderApplication(), settings(services));
        AzureClients made = AzureClients.of(read.azure());
        limited.add(made);
        Host host = AzurePorts.of(read, made, InstantSource.system(), Observer.none(), Runnable::run);
        return new OrderApplication().on(host).application().ports();
    }

    private Map<String, String> settings(Map<String, String> services) {
        Map<String, String> settings = new TreeMap<>(services);
        settings.putAll(manifest.part(AzureParts::settings).variables());
        settings.put(EnvironmentReader.LOOKUP_BASE, app.url().toString());
        return settings;
    }

    /** {@return the function that replays, as somebody calls it who shows this key} */
    ConsumerFunctions functions(String replayKey) {
        Map<String, String> settings = settings(azure.environment());
        settings.put("TRISKEL_APP_REPLAY_KEY", replayKey);
        return AzureOperations.site(new OrderApplication(), settings)
                .functions()
                .get();
    }

    /** {@return the custom metrics that the app has published with its identity, in order} */
    List<MetricPoint> metrics() {
        return azure.metrics().accepted();
    }

    long messages() {
        return new SentMessages(replicas()).count();
    }

    Replicas replicas() {
        return new TableReplicas(clients.tables(), new AzureTables("orders"));
    }

    /** Calls the clock's function with its key. {@return its answer} */
    String tick(Instant now) {
        HttpRequest request = HttpRequest.newBuilder(app.url().resolve("clock"))
                .header("x-functions-key", app.functionKey())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"now\":\"" + now + "\"}"))
                .build();
        return HttpClient.newHttpClient()
                .sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .join()
                .body();
    }

    @Override
    public void close() {
        limited.forEach(AzureClients::close);
        clients.close();
        azure.close();
    }
}
