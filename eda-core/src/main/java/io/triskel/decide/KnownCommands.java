package io.triskel.decide;

import io.triskel.event.StreamId;
import io.triskel.store.CommandId;
import io.triskel.store.EventReader.Commit;
import io.triskel.store.Snapshots.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The commands of a stream up to a revision: those that its last snapshot lists or remembers, and all commits since.
 *
 * @param listed the last commits before the snapshot
 * @param older the commands before those
 * @param since the commits after the snapshot
 */
record KnownCommands(long snapshotRevision, Commits listed, OlderCommands older, Commits since) {
    /** 64 commits are about 4 KB of a snapshot; a retry is nearly always among them. */
    static final int LISTED = 64;

    /** How many dropped commands are indexed together, if there are that many: a number that the next call will see too. */
    private static final int TOGETHER = 1024;

    /** The most rows of the index that one command writes, so that its pause is as short on a stream of any length. */
    private static final int ROWS = 16;

    static KnownCommands none() {
        return new KnownCommands(0, Commits.none(), OlderCommands.none(), Commits.none());
    }

    static KnownCommands of(Snapshot snapshot) {
        return new KnownCommands(
                snapshot.revision(),
                Commits.of(snapshot.lastCommands()),
                OlderCommands.of(snapshot.olderCommands()),
                Commits.none());
    }

    /** The command's commit, if it came after the snapshot or the snapshot lists it. */
    Optional<Commit> find(CommandId command) {
        Optional<Commit> found = since.find(command);
        return found.isPresent() ? found : listed.find(command);
    }

    /** {@return the last revision before the commands that are known one by one} */
    long listedAfter() {
        return listed.size() == 0 ? snapshotRevision : listed.list().get(0).first() - 1;
    }

    KnownCommands plus(List<Commit> commits) {
        return commits.isEmpty() ? this : new KnownCommands(snapshotRevision, listed, older, since.plus(commits));
    }

    /**
     * {@return the commands as the next snapshot will have them, with the last ones listed and the others in the filter; empty
     * if the index must take in a full filter first, and is not done}
     */
    Optional<KnownCommands> compacted(StreamId stream, long revision, CommandIndex index) {
        List<Commit> all = new ArrayList<>(listed.list());
        all.addAll(since.list());
        List<Commit> dropped = all.subList(0, Math.max(0, all.size() - LISTED));
        List<Commit> kept = all.subList(dropped.size(), all.size());
        OlderCommands filtered = older.plus(dropped);
        if (!filtered.filter().isFull()) {
            return Optional.of(new KnownCommands(revision, Commits.of(kept), filtered, Commits.none()));
        }
        List<Commit> inHand = dropped.subList(0, dropped.size() - dropped.size() % TOGETHER);
        List<Commit> later = dropped.subList(inHand.size(), dropped.size());
        long upTo =
                inHand.isEmpty() ? listedAfter() : inHand.get(inHand.size() - 1).last();
        // A call that has read many commands can afford to write their rows.
        int rows = Math.max(ROWS, since.size() / ROWS);
        return index.index(stream, older, upTo, inHand, rows)
                .map(indexed -> new KnownCommands(revision, Commits.of(kept), indexed.plus(later), Commits.none()));
    }

    /** {@return the snapshot that remembers these commands} */
    Snapshot snapshot(String fingerprint, byte[] state) {
        return new Snapshot(fingerprint, snapshotRevision, state, listed.list(), older.toBytes());
    }
}
