package io.triskel.decide;

import io.triskel.codec.StateCodec;
import io.triskel.event.StreamId;
import io.triskel.observe.Observer;
import io.triskel.store.Snapshots;
import io.triskel.store.Snapshots.Snapshot;
import java.util.Optional;

/** Where snapshots go, how they are written, and when. A failing snapshot costs time, never a command's result. */
record SnapshotPolicy<S>(
        Snapshots snapshots, StateCodec codec, Class<S> schema, int every, String fingerprint, Observer observer) {

    record Restored<S>(S state, KnownCommands known) {}

    Optional<Restored<S>> load(StreamId stream) {
        try {
            return snapshots
                    .load(stream, fingerprint)
                    .map(found -> new Restored<>(codec.decode(found.state(), schema), KnownCommands.of(found)));
        } catch (RuntimeException unreadable) {
            observer.portFailed("snapshots", unreadable);
            return Optional.empty();
        }
    }

    void saveIfDue(StreamId stream, S state, long revision, KnownCommands known) {
        if (revision - known.snapshotRevision() < every) {
            return;
        }
        try {
            snapshots.save(
                    stream, new Snapshot(fingerprint, revision, codec.encode(state), known.last(), known.older()));
        } catch (RuntimeException unsaved) {
            observer.portFailed("snapshots", unsaved);
        }
    }
}
