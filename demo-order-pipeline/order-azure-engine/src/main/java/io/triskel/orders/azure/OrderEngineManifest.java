package io.triskel.orders.azure;

import static io.triskel.hosting.manifest.Parameters.placeholder;
import static io.triskel.orders.azure.AzureParts.HOST_ACCOUNT;

import io.triskel.hosting.manifest.Environment;
import io.triskel.hosting.manifest.Identity;
import io.triskel.hosting.manifest.Manifest;
import io.triskel.hosting.manifest.RoleGrant;
import io.triskel.orders.azure.AzureParts.AppFunction;
import io.triskel.orders.pipeline.Style;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a deployment needs to know of {@code order-azure-engine.zip}: as {@code order-azure.zip}, with functions that have a client of
 * Durable Functions, and roles for its task hub. The host extension's settings are in {@code host.json}, which the scale controller reads.
 */
public final class OrderEngineManifest {
    /** Functions that start or answer an orchestration have an entry point of their own, which the client is bound to. */
    private static final String ENTRY_POINTS = OrderEngineFunctions.class.getName() + ".";

    private static final AzureParts.Engine ENGINE =
            new AzureParts.Engine("DurableFunctions", FulfilmentOrchestration.PROCESS, FulfilmentOrchestration.ASK);

    private OrderEngineManifest() {}

    /** {@return the manifest of the package in which Durable Functions leads orders instead of the saga} */
    public static Manifest<AzureParts> manifest() {
        return new Manifest<>(
                "azure",
                Style.ORCHESTRATION.text(),
                AzureParts.parameters(),
                parts(OrderManifest.of(Style.ORCHESTRATION).parts()));
    }

    /** Prints the manifest. */
    public static void main(String[] arguments) {
        System.out.print(manifest().json());
        System.exit(System.out.checkError() ? 1 : 0);
    }

    private static AzureParts parts(AzureParts saga) {
        return new AzureParts(
                "order-azure-engine.zip",
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
                        .map(OrderEngineManifest::bound)
                        .toList(),
                saga.tables(),
                saga.identities().stream()
                        .map(identity -> new Identity(
                                identity.identity(),
                                identity.permissions().stream()
                                        .map(OrderEngineManifest::withTaskHub)
                                        .toList()))
                        .toList(),
                Optional.of(ENGINE));
    }

    private static Environment settings(Environment saga) {
        Environment settings = Environment.empty();
        for (Map.Entry<String, String> setting : saga.variables().entrySet()) {
            // The functions of the other style are not in the package.
            if (!setting.getKey().startsWith("AzureWebJobs.")) {
                settings = settings.with(setting.getKey(), setting.getValue());
            }
        }
        return settings.with(OrderSettings.ORCHESTRATOR, ENGINE.orchestrator());
    }

    private static AppFunction bound(AppFunction function) {
        String entryPoint = switch (function.name()) {
            case "fulfilment" -> ENTRY_POINTS + "settle";
            case "clock" -> ENTRY_POINTS + "clock";
            case "replay" -> ENTRY_POINTS + "replay";
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
