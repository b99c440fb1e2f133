package io.triskel.memory;

import io.triskel.event.StreamId;
import io.triskel.store.Snapshots;
import io.triskel.store.Snapshots.Snapshot;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Snapshots in this process's memory: the newest per stream and fingerprint. */
final class InMemorySnapshots implements Snapshots {
    private record Key(StreamId stream, String fingerprint) {}

    private final Map<Key, Snapshot> snapshots = new ConcurrentHashMap<>();

    @Override
    public Optional<Snapshot> load(StreamId stream, String fingerprint) {
        return Optional.ofNullable(snapshots.get(new Key(stream, fingerprint)));
    }

    @Override
    public void save(StreamId stream, Snapshot snapshot) {
        snapshots.merge(
                new Key(stream, snapshot.fingerprint()),
                snapshot,
                (there, given) -> there.revision() > given.revision() ? there : given);
    }
}
