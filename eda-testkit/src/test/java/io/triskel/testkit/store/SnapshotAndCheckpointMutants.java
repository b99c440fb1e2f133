package io.triskel.testkit.store;

import io.triskel.event.StreamId;
import io.triskel.memory.InMemoryStores;
import io.triskel.store.Checkpoints;
import io.triskel.store.Checkpoints.Checkpoint;
import io.triskel.store.Snapshots;
import io.triskel.store.Snapshots.Snapshot;
import io.triskel.testkit.CheckpointsContract;
import io.triskel.testkit.SnapshotsContract;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Stores of snapshots and checkpoints that each get one thing wrong, as suites to run. */
final class SnapshotAndCheckpointMutants {
    private SnapshotAndCheckpointMutants() {}

    static final class ReplacesALaterSnapshot extends SnapshotsContract {
        @Override
        protected Snapshots create() {
            return new Snapshots() {
                private final Map<String, Snapshot> all = new ConcurrentHashMap<>();

                @Override
                public Optional<Snapshot> load(StreamId stream, String fingerprint) {
                    return Optional.ofNullable(all.get(fingerprint + stream));
                }

                @Override
                public void save(StreamId stream, Snapshot snapshot) {
                    all.put(snapshot.fingerprint() + stream, snapshot);
                }
            };
        }
    }

    static final class IgnoresTheFingerprint extends SnapshotsContract {
        @Override
        protected Snapshots create() {
            return new Snapshots() {
                private final Map<StreamId, Snapshot> all = new ConcurrentHashMap<>();

                @Override
                public Optional<Snapshot> load(StreamId stream, String fingerprint) {
                    return Optional.ofNullable(all.get(stream));
                }

                @Override
                public void save(StreamId stream, Snapshot snapshot) {
                    all.merge(stream, snapshot, (a, b) -> a.revision() > b.revision() ? a : b);
                }
            };
        }
    }

    static final class ForgetsTheCommands extends SnapshotsContract {
        @Override
        protected Snapshots create() {
            Snapshots right = new InMemoryStores().snapshots();
            return new Snapshots() {
                @Override
                public Optional<Snapshot> load(StreamId stream, String fingerprint) {
                    return right.load(stream, fingerprint);
                }

                @Override
                public void save(StreamId stream, Snapshot given) {
                    right.save(
                            stream,
                            new Snapshot(
                                    given.fingerprint(),
                                    given.revision(),
                                    given.state(),
                                    java.util.List.of(),
                                    new byte[0]));
                }
            };
        }
    }

    static final class IgnoresTheFence extends CheckpointsContract {
        @Override
        protected Checkpoints create() {
            Checkpoints right = new InMemoryStores().checkpoints();
            return new Checkpoints() {
                @Override
                public Optional<Checkpoint> find(String name) {
                    return right.find(name);
                }

                @Override
                public Checkpoint claim(String name) {
                    return right.claim(name);
                }

                @Override
                public Optional<Checkpoint> save(Checkpoint held, String position) {
                    return right.find(held.name()).flatMap(there -> right.save(there, position));
                }
            };
        }
    }

    static final class ForgetsThePositionAtAClaim extends CheckpointsContract {
        @Override
        protected Checkpoints create() {
            Checkpoints right = new InMemoryStores().checkpoints();
            return new Checkpoints() {
                @Override
                public Optional<Checkpoint> find(String name) {
                    return right.find(name);
                }

                @Override
                public Checkpoint claim(String name) {
                    Checkpoint claimed = right.claim(name);
                    return new Checkpoint(name, Optional.empty(), claimed.fence());
                }

                @Override
                public Optional<Checkpoint> save(Checkpoint held, String position) {
                    return right.save(held, position);
                }
            };
        }
    }
}
