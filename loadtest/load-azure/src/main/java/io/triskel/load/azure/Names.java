package io.triskel.load.azure;

import io.triskel.azure.tables.AzureTables;
import io.triskel.load.DeployedSite;
import io.triskel.load.Environment;
import java.util.Map;

/** A hub and tables that are there. */
record Names(String hub, AzureTables tables) {
    private static final String HUB = "TRISKEL_AZURE_HUB";
    private static final String TABLES = "TRISKEL_AZURE_TABLES";

    /** The service itself, or Microsoft's emulator of it, which says so in its connection string. */
    static DeployedSite<Names> deployed(Map<String, String> environment) {
        DeployedSite.require(
                AzureBinding.TARGET, environment, Map.of(HUB, "the hub", TABLES, "the tables by their prefix"));
        boolean emulator = environment
                .getOrDefault("TRISKEL_AZURE_EVENTHUBS_CONNECTION", "")
                .contains("UseDevelopmentEmulator=true");
        return new DeployedSite<>(
                emulator ? Environment.EMULATOR : Environment.CLOUD,
                environment,
                new Names(environment.getOrDefault(HUB, ""), new AzureTables(environment.getOrDefault(TABLES, ""))));
    }
}
