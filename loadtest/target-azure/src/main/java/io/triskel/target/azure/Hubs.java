package io.triskel.target.azure;

import io.triskel.local.FaultPlan;
import io.triskel.local.azure.eventhubs.EventHubsServer;
import io.triskel.local.azure.eventhubs.EventHubsSettings;

/** A namespace on this machine, in this JVM or another. */
interface Hubs extends AutoCloseable {
    int PARTITIONS = 4;

    String connectionString();

    void create(String hub);

    void delete(String hub);

    @Override
    void close();

    static Hubs inThisJvm() {
        EventHubsServer server = EventHubsServer.start(EventHubsSettings.defaults(), new FaultPlan(1));
        return over(server, server::close);
    }

    /** A namespace that runs already. */
    static Hubs over(EventHubsServer server, Runnable end) {
        return new Hubs() {
            @Override
            public String connectionString() {
                return server.connectionString();
            }

            @Override
            public void create(String hub) {
                server.createHub(hub, PARTITIONS);
            }

            @Override
            public void delete(String hub) {
                server.deleteHub(hub);
            }

            @Override
            public void close() {
                end.run();
            }
        };
    }
}
