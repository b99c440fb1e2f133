package io.triskel.azure.hosting;

import static io.triskel.azure.hosting.AzureParts.HOST_ACCOUNT;
import static io.triskel.hosting.manifest.Parameters.placeholder;

import io.triskel.azure.hosting.AzureParts.AppFunction;
import io.triskel.hosting.manifest.Environment;
import io.triskel.hosting.manifest.Identity;
import io.triskel.hosting.manifest.RoleGrant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The manifest of a package in which Durable Functions leads a process: that of the saga's package, with functions that have a client of
 * Durable Functions, and roles for its task hub. The host extension's settings are in {@code host.json}, which the scale controller reads.
 */
final class EngineManifest {
    private EngineManifest() {}

    static AzureParts of(AzureParts saga, EnginePackage engine) {
        Map<String, String> entryPoints = engine.functions().stream()
                .collect(Collectors.toMap(PackagedFunction::name, PackagedFunction::entryPoint));
        return new AzureParts(
                saga.file().replace("-azure.zip", "-azure-engine.zip"),
                saga.region(),
                saga.hub(),
                saga.capture(),
                saga.app(),
                settings(saga.settings(), engine),
                saga.settingsByIdentity(),
                saga.settingsByConnection(),
                saga.functions().stream()
                        .filter(function -> entryPoints.containsKey(function.name()))
                        .map(function -> entering(function, entryPoints.getOrDefault(function.name(), "")))
                        .toList(),
                saga.tables(),
                saga.identities().stream()
                        .map(identity -> new Identity(
                                identity.identity(),
                                identity.permissions().stream()
                                        .map(EngineManifest::withTaskHub)
                                        .toList()))
                        .toList(),
                Optional.of(new AzureParts.Engine("DurableFunctions", engine.orchestrator(), engine.activity())));
    }

    private static Environment settings(Environment saga, EnginePackage engine) {
        Environment settings = Environment.empty();
        for (Map.Entry<String, String> setting : saga.variables().entrySet()) {
            // The functions of other styles are not in the package.
            if (!setting.getKey().startsWith("AzureWebJobs.")) {
                settings = settings.with(setting.getKey(), setting.getValue());
            }
        }
        return settings.with(FunctionSettings.ORCHESTRATOR, engine.orchestrator());
    }

    private static AppFunction entering(AppFunction function, String entryPoint) {
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
