package io.triskel.orders.azure;

import io.triskel.orders.manifest.Parameters;

/** What the deployer of {@code order-azure.zip} chooses. */
final class AzureParameters {
    static final String HUB = "hub";
    static final String PARTITIONS = "partitions";
    static final String TABLES = "tables";
    static final String NAMESPACE = "namespace";
    static final String TABLES_ENDPOINT = "tablesEndpoint";
    static final String HOST_ACCOUNT = "hostStorageAccount";
    static final String LOOKUP_KEY = "lookupKey";
    static final String HUBS_CONNECTION = "eventHubsConnection";
    static final String STORAGE_CONNECTION = "storageConnection";
    static final String KEY_VAULT_KEY = "keyVaultKey";
    static final String MEMORY = "memoryMiB";
    static final String ALWAYS_READY = "alwaysReadyHttp";
    static final String ARCHIVE = "archiveContainer";
    static final String ARCHIVE_SECONDS = "archiveSeconds";

    private AzureParameters() {}

    static Parameters declared() {
        return new Parameters()
                .region()
                .optional(HUB, "name of the event hub", "orders")
                .optional(
                        PARTITIONS,
                        "how many partitions the hub has, for good: keys would move if the number changed",
                        4)
                .optional(
                        TABLES, "what the names of the tables begin with: letters and digits, a letter first", "orders")
                .required(NAMESPACE, "host name of the Event Hubs namespace, such as orders.servicebus.windows.net")
                .required(TABLES_ENDPOINT, "https address of Table Storage in the account of the data")
                .required(
                        HOST_ACCOUNT,
                        "name of the storage account of the host itself, another one than that of the data")
                .secret(
                        LOOKUP_KEY,
                        "function key of the app, made before it is deployed: the notifier shows it to the function of orders")
                .secret(HUBS_CONNECTION, "connection string of the namespace, where there are no identities")
                .secret(
                        STORAGE_CONNECTION,
                        "connection string of the account of the data, where there are no identities")
                .optional(
                        KEY_VAULT_KEY,
                        "https address of the vault's RSA key that wraps the keys of personal data; if empty, the table holds them"
                                + " as they are",
                        "")
                .optional(ARCHIVE, "container of the archive, in the account of the data", "orders-archive")
                .optional(
                        ARCHIVE_SECONDS, "how long the archive gathers events before it writes them, 60 to 900", 300, 2)
                .optional(MEMORY, "memory of each instance in MiB", 2048)
                .optional(ALWAYS_READY, "how many instances wait for HTTP", 1);
    }
}
