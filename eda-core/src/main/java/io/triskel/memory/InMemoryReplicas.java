package io.triskel.memory;

import io.triskel.event.Page;
import io.triskel.transfer.Replicas;
import io.triskel.transfer.Replicas.Replica;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Replicas in memory. Thread-safe. */
final class InMemoryReplicas implements Replicas {
    private final Map<String, ConcurrentSkipListMap<String, Replica>> collections = new ConcurrentHashMap<>();

    @Override
    public Optional<Replica> get(String collection, String entity) {
        return Optional.ofNullable(collection(collection).get(entity));
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // identity: an equal replica may already be stored
    public boolean put(String collection, Replica replica) {
        Replica kept = collection(collection)
                .merge(replica.entity(), replica, (older, newer) -> newer.version() > older.version() ? newer : older);
        return kept == replica;
    }

    @Override
    public Page<Replica> page(String collection, Optional<String> after, int limit) {
        ConcurrentSkipListMap<String, Replica> all = collection(collection);
        List<Replica> replicas = Pages.first(
                after.map(entity -> all.tailMap(entity, false)).orElse(all).values(), limit);
        return new Page<>(replicas, Pages.next(replicas, limit, Replica::entity));
    }

    private ConcurrentSkipListMap<String, Replica> collection(String name) {
        return collections.computeIfAbsent(name, absent -> new ConcurrentSkipListMap<>());
    }
}
