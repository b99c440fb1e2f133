package io.triskel.memory;

import io.triskel.store.Checkpoints;
import io.triskel.store.Checkpoints.Checkpoint;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Checkpoints in this process's memory. */
final class InMemoryCheckpoints implements Checkpoints {
    private final Map<String, Checkpoint> checkpoints = new HashMap<>();

    @Override
    public synchronized Optional<Checkpoint> find(String name) {
        return Optional.ofNullable(checkpoints.get(name));
    }

    @Override
    public synchronized Checkpoint claim(String name) {
        return checkpoints.merge(
                name,
                new Checkpoint(name, Optional.empty(), 1),
                (there, first) -> new Checkpoint(name, there.position(), there.fence() + 1));
    }

    @Override
    public synchronized Optional<Checkpoint> save(Checkpoint held, String position) {
        Checkpoint there = checkpoints.get(held.name());
        if (there == null || there.fence() != held.fence()) {
            return Optional.empty();
        }
        Checkpoint moved = new Checkpoint(held.name(), Optional.of(position), held.fence());
        checkpoints.put(held.name(), moved);
        return Optional.of(moved);
    }
}
