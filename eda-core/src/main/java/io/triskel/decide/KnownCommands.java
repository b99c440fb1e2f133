package io.triskel.decide;

import io.triskel.store.CommandId;
import io.triskel.store.EventReader.Commit;
import io.triskel.store.Snapshots.CommandFilter;
import io.triskel.store.Snapshots.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The commands of a stream up to a revision: those that its last snapshot lists or remembers, and all commits since.
 *
 * @param listed the last commits before the snapshot
 * @param older recognises the commands before those
 * @param since the commits after the snapshot
 */
record KnownCommands(long snapshotRevision, List<Commit> listed, CommandFilter older, List<Commit> since) {
    /** 64 commits are about 4 KB of a snapshot; a retry is nearly always among them. */
    static final int LISTED = 64;

    KnownCommands {
        listed = List.copyOf(listed);
        since = List.copyOf(since);
    }

    static KnownCommands none() {
        return new KnownCommands(0, List.of(), CommandFilter.of(new byte[0]), List.of());
    }

    static KnownCommands of(Snapshot snapshot) {
        return new KnownCommands(
                snapshot.revision(), snapshot.lastCommands(), CommandFilter.of(snapshot.olderCommands()), List.of());
    }

    /** The command's commit, if it came after the snapshot or the snapshot lists it. */
    Optional<Commit> find(CommandId command) {
        Optional<Commit> found = find(command, since);
        return found.isPresent() ? found : find(command, listed);
    }

    private static Optional<Commit> find(CommandId command, List<Commit> commits) {
        for (Commit commit : commits) {
            if (commit.command().equals(command)) {
                return Optional.of(commit);
            }
        }
        return Optional.empty();
    }

    /** Whether the stream before the snapshot must be searched for the command. */
    boolean mayBeOlder(CommandId command) {
        return older.mayKnow(command);
    }

    KnownCommands plus(List<Commit> commits) {
        if (commits.isEmpty()) {
            return this;
        }
        List<Commit> further = new ArrayList<>(since);
        further.addAll(commits);
        return new KnownCommands(snapshotRevision, listed, older, further);
    }

    /** {@return the snapshot that now remembers all of these commands} */
    Snapshot snapshot(String fingerprint, long revision, byte[] state) {
        List<Commit> all = new ArrayList<>(listed);
        all.addAll(since);
        int firstListed = Math.max(0, all.size() - LISTED);
        List<CommandId> dropped =
                all.subList(0, firstListed).stream().map(Commit::command).toList();
        return new Snapshot(
                fingerprint,
                revision,
                state,
                all.subList(firstListed, all.size()),
                older.plus(dropped).toBytes());
    }
}
