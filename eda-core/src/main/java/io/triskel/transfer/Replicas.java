package io.triskel.transfer;

import java.util.Optional;

/** Where replicas are kept; one conditional write per change is all it needs. */
public interface Replicas {
    /** {@return the entity's replica or tombstone, if any version of it ever arrived} */
    Optional<Replica> get(String collection, String entity);

    /**
     * Keeps a replica or tombstone if its version is higher than the kept one's: one conditional write.
     *
     * @return whether it was kept; {@code false} means that the same or a higher version is there already
     */
    boolean put(String collection, Replica replica);

    /**
     * Reads a collection page by page; an entity that is there throughout is seen exactly once, in any order.
     *
     * @param after {@link ReplicaPage#next()} of the page before; empty for the first page
     * @param limit 1 or more
     */
    ReplicaPage page(String collection, Optional<String> after, int limit);
}
