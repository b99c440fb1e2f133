package io.triskel.load.azure;

import io.triskel.azure.tables.Tables;
import io.triskel.load.Environment;
import io.triskel.local.NodeTools;
import io.triskel.local.azure.storage.AzuriteProcess;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Event Hubs and Table Storage on this machine; here, and only here, hubs and tables are created. */
final class LocalPlace implements AzurePlace {
    private final Hubs hubs;
    private final Map<String, String> variables;
    private final Consumer<String> createTable;
    private final List<AutoCloseable> started;

    /**
     * Over stand-ins that run already.
     *
     * @param storage connection string
     * @param createTable creates one
     * @param started what ends with this place
     */
    LocalPlace(Hubs hubs, String storage, Consumer<String> createTable, List<AutoCloseable> started) {
        this.hubs = hubs;
        this.variables = Map.of(
                "TRISKEL_AZURE_EVENTHUBS_CONNECTION",
                hubs.connectionString(),
                "TRISKEL_AZURE_STORAGE_CONNECTION",
                storage,
                // A busy machine is no failing service.
                "TRISKEL_AZURE_CALL_TIMEOUT_MS",
                "60000");
        this.createTable = createTable;
        this.started = List.copyOf(started);
    }

    static LocalPlace inThisJvm() {
        return withStorage(Hubs.inThisJvm());
    }

    static LocalPlace inAnotherJvm() {
        return withStorage(HubsJvm.start());
    }

    private static LocalPlace withStorage(Hubs hubs) {
        AzuriteProcess storage = AzuriteProcess.start(NodeTools.projectRoot());
        return new LocalPlace(hubs, storage.connectionString(), storage::createTable, List.of(storage, hubs));
    }

    @Override
    public Environment environment() {
        return Environment.EMULATOR;
    }

    @Override
    public Map<String, String> variables() {
        return variables;
    }

    @Override
    public Names fresh() {
        Names names = freshHub();
        names.tables().names().forEach(createTable);
        return names;
    }

    @Override
    public Names freshHub() {
        String random = AzureBinding.random();
        Names names = new Names("events-" + random, new Tables("t" + random.replace("-", "")));
        hubs.create(names.hub());
        return names;
    }

    @Override
    public void delete(Names names) {
        hubs.delete(names.hub());
    }

    @Override
    public void close() {
        for (AutoCloseable part : started) {
            try {
                part.close();
            } catch (Exception e) {
                throw new IllegalStateException("A stand-in did not end well", e);
            }
        }
    }
}
