package io.triskel.target.azure;

import io.triskel.azure.AzureClients;
import io.triskel.azure.AzureSettings;
import io.triskel.azure.tables.AzureTables;
import io.triskel.azure.tables.TableStores;
import io.triskel.load.size.store.Requests;
import io.triskel.load.size.store.Work;
import io.triskel.local.FaultPlan;
import io.triskel.local.NodeTools;
import io.triskel.local.azure.storage.AzuriteProcess;
import io.triskel.local.proxy.HttpProxy;
import io.triskel.orders.contracts.StoreCostContract;
import io.triskel.orders.memory.CountedRun;
import io.triskel.platform.Stores;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

@Tag("local-clouds")
class StoreCostTest extends StoreCostContract {
    private static final AzureTables TABLES = new AzureTables("cost");

    private final AzuriteProcess azurite = AzuriteProcess.start(NodeTools.projectRoot());
    private final HttpProxy proxy = azurite.proxy(new FaultPlan(1));
    private final AzureClients clients = AzureClients.of(AzureSettings.from(
            Map.of("TRISKEL_AZURE_STORAGE_CONNECTION", azurite.connectionString(proxy)),
            EnumSet.of(AzureSettings.Service.TABLES)));

    StoreCostTest() {
        TABLES.names().forEach(azurite::createTable);
    }

    @AfterEach
    void close() {
        clients.close();
        proxy.close();
        azurite.close();
    }

    @Override
    protected Stores stores(InstantSource clock) {
        return TableStores.of(clients.tables(), TABLES).clock(clock);
    }

    /** Each request is a transaction. */
    @Override
    protected Units counted() {
        long reads = proxy.requests().count(call -> call.operation().equals("GET"));
        return new Units(reads, proxy.requests().all() - reads);
    }

    @Override
    protected Units said(CountedRun work) {
        var said =
                Requests.measured().of("Table Storage", new Work(work.orders(), work.operations(), work.streamReads()));
        return new Units(said.reads(), said.writes());
    }
}
