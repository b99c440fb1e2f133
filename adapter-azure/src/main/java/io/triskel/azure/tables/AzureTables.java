package io.triskel.azure.tables;

import java.util.List;

/**
 * Names the tables: deployments create the tables from this description, and the stores use it.
 *
 * @param prefix of all tables' names, 1 to 52 ASCII letters and digits, a letter first; Azure ignores case here
 */
public record AzureTables(String prefix) {
    public AzureTables {
        if (!prefix.matches("[a-zA-Z][a-zA-Z0-9]{0,51}")) {
            throw new IllegalArgumentException(
                    "prefix must have 1 to 52 letters and digits, a letter first, not '" + prefix + "'");
        }
    }

    /** {@return the name of the table of events and of streams' heads} */
    public String streams() {
        return prefix + "streams";
    }

    /** {@return the name of the table of streams that may have something to publish} */
    public String dirty() {
        return prefix + "dirty";
    }

    /** {@return the name of the table of snapshots} */
    public String snapshots() {
        return prefix + "snapshots";
    }

    /** {@return the name of the table of checkpoints} */
    public String checkpoints() {
        return prefix + "checkpoints";
    }

    /** {@return the name of the table of inboxes} */
    public String inbox() {
        return prefix + "inbox";
    }

    /** {@return the name of the table of saga instances} */
    public String sagas() {
        return prefix + "sagas";
    }

    /** {@return the name of the table of sagas that may have due timers or commands to send} */
    public String wakes() {
        return prefix + "wakes";
    }

    /** {@return the name of the table of replicas} */
    public String replicas() {
        return prefix + "replicas";
    }

    /** {@return the name of the table of read models' rows} */
    public String rows() {
        return prefix + "rows";
    }

    /** {@return the name of the table of the rows' index entries} */
    public String entries() {
        return prefix + "entries";
    }

    /** {@return the name of the table of parked lanes and their events} */
    public String parking() {
        return prefix + "parking";
    }

    /** {@return the name of the table of lanes that may be parked or due, and of discarded events} */
    public String lanes() {
        return prefix + "lanes";
    }

    /** {@return the name of the table of data subjects' keys; grant access to fewer roles than for the other tables} */
    public String keys() {
        return prefix + "keys";
    }

    /** {@return all tables; the deployment creates them before a store is used} */
    public List<String> names() {
        return List.of(
                streams(),
                dirty(),
                snapshots(),
                checkpoints(),
                inbox(),
                sagas(),
                wakes(),
                replicas(),
                rows(),
                entries(),
                parking(),
                lanes(),
                keys());
    }
}
