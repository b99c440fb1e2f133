package io.triskel.azure.hosting;

import io.triskel.azure.tables.AzureTables;
import io.triskel.hosting.PortUse;
import io.triskel.hosting.manifest.ResourcePermissions;
import java.util.Set;
import java.util.function.Function;

/**
 * The roles of the app's identity, which all functions share: each on one scope, from what the functions do. A resource is the end of the
 * scope's id.
 */
final class AppRoles {
    private static final String TABLE_CONTRIBUTOR = "Storage Table Data Contributor";

    /** A prefix of tables' names, which that of the deployment replaces. */
    private static final AzureTables TABLES = new AzureTables("t");

    private final String hub;
    private final String tables;
    private final ResourcePermissions roles = new ResourcePermissions();

    /**
     * Begins with no roles.
     *
     * @param tables what the tables' names begin with
     */
    AppRoles(String hub, String tables) {
        this.hub = "eventhubs/" + hub;
        this.tables = tables;
    }

    /** Lets it do this with ports. */
    AppRoles uses(Set<PortUse> uses) {
        uses.forEach(this::use);
        return this;
    }

    private void use(PortUse use) {
        switch (use) {
            case READ_KEYS, WRITE_KEYS -> tables(AzureTables::keys);
            case STREAMS, DIRTY_STREAMS -> tables(AzureTables::streams, AzureTables::dirty);
            case SNAPSHOTS -> tables(AzureTables::snapshots);
            case INBOX -> tables(AzureTables::inbox);
            case PARK, PARK_BEHIND, REPLAY, DUE_LANES -> tables(AzureTables::parking, AzureTables::lanes);
            case READ_REPLICAS, WRITE_REPLICAS -> tables(AzureTables::replicas);
            case READ_ROWS, LIST_ROWS, WRITE_ROWS -> tables(AzureTables::rows, AzureTables::entries);
            case SAGAS, WAITING_SAGAS -> tables(AzureTables::sagas, AzureTables::wakes);
            case PUBLISH -> roles.allow(hub, "Azure Event Hubs Data Sender");
            case LOOK_UP -> {} // A function key lets it in, and no role.
        }
    }

    @SafeVarargs
    private void tables(Function<AzureTables, String>... used) {
        for (Function<AzureTables, String> table : used) {
            roles.allow(
                    "tableServices/default/tables/" + tables
                            + table.apply(TABLES).substring(TABLES.prefix().length()),
                    TABLE_CONTRIBUTOR);
        }
    }

    /**
     * Lets the host call functions: it reads the hub, and keeps its leases, checkpoints and timers in its own account (Functions
     * documentation, "Connecting to host storage with an identity").
     */
    AppRoles hosts(String account) {
        roles.allow(hub, "Azure Event Hubs Data Receiver");
        roles.allow("storageAccounts/" + account, "Storage Blob Data Owner");
        return this;
    }

    /** Lets the upkeep remember how far its scan of the tables has come; no port of a function keeps anything there. */
    AppRoles upkeeps() {
        tables(AzureTables::checkpoints);
        return this;
    }

    /** Lets the clock publish custom metrics of this resource; it reads none. */
    AppRoles measures(String resource) {
        roles.allow(resource, "Monitoring Metrics Publisher");
        return this;
    }

    /** {@return the roles, each with its resource} */
    ResourcePermissions roles() {
        return roles;
    }
}
