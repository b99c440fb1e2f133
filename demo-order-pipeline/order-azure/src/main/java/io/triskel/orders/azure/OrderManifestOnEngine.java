package io.triskel.orders.azure;

import static io.triskel.orders.azure.AzureParts.HOST_ACCOUNT;
import static io.triskel.orders.manifest.Parameters.placeholder;

import io.triskel.orders.azure.AzureParts.AppFunction;
import io.triskel.orders.manifest.Environment;
import io.triskel.orders.manifest.Identity;
import io.triskel.orders.manifest.RoleGrant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What {@code order-azure-engine.zip} needs beyond {@code order-azure.zip}: functions with a client of Durable Functions, the settings of
 * its host extension, and roles for its task hub.
 */
final class OrderManifestOnEngine {
    static final String PACKAGE = "order-azure-engine.zip";

    /** Functions that start or answer an orchestration have an entry point of their own, which the client is bound to. */
    static final String ENTRY_POINTS = "io.triskel.orders.azure.OrderEngineFunctions.";

    /** The exported orchestrator and its activity, by the names that the export gives them. */
    static final AzureParts.Engine ENGINE =
            new AzureParts.Engine("DurableFunctions", "fulfilment_process", "fulfilment_ask");

    private static final String HOST = "AzureFunctionsJobHost__extensions__durableTask__";

    /** The host's queue polling doubles its pause up to this; by default 30 s, which a slow order would wait at each step. */
    private static final String LONGEST_POLLING = "00:00:10";

    private OrderManifestOnEngine() {}

    /** {@return the parts of the package, from those of the package in which the saga leads} */
    static AzureParts parts(AzureParts saga) {
        return new AzureParts(
                PACKAGE,
                saga.region(),
                saga.hub(),
                saga.capture(),
                saga.app(),
                settings(saga.settings()),
                saga.settingsByIdentity(),
                saga.settingsByConnection(),
                saga.functions().stream()
                        .filter(AppFunction::enabled)
                        .filter(function -> !function.name().equals("tick"))
                        .map(OrderManifestOnEngine::bound)
                        .toList(),
                saga.tables(),
                saga.identities().stream()
                        .map(identity -> new Identity(
                                identity.identity(),
                                identity.permissions().stream()
                                        .map(OrderManifestOnEngine::withTaskHub)
                                        .toList()))
                        .toList(),
                Optional.of(ENGINE));
    }

    /** The task hub's name is kept apart from the app's, so that a renamed app would not leave orchestrations behind. */
    private static Environment settings(Environment saga) {
        Environment settings = Environment.empty();
        for (Map.Entry<String, String> setting : saga.variables().entrySet()) {
            // The functions of the other style are not in the package.
            if (!setting.getKey().startsWith("AzureWebJobs.")) {
                settings = settings.with(setting.getKey(), setting.getValue());
            }
        }
        return settings.with(OrderSettings.ORCHESTRATOR, ENGINE.orchestrator())
                .with(HOST + "hubName", "orders")
                .with(HOST + "storageProvider__maxQueuePollingInterval", LONGEST_POLLING);
    }

    private static AppFunction bound(AppFunction function) {
        String entryPoint = switch (function.name()) {
            case "fulfilment" -> ENTRY_POINTS + "settle";
            case "clock" -> ENTRY_POINTS + "clock";
            default -> function.entryPoint();
        };
        return new AppFunction(
                function.name(),
                function.role(),
                entryPoint,
                function.enabled(),
                function.consumer(),
                function.access(),
                function.trigger());
    }

    /** The host keeps the task hub in its own account (Durable Functions documentation, "Configure managed identity"). */
    private static RoleGrant withTaskHub(RoleGrant grant) {
        return grant.resource().equals("storageAccounts/" + placeholder(HOST_ACCOUNT))
                ? new RoleGrant(
                        grant.resource(),
                        List.copyOf(new TreeSet<>(Stream.concat(
                                        grant.roles().stream(),
                                        Stream.of("Storage Queue Data Contributor", "Storage Table Data Contributor"))
                                .toList())))
                : grant;
    }
}
