package io.triskel.transfer;

import io.triskel.event.Page;
import io.triskel.transfer.Bootstrap.Feed;
import io.triskel.transfer.Replicas.Replica;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** A source whose state changes while its feed is read; its versions are drawn from one counter for all entities. */
final class ListFeed implements Feed {
    private final TreeMap<String, Replica> live = new TreeMap<>();
    private final List<Replica> log = new ArrayList<>();
    private final boolean oneCounter;
    private long counter;

    ListFeed(boolean oneCounter) {
        this.oneCounter = oneCounter;
    }

    /** Changes or deletes an entity. {@return what an event about it carries} */
    Replica change(String entity, boolean delete) {
        long version = ++counter;
        Replica changed =
                delete ? Replica.tombstone(entity, version) : Replica.of(entity, version, new byte[] {(byte) version});
        log.add(changed);
        if (delete && oneCounter) {
            live.remove(entity);
        } else {
            live.put(entity, changed);
        }
        return changed;
    }

    List<Replica> log() {
        return List.copyOf(log);
    }

    /** {@return the entities that exist, by id} */
    Map<String, Replica> existing() {
        Map<String, Replica> existing = new TreeMap<>(live);
        existing.values().removeIf(Replica::deleted);
        return existing;
    }

    @Override
    public OptionalLong version() {
        return oneCounter ? OptionalLong.of(counter) : OptionalLong.empty();
    }

    @Override
    public Page<Replica> read(Optional<String> after, int limit) {
        List<Replica> page = after.map(entity -> live.tailMap(entity, false)).orElse(live).values().stream()
                .limit(limit)
                .toList();
        return new Page<>(
                page,
                page.size() < limit
                        ? Optional.empty()
                        : Optional.of(page.get(limit - 1).entity()));
    }
}
