package io.triskel.target.azure;

import io.triskel.azure.hosting.AzureManifest;
import io.triskel.azure.hosting.AzureParts;
import io.triskel.hosting.function.EnvironmentReader;
import io.triskel.hosting.manifest.Manifest;
import io.triskel.local.azure.LocalAzureSettings;
import io.triskel.local.azure.functions.AppDefinition;
import io.triskel.orders.deployed.CloudUp;
import io.triskel.orders.deployed.PackagedManifest;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Any application's package on the local Azure, by the manifest that the package prints. */
final class ApplicationUp {
    private ApplicationUp() {}

    /**
     * Starts the local Azure with the application in it; the caller closes it.
     *
     * @param zip the package
     * @param classes the jar in it
     * @param style one of the application's; empty for its first, or if it has none
     * @throws IllegalStateException if the package does not print a manifest
     */
    static CloudUp.Started start(Path zip, Path classes, Optional<String> style) {
        Manifest<AzureParts> manifest =
                AzureManifest.read(PackagedManifest.printed(classes, AzureManifest.class, style));
        return CloudUp.in(
                "triskel-azure-",
                folder -> started(
                        folder,
                        style,
                        Deployment.start(
                                LocalAzureSettings.in(AzureTarget.LOCATIONS.project(), folder),
                                AppDefinition.of("application", zip),
                                manifest,
                                Deployment.INSTANCES)));
    }

    private static CloudUp.Started started(Path folder, Optional<String> style, Deployment deployment) {
        Map<String, String> environment = AzureUp.environment(deployment);
        style.ifPresent(named -> environment.put(EnvironmentReader.STYLE, named));
        return new CloudUp.Started(
                environment,
                AzureUp.parts(folder, deployment, "The application"),
                Optional.of(new CloudUp.Opening(deployment.credential(), AzureUp.curl(deployment))),
                deployment);
    }
}
