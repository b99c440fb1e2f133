package io.triskel.local.azure;

import io.triskel.local.azure.eventhubs.EventHubsSettings;
import java.nio.file.Path;

/**
 * The settings of a local Azure.
 *
 * @param project the folder of this project, where Node.js tools are installed on first use
 * @param folder for files that stay: {@code logs} for the functions' output
 * @param eventHubs quotas, retention and the clock of all services
 * @param javaHome of the functions' JVMs
 * @param seed of the faults that are injected
 * @param proxied whether {@link LocalAzure#environment()} leads to the tables through {@link LocalAzure#tables}, which costs a hop per
 *     request
 * @param enforced whether permissions are enforced; the tables are then behind a proxy, which costs a hop per request
 */
public record LocalAzureSettings(
        Path project,
        Path folder,
        EventHubsSettings eventHubs,
        Path javaHome,
        long seed,
        boolean proxied,
        boolean enforced) {

    /** No quotas, functions on this JVM's own Java. */
    public static LocalAzureSettings in(Path project, Path folder) {
        return new LocalAzureSettings(
                project,
                folder,
                EventHubsSettings.defaults(),
                Path.of(System.getProperty("java.home")),
                1,
                false,
                false);
    }

    public LocalAzureSettings withEventHubs(EventHubsSettings settings) {
        return new LocalAzureSettings(project, folder, settings, javaHome, seed, proxied, enforced);
    }

    public LocalAzureSettings withJavaHome(Path home) {
        return new LocalAzureSettings(project, folder, eventHubs, home, seed, proxied, enforced);
    }

    public LocalAzureSettings withSeed(long newSeed) {
        return new LocalAzureSettings(project, folder, eventHubs, javaHome, newSeed, proxied, enforced);
    }

    /** With a proxy that counts requests to the tables and injects faults: {@link LocalAzure#tables}. */
    public LocalAzureSettings withProxiedTables() {
        return new LocalAzureSettings(project, folder, eventHubs, javaHome, seed, true, enforced);
    }

    /** With enforced permissions: {@link LocalAzure#roles}. */
    public LocalAzureSettings withPermissions() {
        return new LocalAzureSettings(project, folder, eventHubs, javaHome, seed, proxied, true);
    }
}
