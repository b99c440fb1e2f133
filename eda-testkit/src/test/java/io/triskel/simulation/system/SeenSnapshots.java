package io.triskel.simulation.system;

import io.triskel.event.StreamId;
import io.triskel.store.Snapshots;
import io.triskel.store.Snapshots.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Snapshots of which nothing that was ever written is forgotten, to look for what must not be in them. */
final class SeenSnapshots implements Snapshots {
    private final Snapshots snapshots;
    private final List<byte[]> states = new ArrayList<>();

    SeenSnapshots(Snapshots snapshots) {
        this.snapshots = snapshots;
    }

    @Override
    public Optional<Snapshot> load(StreamId stream, String fingerprint) {
        return snapshots.load(stream, fingerprint);
    }

    @Override
    public void save(StreamId stream, Snapshot snapshot) {
        states.add(snapshot.state());
        snapshots.save(stream, snapshot);
    }

    List<byte[]> states() {
        return states;
    }
}
