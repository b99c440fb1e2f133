package io.triskel.target.gcp;

import io.triskel.gcp.hosting.GcpManifest;
import io.triskel.gcp.hosting.GcpParts;
import io.triskel.hosting.manifest.Manifest;
import io.triskel.local.gcp.LocalGcpSettings;
import io.triskel.orders.deployed.CloudUp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
     * @throws IllegalStateException if the package does not print a manifest
     */
    static CloudUp.Started start(Path zip, Path classes, Duration clockRate) {
        Manifest<GcpParts> manifest = printed(classes);
        return CloudUp.in("triskel-gcp-", folder -> {
            Deployment deployment =
                    Deployment.start(LocalGcpSettings.in(folder), zip, manifest, Optional.of(clockRate));
            return GcpUp.started(
                    folder,
                    deployment,
                    new CloudUp.Opening(deployment.credential(), GcpUp.curl(deployment)),
                    deployment);
        });
    }

    /** In a process of its own, since this one has another application on its class path. */
    private static Manifest<GcpParts> printed(Path classes) {
        try {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            classes.toString(),
                            GcpManifest.class.getName())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String json = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("The package " + classes + " prints no manifest; it says why above");
            }
            return GcpManifest.read(json);
        } catch (IOException failed) {
            throw new IllegalStateException("The package " + classes + " prints no manifest: " + failed, failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the package prints its manifest", interrupted);
        }
    }
}
