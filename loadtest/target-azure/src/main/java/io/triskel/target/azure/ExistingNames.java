package io.triskel.target.azure;

import io.triskel.azure.tables.AzureTables;
import io.triskel.load.DeployedSite;
import io.triskel.load.Environment;
import java.util.Map;

/** Names of an existing hub and tables. */
record ExistingNames(String hub, AzureTables tables) {
    private static final String HUB = "TRISKEL_AZURE_HUB";
    private static final String TABLES = "TRISKEL_AZURE_TABLES";

    /** {@return the variables that name these} */
    Map<String, String> variables() {
        return Map.of(HUB, hub, TABLES, tables.prefix());
    }

    /** A site on the service itself, or on Microsoft's emulator, which the connection string tells apart. */
    static DeployedSite<ExistingNames> deployed(Map<String, String> environment) {
        DeployedSite.require(
                AzureBinding.TARGET, environment, Map.of(HUB, "the hub", TABLES, "the tables by their prefix"));
        boolean emulator = environment
                .getOrDefault("TRISKEL_AZURE_EVENTHUBS_CONNECTION", "")
                .contains("UseDevelopmentEmulator=true");
        return new DeployedSite<>(
                emulator ? Environment.EMULATOR : Environment.CLOUD,
                environment,
                new ExistingNames(
                        environment.getOrDefault(HUB, ""), new AzureTables(environment.getOrDefault(TABLES, ""))));
    }
}
