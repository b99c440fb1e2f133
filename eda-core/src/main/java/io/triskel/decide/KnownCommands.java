package io.triskel.decide;

import io.triskel.store.CommandId;
import io.triskel.store.EventReader.Commit;
import io.triskel.store.Snapshots.CommandFilter;
import io.triskel.store.Snapshots.Snapshot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The commands that the last snapshot lists or remembers, and those that the next snapshot has to. */
final class KnownCommands {
    /** 64 commits are about 4 KB of a snapshot; a retry is nearly always among them. */
    static final int LISTED = 64;

    private final long snapshotRevision;
    private final List<Commit> listed;
    private final CommandFilter older;
    private final Deque<Commit> last;
    private final List<CommandId> dropped = new ArrayList<>();

    private KnownCommands(long snapshotRevision, List<Commit> listed, CommandFilter older) {
        this.snapshotRevision = snapshotRevision;
        this.listed = listed;
        this.older = older;
        this.last = new ArrayDeque<>(listed);
    }

    static KnownCommands none() {
        return new KnownCommands(0, List.of(), CommandFilter.of(new byte[0]));
    }

    static KnownCommands of(Snapshot snapshot) {
        return new KnownCommands(
                snapshot.revision(), snapshot.lastCommands(), CommandFilter.of(snapshot.olderCommands()));
    }

    long snapshotRevision() {
        return snapshotRevision;
    }

    /** The command's commit, if the snapshot lists it. */
    Optional<Commit> listed(CommandId command) {
        return listed.stream()
                .filter(commit -> commit.command().equals(command))
                .findFirst();
    }

    /** Whether the stream before the snapshot must be searched for the command. */
    boolean mayBeOlder(CommandId command) {
        return older.mayKnow(command);
    }

    void add(Commit commit) {
        last.addLast(commit);
        if (last.size() > LISTED) {
            dropped.add(last.removeFirst().command());
        }
    }

    List<Commit> last() {
        return List.copyOf(last);
    }

    byte[] older() {
        return older.plus(dropped).toBytes();
    }
}
