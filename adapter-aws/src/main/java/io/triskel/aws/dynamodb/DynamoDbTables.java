package io.triskel.aws.dynamodb;

import java.util.List;

/**
 * Describes the tables and their keys: deployments create the tables from this description, and the stores use it.
 *
 * @param prefix of all tables' names, 1 to 200 letters, digits, {@code _ . -}
 */
public record DynamoDbTables(String prefix) {
    static final String DIRTY = "dirty";
    static final String DUE = "due";
    static final String LANES = "lanes";
    static final String DISCARDED = "discarded";
    static final String EVENTS = "events";
    static final String UNSENT = "unsent";
    static final String STUCK = "stuck";

    public DynamoDbTables {
        if (!prefix.matches("[a-zA-Z0-9_.-]{1,200}")) {
            throw new IllegalArgumentException(
                    "prefix must have 1 to 200 letters, digits, '_', '.' or '-', not '" + prefix + "'");
        }
    }

    /** {@return the name of the table of commits and dispatch leases} */
    public String streams() {
        return prefix + "-streams";
    }

    /** {@return the name of the table of snapshots} */
    public String snapshots() {
        return prefix + "-snapshots";
    }

    /** {@return the name of the table of checkpoints} */
    public String checkpoints() {
        return prefix + "-checkpoints";
    }

    /** {@return the name of the table of inboxes} */
    public String inbox() {
        return prefix + "-inbox";
    }

    /** {@return the name of the table of saga instances} */
    public String sagas() {
        return prefix + "-sagas";
    }

    /** {@return the name of the table of replicas} */
    public String replicas() {
        return prefix + "-replicas";
    }

    /** {@return the name of the table of read models' rows} */
    public String rows() {
        return prefix + "-rows";
    }

    /** {@return the name of the table of parked lanes and their events} */
    public String parking() {
        return prefix + "-parking";
    }

    /** {@return the name of the table of data subjects' keys; grant access to fewer roles than for the other tables} */
    public String keys() {
        return prefix + "-keys";
    }

    /** {@return all tables; the deployment creates them before a store is used} */
    public List<TableLayout> layouts() {
        return List.of(
                TableLayout.of(streams(), text("streamId"))
                        .withRange(number("revision"))
                        .withIndex(DIRTY, text("bucket"), number("due")),
                TableLayout.of(snapshots(), text("streamId")).withRange(text("fingerprint")),
                TableLayout.of(checkpoints(), text("checkpoint")),
                TableLayout.of(inbox(), text("entry")).withTimeToLive("expires"),
                TableLayout.of(sagas(), text("instance"))
                        .withIndex(DUE, text("dueBucket"), number("wake"))
                        .withIndex(UNSENT, text("unsentBucket"), number("sendAfter"))
                        .withIndex(STUCK, text("stuckBucket"), text("instance")),
                TableLayout.of(replicas(), text("part")).withRange(text("entity")),
                TableLayout.of(rows(), text("part")).withRange(text("entry")),
                TableLayout.of(parking(), text("part"))
                        .withRange(text("row"))
                        .withLocalIndex(EVENTS, text("event"))
                        .withIndex(DUE, text("dueBucket"), number("due"))
                        .withIndex(LANES, text("laneBucket"), text("digest"))
                        .withIndex(DISCARDED, text("discardedBy"), number("discardedAt"))
                        .withTimeToLive("expires"),
                TableLayout.of(keys(), text("subject")));
    }

    private static TableLayout.Key text(String attribute) {
        return new TableLayout.Key(attribute, "S");
    }

    private static TableLayout.Key number(String attribute) {
        return new TableLayout.Key(attribute, "N");
    }
}
