package io.triskel.load.azure;

import io.triskel.azure.tables.Tables;
import io.triskel.load.Environment;
import java.util.Map;

/** Where an Azure is, and which hubs and tables of it are ours. */
interface AzurePlace extends AutoCloseable {
    Environment environment();

    /** Connections and endpoints, as {@link io.triskel.azure.AzureSettings} reads them. */
    Map<String, String> variables();

    Names fresh();

    /** The same for those who only publish; the tables need not be there. */
    Names freshHub();

    /** Forgets what was published, where hubs may be deleted. */
    void delete(Names names);

    @Override
    void close();

    /** A hub and tables that are there. */
    record Names(String hub, Tables tables) {}
}
