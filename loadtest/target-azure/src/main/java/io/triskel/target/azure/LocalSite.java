package io.triskel.target.azure;

import io.triskel.azure.tables.AzureTables;
import io.triskel.load.CreatedSite;
import io.triskel.load.DeployedSite;
import io.triskel.load.process.HostedBus;
import io.triskel.local.NodeTools;
import io.triskel.local.azure.storage.AzuriteProcess;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Event Hubs and Table Storage on this machine; here, and only here, hubs and tables are created. */
final class LocalSite {
    private LocalSite() {}

    /**
     * Creates a site over running emulators.
     *
     * @param storage connection string
     * @param createTable creates a table
     * @param started closed with this site
     */
    static CreatedSite<ExistingNames> over(
            Hubs hubs, String storage, Consumer<String> createTable, List<AutoCloseable> started) {
        return new CreatedSite<>(
                Map.of(
                        "TRISKEL_AZURE_EVENTHUBS_CONNECTION",
                        hubs.connectionString(),
                        "TRISKEL_AZURE_STORAGE_CONNECTION",
                        storage,
                        // A late answer means a busy machine, not a failing service.
                        "TRISKEL_AZURE_CALL_TIMEOUT_MS",
                        "60000"),
                () -> create(hubs),
                names -> names.tables().names().forEach(createTable),
                names -> hubs.delete(names.hub()),
                started);
    }

    private static ExistingNames create(Hubs hubs) {
        String random = AzureBinding.random();
        ExistingNames names = new ExistingNames("events-" + random, new AzureTables("t" + random.replace("-", "")));
        hubs.create(names.hub());
        return names;
    }

    static CreatedSite<ExistingNames> inThisJvm() {
        return withStorage(Hubs.inThisJvm());
    }

    static CreatedSite<ExistingNames> inAnotherJvm() {
        return withStorage(HubsJvm.start());
    }

    /** {@return emulators with a hub, for several workers} */
    static HostedBus hosted() {
        CreatedSite<ExistingNames> site = inAnotherJvm();
        Map<String, String> variables = new TreeMap<>(site.variables());
        variables.putAll(site.freshBus().variables());
        variables.put(DeployedSite.VARIABLE, AzureBinding.TARGET);
        return new HostedBus(variables, site);
    }

    private static CreatedSite<ExistingNames> withStorage(Hubs hubs) {
        AzuriteProcess storage = AzuriteProcess.start(NodeTools.projectRoot());
        return over(hubs, storage.connectionString(), storage::createTable, List.of(storage, hubs));
    }
}
