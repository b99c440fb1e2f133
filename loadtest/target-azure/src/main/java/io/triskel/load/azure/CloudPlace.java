package io.triskel.load.azure;

import io.triskel.azure.tables.Tables;
import io.triskel.load.Environment;
import java.util.Map;

/** The service itself, or Microsoft's emulator of it, with a hub and tables that somebody has deployed for tests. */
record CloudPlace(Map<String, String> variables, Names names) implements AzurePlace {
    private static final String HUB = "TRISKEL_AZURE_HUB";
    private static final String TABLES = "TRISKEL_AZURE_TABLES";

    CloudPlace {
        variables = Map.copyOf(variables);
    }

    static CloudPlace of(Map<String, String> environment) {
        String hub = text(environment, HUB);
        String tables = text(environment, TABLES);
        if (hub.isBlank() || tables.isBlank()) {
            throw new IllegalArgumentException(
                    "TRISKEL_CONTRACTS=azure runs on the service, with a hub and tables that are"
                            + " there for tests alone. " + HUB + " names the hub, it is '" + hub + "'; " + TABLES
                            + " is the tables' prefix, it is '" + tables + "'");
        }
        return new CloudPlace(environment, new Names(hub, new Tables(tables)));
    }

    private static String text(Map<String, String> environment, String name) {
        return environment.getOrDefault(name, "");
    }

    /** Microsoft's emulator is none of the service, and says so in its connection string. */
    @Override
    public Environment environment() {
        return text(variables, "TRISKEL_AZURE_EVENTHUBS_CONNECTION").contains("UseDevelopmentEmulator=true")
                ? Environment.EMULATOR
                : Environment.CLOUD;
    }

    @Override
    public Names fresh() {
        return names;
    }

    @Override
    public Names freshHub() {
        return names;
    }

    @Override
    public void delete(Names deployed) {
        // What was deployed stays.
    }

    @Override
    public void close() {
        // What was deployed stays.
    }
}
