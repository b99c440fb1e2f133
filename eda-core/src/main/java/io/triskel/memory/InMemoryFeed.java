package io.triskel.memory;

import io.triskel.event.Page;
import io.triskel.transfer.Bootstrap.Feed;
import io.triskel.transfer.Replicas.Replica;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * A source of entities in memory. All versions come from one counter, so an entity that the feed does not list is known to
 * be deleted. Thread-safe.
 */
public final class InMemoryFeed implements Feed {
    private final TreeMap<String, Replica> entities = new TreeMap<>();
    private long counter;

    /**
     * Changes an entity.
     *
     * @return its new version, as in an event about it
     */
    public synchronized Replica change(String entity, byte[] state) {
        Replica changed = Replica.of(entity, ++counter, state.clone());
        entities.put(entity, changed);
        return changed;
    }

    /**
     * Deletes an entity, even if it does not exist.
     *
     * @return its tombstone, as in an event about it
     */
    public synchronized Replica delete(String entity) {
        entities.remove(entity);
        return Replica.tombstone(entity, ++counter);
    }

    @Override
    public synchronized OptionalLong version() {
        return OptionalLong.of(counter);
    }

    @Override
    public synchronized Page<Replica> read(Optional<String> after, int limit) {
        List<Replica> page = Pages.first(
                after.map(entity -> entities.tailMap(entity, false))
                        .orElse(entities)
                        .values(),
                limit);
        return new Page<>(page, Pages.next(page, limit, Replica::entity));
    }
}
