package io.triskel.azure;

import io.triskel.azure.eventhubs.EventHubsBus;
import io.triskel.azure.tables.AzureTables;
import io.triskel.azure.tables.TableStores;
import io.triskel.codec.TypeRegistry;
import io.triskel.platform.Platform;
import io.triskel.platform.Stores;
import java.util.Map;

/**
 * Creates a {@link Platform} on Event Hubs and Table Storage.
 *
 * <table>
 * <caption>Environment variables, in addition to those of {@link AzureSettings}</caption>
 * <tr><th>Name</th><th>Meaning</th><th>Default</th></tr>
 * <tr><td>{@code TRISKEL_AZURE_HUB}</td><td>the event hub</td><td>required</td></tr>
 * <tr><td>{@code TRISKEL_AZURE_TABLES}</td><td>the prefix of the tables' names</td><td>required</td></tr>
 * </table>
 */
public final class AzurePlatform {
    /** The variable that names the event hub. */
    public static final String HUB = "TRISKEL_AZURE_HUB";
    /** The variable that holds the prefix of the tables' names. */
    public static final String TABLES = "TRISKEL_AZURE_TABLES";

    private AzurePlatform() {}

    /**
     * {@return the platform that the environment describes: {@value #HUB}, {@value #TABLES} and the variables of {@link
     * AzureSettings}} Closing the platform closes its clients.
     *
     * @param source the CloudEvents source of its events
     * @throws IllegalArgumentException naming every variable that is missing or wrong
     */
    public static Platform fromEnvironment(String source, TypeRegistry types) {
        return from(System.getenv(), Platform.Settings.of(source, types));
    }

    /** As {@link #fromEnvironment}, with these variables instead of the process's. */
    public static Platform from(Map<String, String> environment, Platform.Settings settings) {
        return open(environment, settings).platform();
    }

    /** As {@link #from}, with the clients and the name that {@link AzureHosting} reads with. */
    static Opened open(Map<String, String> environment, Platform.Settings settings) {
        String hub = environment.getOrDefault(HUB, "");
        String tables = environment.getOrDefault(TABLES, "");
        if (hub.isBlank() || tables.isBlank()) {
            throw new IllegalArgumentException(
                    "%s must name the event hub, it is '%s'; %s must be the prefix of the tables' names, it is '%s'"
                            .formatted(HUB, hub, TABLES, tables));
        }
        AzureClients clients = AzureClients.of(AzureSettings.from(environment));
        TableStores stores =
                TableStores.of(clients.tables(), new AzureTables(tables)).clock(settings.clock());
        return new Opened(of(settings, clients, hub, keysWrapped(clients, stores), clients::close), clients, hub);
    }

    /** A platform, which closes its clients, and its event hub. */
    record Opened(Platform platform, AzureClients clients, String hub) {}

    /**
     * {@return the stores, with the keys of personal data wrapped if the settings name a key} Call this before {@link
     * #of}, or {@code TRISKEL_AZURE_KEYVAULT_KEY} has no effect. Key Vault classes are loaded only if a key is named.
     */
    public static TableStores keysWrapped(AzureClients clients, TableStores stores) {
        return clients.settings().keyVaultKey().isEmpty()
                ? stores
                : KeyVaultKeyWrapping.configured(clients)
                        .map(stores::keysWrappedBy)
                        .orElse(stores);
    }

    /**
     * {@return the platform on an event hub and stores} The Event Hubs client is created when the first event is
     * published.
     *
     * @param clients closed by the caller
     */
    public static Platform of(Platform.Settings settings, AzureClients clients, String hub, Stores stores) {
        return of(settings, clients, hub, stores, () -> {});
    }

    private static Platform of(
            Platform.Settings settings, AzureClients clients, String hub, Stores stores, Runnable atClose) {
        return Platform.of(settings, stores, () -> EventHubsBus.of(clients, hub).withClock(settings.clock()), atClose);
    }
}
