package io.triskel.target.gcp;

import io.triskel.gcp.hosting.GcpManifest;
import io.triskel.gcp.hosting.GcpParts;
import io.triskel.hosting.function.EnvironmentReader;
import io.triskel.hosting.manifest.Manifest;
import io.triskel.local.gcp.LocalGcpSettings;
import io.triskel.orders.deployed.CloudInside;
import io.triskel.orders.deployed.CloudUp;
import io.triskel.orders.deployed.PackagedManifest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Any application's package on the local Google Cloud, by the manifest that the package prints. */
final class ApplicationUp {
    private ApplicationUp() {}

    /**
     * Starts the local Google Cloud with the application in it; the caller closes it.
     *
     * @param zip the package
     * @param classes the jar in it
     * @param style of the application; empty for its first, or for one that has none
     * @throws IllegalStateException if the package does not print a manifest in that style
     */
    static CloudUp.Started start(Path zip, Path classes, Optional<String> style, Duration clockRate) {
        Manifest<GcpParts> manifest = GcpManifest.read(PackagedManifest.printed(classes, GcpManifest.class, style));
        return CloudUp.in("triskel-gcp-", folder -> {
            Deployment deployment =
                    Deployment.start(LocalGcpSettings.in(folder), zip, manifest, Optional.of(clockRate));
            CloudUp.Started started = GcpUp.started(
                    folder,
                    deployment,
                    new CloudUp.Opening(deployment.credential(), GcpUp.curl(deployment)),
                    deployment);
            style.ifPresent(named -> started.environment().put(EnvironmentReader.STYLE, named));
            return started.with(new CloudInside(
                    folder,
                    new TopicReader(deployment.topic().topic()),
                    deployment.gcp().functions(),
                    () -> new Chaos(1, deployment)));
        });
    }
}
