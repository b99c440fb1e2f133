package io.triskel.target.gcp;

import io.triskel.gcp.GcpClients;
import io.triskel.gcp.GcpSettings;
import io.triskel.gcp.firestore.CollectionLayout;
import io.triskel.gcp.firestore.FirestoreCollections;
import io.triskel.gcp.firestore.FirestoreStores;
import io.triskel.load.size.store.Requests;
import io.triskel.load.size.store.Work;
import io.triskel.local.FaultPlan;
import io.triskel.local.gcp.firestore.FirestoreMetrics;
import io.triskel.local.gcp.firestore.FirestoreServer;
import io.triskel.local.gcp.firestore.FirestoreSettings;
import io.triskel.orders.contracts.StoreCostContract;
import io.triskel.orders.memory.CountedRun;
import io.triskel.platform.Stores;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

@Tag("local-clouds")
class StoreCostTest extends StoreCostContract {
    private static final FirestoreCollections COLLECTIONS = new FirestoreCollections("cost");

    private final FirestoreServer server = FirestoreServer.start(FirestoreSettings.defaults(), new FaultPlan(1));
    private final GcpClients clients = GcpClients.of(GcpSettings.from(
            Map.of("GOOGLE_CLOUD_PROJECT", "store-cost", "FIRESTORE_EMULATOR_HOST", server.endpoint())));

    StoreCostTest() {
        for (CollectionLayout layout : COLLECTIONS.layouts()) {
            server.exemptions().keep(layout.collection(), layout.indexed());
        }
    }

    @AfterEach
    void close() {
        clients.close();
        server.close();
    }

    @Override
    protected Stores stores(InstantSource clock) {
        return FirestoreStores.of(clients.firestore(), COLLECTIONS).clock(clock);
    }

    @Override
    protected Units counted() {
        FirestoreMetrics metrics = server.metrics();
        return new Units(metrics.reads(), metrics.writes());
    }

    @Override
    protected Units said(CountedRun work) {
        var said = Requests.measured().of("Firestore", new Work(work.orders(), work.operations(), work.streamReads()));
        return new Units(said.reads(), said.writes());
    }
}
