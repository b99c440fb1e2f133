package io.triskel.orders.deployed;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What an application's package says of itself. */
public final class PackagedManifest {
    private PackagedManifest() {}

    /**
     * {@return the manifest that a package prints} In a process of its own, since this one has another application on its class path.
     *
     * @param classes the jar of the package
     * @param manifest the class in it that prints
     * @param style one of the application's; empty for its first, or if it has none
     * @throws IllegalStateException if it prints none
     */
    public static String printed(Path classes, Class<?> manifest, Optional<String> style) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classes.toString(),
                manifest.getName()));
        style.ifPresent(named -> command.addAll(List.of("--style", named)));
        try {
            Process process = new ProcessBuilder(command).start();
            CompletableFuture<String> complaint = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
            String json = text(process.getInputStream());
            if (process.waitFor() != 0) {
                throw new IllegalStateException("The package " + classes + " prints no manifest: "
                        + complaint
                                .join()
                                .lines()
                                // The JVM says so first where JAVA_TOOL_OPTIONS is set.
                                .filter(line -> !line.startsWith("Picked up "))
                                .findFirst()
                                .orElse("it does not say why"));
            }
            return json;
        } catch (IOException failed) {
            throw new IllegalStateException("The package " + classes + " prints no manifest: " + failed, failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the package prints its manifest", interrupted);
        }
    }

    private static String text(InputStream said) {
        try {
            return new String(said.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
