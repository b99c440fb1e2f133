package io.triskel.decide;

import io.triskel.codec.StateCodec;
import io.triskel.event.StreamId;
import io.triskel.observe.Observer;
import io.triskel.store.Snapshots;
import java.util.Optional;

/** Where, how and when snapshots are written. A failing snapshot costs time but never changes a command's result. */
record SnapshotPolicy<S>(
        Snapshots snapshots, StateCodec codec, Class<S> schema, int every, String fingerprint, Observer observer) {

    Optional<History.Read<S>> load(StreamId stream) {
        try {
            return snapshots
                    .load(stream, fingerprint)
                    .map(found -> new History.Read<>(
                            codec.decode(found.state(), schema), found.revision(), KnownCommands.of(found)));
        } catch (RuntimeException unreadable) {
            observer.portFailed("snapshots", unreadable);
            return Optional.empty();
        }
    }

    /**
     * Saves a snapshot if it is time, after the index has taken in a full filter, which may take several commands. {@return the
     * same state, counted from the snapshot if one was saved}
     */
    History.Read<S> savedIfDue(StreamId stream, History.Read<S> read, CommandIndex index) {
        if (read.revision() - read.known().snapshotRevision() < every) {
            return read;
        }
        try {
            byte[] state = codec.encode(read.state());
            Optional<KnownCommands> known = read.known().compacted(stream, read.revision(), index);
            known.ifPresent(commands -> snapshots.save(stream, commands.snapshot(fingerprint, state)));
            return known.map(commands -> new History.Read<>(read.state(), read.revision(), commands))
                    .orElse(read);
        } catch (RuntimeException unsaved) {
            observer.portFailed("snapshots", unsaved);
            return read;
        }
    }
}
