package io.triskel.transfer;

import java.util.List;
import java.util.Optional;

/**
 * Some replicas of a collection, tombstones included.
 *
 * @param replicas at most as many as asked for
 * @param next where the next page begins; empty after the last one
 */
public record ReplicaPage(List<Replica> replicas, Optional<String> next) {
    public ReplicaPage {
        replicas = List.copyOf(replicas);
    }
}
