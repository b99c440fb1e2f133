package io.triskel.orders.deployed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What an application's package says of itself. */
public final class PackagedManifest {
    private PackagedManifest() {}

    /**
     * {@return the manifest that a package prints} In a process of its own, since this one has another application on its class path.
     *
     * @param classes the jar of the package
     * @param manifest the class in it that prints
     * @throws IllegalStateException if it prints none
     */
    public static String printed(Path classes, Class<?> manifest) {
        try {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            classes.toString(),
                            manifest.getName())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String json = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("The package " + classes + " prints no manifest; it says why above");
            }
            return json;
        } catch (IOException failed) {
            throw new IllegalStateException("The package " + classes + " prints no manifest: " + failed, failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the package prints its manifest", interrupted);
        }
    }
}
