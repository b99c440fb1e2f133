package io.triskel.gcp.firestore;

import java.util.List;

/**
 * Describes the collections and their indexed fields: deployments declare the indexing from this description, and the
 * stores use it.
 *
 * <p>All queries are by one field, so no composite index is needed. Fields that no query uses are exempt from indexing:
 * indexes of values that grow with time, or of large values, would slow down all writes.
 *
 * @param prefix of all collections' names, 1 to 100 letters, digits or '-', a letter first
 */
public record FirestoreCollections(String prefix) {
    static final String PLACE = "place";
    static final String DUE = "due";
    static final String WAKE = "wake";
    static final String SEND_AFTER = "sendAfter";
    static final String STUCK = "stuck";
    static final String INDEX_KEYS = "indexKeys";
    static final String LISTED = "listed";
    static final String SEQUENCE = "sequence";
    static final String DISCARDED = "discarded";
    static final String EXPIRES = "expires";

    public FirestoreCollections {
        if (!prefix.matches("[a-zA-Z][a-zA-Z0-9-]{0,99}")) {
            throw new IllegalArgumentException(
                    "prefix must have 1 to 100 letters, digits or '-', a letter first, not '" + prefix + "'");
        }
    }

    /** {@return the name of the collection of commits and of each stream's state of publication} */
    public String streams() {
        return prefix + "-streams";
    }

    /** {@return the name of the collection of snapshots} */
    public String snapshots() {
        return prefix + "-snapshots";
    }

    /** {@return the name of the collection of checkpoints} */
    public String checkpoints() {
        return prefix + "-checkpoints";
    }

    /** {@return the name of the collection of inboxes} */
    public String inbox() {
        return prefix + "-inbox";
    }

    /** {@return the name of the collection of saga instances} */
    public String sagas() {
        return prefix + "-sagas";
    }

    /** {@return the name of the collection below which replicas are} */
    public String replicas() {
        return prefix + "-replicas";
    }

    /** {@return the id of the collections of replicas, one below each document of {@link #replicas()}} */
    public String entities() {
        return prefix + "-entities";
    }

    /** {@return the name of the collection below which read models' rows are} */
    public String tables() {
        return prefix + "-tables";
    }

    /** {@return the id of the collections of rows, one below each document of {@link #tables()}} */
    public String rows() {
        return prefix + "-rows";
    }

    /** {@return the name of the collection of parked lanes} */
    public String lanes() {
        return prefix + "-lanes";
    }

    /** {@return the id of the collections of parked events, one below each document of {@link #lanes()}} */
    public String parked() {
        return prefix + "-parked";
    }

    /** {@return the name of the collection of discarded events} */
    public String discarded() {
        return prefix + "-discarded";
    }

    /**
     * {@return the name of the collection of data subjects' keys} Grant access to fewer roles than for the other
     * collections, in a separate database.
     */
    public String keys() {
        return prefix + "-keys";
    }

    /**
     * {@return the indexing to declare before a store is used} Without it the stores work, but more slowly and at a
     * higher cost, and nothing expires.
     */
    public List<CollectionLayout> layouts() {
        return List.of(
                CollectionLayout.of(streams())
                        .indexed(PLACE, DUE)
                        .exempt("stream", "first", "last", "command", "events")
                        .exempt("fence", "leasedUntil", "dispatchedTo", "unmarkedTo", "wanted", "since", "stamp"),
                CollectionLayout.of(snapshots())
                        .exempt("fingerprint", "revision", "state", "commands", "firsts", "lasts", "older", "stamp"),
                CollectionLayout.of(checkpoints()).exempt("name", "position", "fence", "stamp"),
                CollectionLayout.of(inbox())
                        .exempt("fence", "attempts", "cutOff", "completed", "parked", "written", "leaseEnd")
                        .exempt("since", "fenceOfSince", "claimant", "stamp")
                        .expiring(),
                CollectionLayout.of(sagas())
                        .indexed(WAKE, SEND_AFTER, STUCK)
                        .exempt("saga", "instance", "revision", "row", "stamp"),
                CollectionLayout.of(entities()).exempt("entity", "version", "deleted", "state", "stamp"),
                CollectionLayout.of(rows())
                        .indexed(INDEX_KEYS)
                        .exempt("id", "revision", "version", "keys", "state", "stamp"),
                CollectionLayout.of(lanes())
                        .indexed(LISTED, DUE)
                        .exempt("consumer", "lane", "alone", "parked", "fence", "leaseEnd", "replayAt")
                        .exempt("next", "count", "reason", "attempts", "parkedAt", "stamp")
                        .expiring(),
                CollectionLayout.of(parked())
                        .indexed(SEQUENCE)
                        .exempt(event())
                        .exempt("part")
                        .expiring(),
                CollectionLayout.of(discarded())
                        .indexed(DISCARDED)
                        .exempt(event())
                        .expiring(),
                CollectionLayout.of(keys()).exempt("key", "wrapped", "forgotten", "stamp"));
    }

    private static String[] event() {
        return new String[] {
            "consumer",
            "lane",
            "alone",
            "source",
            "id",
            "attributes",
            "body",
            "parts",
            "partsAt",
            "position",
            "reason",
            "attempts",
            "parkedAt",
            "replayAt"
        };
    }

    /**
     * {@return {@link #layouts()} as {@code firestore.indexes.json}, which {@code firebase deploy --only firestore:indexes}
     * takes} In Terraform use {@code google_firestore_field}, with gcloud {@code gcloud firestore indexes fields update}.
     */
    public String indexesJson() {
        return "{\"indexes\":[],\"fieldOverrides\":["
                + String.join(
                        ",",
                        layouts().stream()
                                .flatMap(layout -> layout.overrides().stream())
                                .toList())
                + "]}";
    }
}
