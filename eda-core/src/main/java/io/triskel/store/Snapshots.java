package io.triskel.store;

import io.triskel.event.StreamId;
import java.util.Optional;

/**
 * States saved so that a stream need not be read from its start. A snapshot may always be missing: it is a shortcut,
 * never the truth.
 */
public interface Snapshots {
    /**
     * {@return the newest snapshot of this stream and schema}
     *
     * @throws io.triskel.event.PortException if the store cannot answer
     */
    Optional<Snapshot> load(StreamId stream, String fingerprint);

    /**
     * Keeps a snapshot, unless there is one of a later revision for the same stream and fingerprint already.
     *
     * @throws io.triskel.event.PortException if it is unknown whether it was kept
     */
    void save(StreamId stream, Snapshot snapshot);
}
