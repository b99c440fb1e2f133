package io.triskel.azure;

import io.triskel.spi.SettingsReader;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the adapter's settings from environment variables and checks all of them at start: one error names every wrong
 * value. No message contains any part of a connection string.
 *
 * <table>
 * <caption>Environment variables</caption>
 * <tr><th>Name</th><th>Meaning</th><th>Default</th></tr>
 * <tr><td>{@code TRISKEL_AZURE_EVENTHUBS_CONNECTION}</td><td>connection string of the Event Hubs namespace</td><td>this
 * or the next</td></tr>
 * <tr><td>{@code TRISKEL_AZURE_EVENTHUBS_NAMESPACE}</td>
 * <td>host name such as {@code orders.servicebus.windows.net}, with {@code DefaultAzureCredential}</td><td></td></tr>
 * <tr><td>{@code TRISKEL_AZURE_STORAGE_CONNECTION}</td><td>connection string of the storage account</td><td>this or the
 * next</td></tr>
 * <tr><td>{@code TRISKEL_AZURE_TABLES_ENDPOINT}, {@code TRISKEL_AZURE_BLOBS_ENDPOINT}</td>
 * <td>https addresses, with {@code DefaultAzureCredential}</td><td></td></tr>
 * <tr><td>{@code TRISKEL_AZURE_CONNECT_TIMEOUT_MS}</td><td>time to connect, 1 to 60,000 ms</td><td>2,000</td></tr>
 * <tr><td>{@code TRISKEL_AZURE_CALL_TIMEOUT_MS}</td><td>time for one call, 1 to 900,000 ms; a deadline shortens it</td>
 * <td>10,000</td></tr>
 * <tr><td>{@code TRISKEL_AZURE_KEYVAULT_KEY}</td><td>https address of the RSA key in a vault that wraps the keys of
 * personal data, such as {@code https://orders.vault.azure.net/keys/personal-data}, with {@code
 * DefaultAzureCredential}; needs {@code azure-security-keyvault-keys} on the class path</td><td>none: the keys are
 * stored unwrapped</td></tr>
 * <tr><td>{@code TRISKEL_AZURE_METRICS}</td><td>address of the custom metrics of a resource in Azure Monitor, such as {@code
 * https://westeurope.monitoring.azure.com/subscriptions/.../namespaces/orders}, with {@code DefaultAzureCredential}; the clock
 * publishes its metrics there</td><td>none: no metrics</td></tr>
 * </table>
 *
 * @param eventHubs how to reach the namespace, if configured
 * @param tables how to reach Table Storage, if configured
 * @param blobs how to reach Blob Storage, if configured
 * @param connectTimeout limits connecting
 * @param callTimeout limits one call
 * @param keyVaultKey the Key Vault key that wraps the keys of personal data, if any
 * @param metrics the address of a resource's custom metrics, if any
 */
public record AzureSettings(
        Optional<ServiceAccess> eventHubs,
        Optional<ServiceAccess> tables,
        Optional<ServiceAccess> blobs,
        Duration connectTimeout,
        Duration callTimeout,
        Optional<String> keyVaultKey,
        Optional<URI> metrics) {
    /** The region and the id of the resource ("Ingest custom metrics for an Azure resource using the REST API"); http on this machine only. */
    private static final String METRICS = "(https://[a-z0-9-]+(\\.[a-z0-9-]+)+|http://127\\.0\\.0\\.1:[0-9]{1,5})"
            + "/subscriptions/[0-9a-f-]{36}/resourceGroups/[^/?#\\s]+/providers/[^/?#\\s]+(/[^/?#\\s]+/[^/?#\\s]+)+";

    /** The services that the settings may configure. */
    public enum Service {
        EVENT_HUBS("TRISKEL_AZURE_EVENTHUBS_CONNECTION or TRISKEL_AZURE_EVENTHUBS_NAMESPACE"),
        TABLES("TRISKEL_AZURE_STORAGE_CONNECTION or TRISKEL_AZURE_TABLES_ENDPOINT"),
        BLOBS("TRISKEL_AZURE_STORAGE_CONNECTION or TRISKEL_AZURE_BLOBS_ENDPOINT");

        private final String variables;

        Service(String variables) {
            this.variables = variables;
        }

        /** {@return the variables that configure the service, for messages} */
        String variables() {
            return variables;
        }
    }

    /**
     * Reads the settings of a function, which needs Event Hubs and Table Storage.
     *
     * @param environment such as {@code System.getenv()}
     * @throws IllegalArgumentException naming every variable that is missing or wrong
     */
    public static AzureSettings from(Map<String, String> environment) {
        return from(environment, EnumSet.of(Service.EVENT_HUBS, Service.TABLES));
    }

    /**
     * Reads the settings.
     *
     * @param environment such as {@code System.getenv()}
     * @param needed the services that must be configured; others are read if they are configured
     * @throws IllegalArgumentException naming every variable that is missing or wrong
     */
    public static AzureSettings from(Map<String, String> environment, Set<Service> needed) {
        SettingsReader reader = new SettingsReader("The environment", environment);
        AccessReader access = new AccessReader(reader, needed);
        AzureSettings settings = new AzureSettings(
                access.eventHubs(),
                access.storage(Service.TABLES),
                access.storage(Service.BLOBS),
                reader.millis("TRISKEL_AZURE_CONNECT_TIMEOUT_MS", Duration.ofSeconds(2), 1, 60_000),
                reader.millis("TRISKEL_AZURE_CALL_TIMEOUT_MS", Duration.ofSeconds(10), 1, 900_000),
                // The form of a key's identifier, with or without a version (Key Vault documentation, "Azure Key Vault
                // keys, secrets and certificates").
                reader.text(
                        "TRISKEL_AZURE_KEYVAULT_KEY",
                        address -> address.matches(
                                "https://[A-Za-z0-9.-]+(:[0-9]{1,5})?/keys/[A-Za-z0-9-]{1,127}(/[0-9a-f]{32})?"),
                        "must be the address of a key such as"
                                + " https://orders.vault.azure.net/keys/personal-data, not '%s'"),
                reader.text(
                                "TRISKEL_AZURE_METRICS",
                                address -> address.matches(METRICS),
                                "must be a region's address and a resource's id, such as"
                                        + " https://westeurope.monitoring.azure.com/subscriptions/.../namespaces/orders,"
                                        + " not '%s'")
                        .map(URI::create));
        reader.complain();
        return settings;
    }

    /**
     * {@return how to reach a service}
     *
     * @throws IllegalStateException naming the variables, if the service is not configured
     */
    public ServiceAccess access(Service service) {
        Optional<ServiceAccess> access = switch (service) {
            case EVENT_HUBS -> eventHubs;
            case TABLES -> tables;
            case BLOBS -> blobs;
        };
        return access.orElseThrow(() -> new IllegalStateException("Set " + service.variables()));
    }
}
