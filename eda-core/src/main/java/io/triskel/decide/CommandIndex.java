package io.triskel.decide;

import io.triskel.decide.CommandBucket.Entry;
import io.triskel.event.StreamId;
import io.triskel.observe.Observer;
import io.triskel.store.CommandId;
import io.triskel.store.EventReader.Commit;
import io.triskel.store.Snapshots;
import io.triskel.store.Snapshots.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Finds a long stream's older commands with one read, however many there are. It is exact: an entry is checked against its
 * commit, and a row that is missing, unreadable or behind is replaced by reading the stream.
 *
 * <p>Rows are snapshots under fingerprints of their own. A row's revision says up to where it is complete, so a slow writer
 * never replaces a later one, and writing twice changes nothing. A snapshot names a revision only after all rows have it.
 */
final class CommandIndex {
    /** About 8 KiB a row, far below every store's limit. */
    static final int PER_BUCKET = 1024;

    private final StreamCommits commits;
    private final Snapshots rows;
    private final ToLongFunction<CommandId> hash;
    private final int perBucket;
    private final Observer observer;
    private volatile @Nullable Unfinished unfinished;

    /** {@code perBucket}: the most commands of a row, on average */
    CommandIndex(
            StreamCommits commits, Snapshots rows, ToLongFunction<CommandId> hash, int perBucket, Observer observer) {
        this.commits = commits;
        this.rows = rows;
        this.hash = hash;
        this.perBucket = perBucket;
        this.observer = observer;
    }

    /** What a call leaves to the next one, so that it need not read the stream again. Only the last one is kept. */
    private record Unfinished(StreamId stream, long after, long upTo, List<Entry> entries, int next) {}

    /**
     * {@return the command's commit, if it is among the indexed ones}
     *
     * @param end the stream's last revision; a row beyond it is of another history
     */
    Optional<Commit> find(StreamId stream, CommandId command, OlderCommands older, long end) {
        long wanted = hash.applyAsLong(command);
        int number = CommandBucket.numberOf(wanted, older.buckets());
        Optional<CommandBucket> row = Optional.empty();
        try {
            row = load(stream, number, older.buckets(), older.indexed()).filter(there -> there.revision() <= end);
        } catch (RuntimeException unread) {
            observer.portFailed("snapshots", unread);
        }
        if (row.isEmpty()) {
            return searchAndRepair(stream, command, older, number);
        }
        for (long first : row.get().find(wanted)) {
            Optional<Commit> commit = commits.find(
                    stream, first - 1, first, found -> found.command().equals(command));
            if (commit.isPresent()) {
                return commit;
            }
        }
        return Optional.empty();
    }

    private Optional<Commit> searchAndRepair(StreamId stream, CommandId command, OlderCommands older, int number) {
        List<Commit> all = commits.list(stream, 0, older.indexed());
        try {
            save(
                    stream,
                    CommandBucket.of(older.indexed(), in(number, older.buckets(), entries(all))),
                    number,
                    older.buckets());
        } catch (RuntimeException unsaved) {
            observer.portFailed("snapshots", unsaved);
        }
        return all.stream().filter(commit -> commit.command().equals(command)).findFirst();
    }

    /**
     * Indexes commands up to a revision. All calls with the same arguments write the same rows, in the same order, so a call
     * goes on where the last one ended, in this process or another.
     *
     * @param inHand the last commits up to the revision
     * @param atMost how many rows are written at most
     * @return the stream's older commands; empty if rows are left to the next call
     * @throws RuntimeException if a port fails
     */
    Optional<OlderCommands> index(StreamId stream, OlderCommands older, long upTo, List<Commit> inHand, int atMost) {
        Unfinished work = begin(stream, older, upTo, inHand);
        long count = older.count() + work.entries().size();
        int buckets = Math.max(1, older.buckets());
        while (count > (long) buckets * perBucket) {
            buckets *= 2;
        }
        int next = work.next() >= 0 ? work.next() : firstBehind(stream, upTo, buckets);
        int end = Math.min(buckets, next + atMost);
        Bases bases = new Bases(stream, older, buckets);
        for (int number = next; number < end; number++) {
            CommandBucket base = bases.of(number);
            List<Entry> entries = in(number, buckets, work.entries());
            entries.addAll(base.entries());
            save(stream, CommandBucket.of(Math.max(upTo, base.revision()), entries), number, buckets);
        }
        if (end < buckets) {
            unfinished = new Unfinished(stream, work.after(), upTo, work.entries(), end);
            return Optional.empty();
        }
        unfinished = null;
        return Optional.of(OlderCommands.indexed(upTo, count, buckets));
    }

    private Unfinished begin(StreamId stream, OlderCommands older, long upTo, List<Commit> inHand) {
        Unfinished last = unfinished;
        if (last != null && last.stream().equals(stream) && last.after() == older.indexed() && last.upTo() == upTo) {
            return last;
        }
        long read = inHand.isEmpty() ? upTo : inHand.get(0).first() - 1;
        List<Commit> all = new ArrayList<>(commits.list(stream, older.indexed(), read));
        all.addAll(inHand);
        return new Unfinished(stream, older.indexed(), upTo, entries(all), -1);
    }

    /** Rows are written in order, so the first one that is behind is found by halves. */
    private int firstBehind(StreamId stream, long upTo, int buckets) {
        int low = 0;
        int high = buckets;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (load(stream, middle, buckets, upTo).isPresent()) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** What rows have before a call, from the row, from the row that it was a part of, or from the stream. */
    private final class Bases {
        private final StreamId stream;
        private final OlderCommands older;
        private final int buckets;
        private final Map<Integer, Optional<CommandBucket>> halved = new HashMap<>();
        private @Nullable List<Entry> searched;

        Bases(StreamId stream, OlderCommands older, int buckets) {
            this.stream = stream;
            this.older = older;
            this.buckets = buckets;
        }

        CommandBucket of(int number) {
            if (older.indexed() == 0) {
                return new CommandBucket(0, List.of());
            }
            return load(stream, number, buckets, older.indexed())
                    .or(() -> halved(number))
                    .orElseGet(() -> new CommandBucket(older.indexed(), in(number, buckets, searched())));
        }

        private Optional<CommandBucket> halved(int number) {
            int parts = buckets / older.buckets();
            if (parts == 1) {
                return Optional.empty();
            }
            return halved.computeIfAbsent(
                            number / parts, whole -> load(stream, whole, older.buckets(), older.indexed()))
                    .map(whole -> new CommandBucket(whole.revision(), in(number, buckets, whole.entries())));
        }

        private List<Entry> searched() {
            if (searched == null) {
                searched = entries(commits.list(stream, 0, older.indexed()));
            }
            return searched;
        }
    }

    private List<Entry> entries(List<Commit> of) {
        return of.stream()
                .map(commit -> new Entry(hash.applyAsLong(commit.command()), commit.first()))
                .toList();
    }

    private static List<Entry> in(int number, int buckets, List<Entry> entries) {
        List<Entry> in = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.isIn(number, buckets)) {
                in.add(entry);
            }
        }
        return in;
    }

    /** A row that can be read and is complete up to the revision. */
    private Optional<CommandBucket> load(StreamId stream, int number, int buckets, long upTo) {
        Optional<Snapshot> stored = rows.load(stream, CommandBucket.fingerprint(number, buckets));
        try {
            return stored.map(row -> CommandBucket.of(stream, row)).filter(row -> row.revision() >= upTo);
        } catch (IllegalArgumentException unreadable) {
            observer.portFailed("snapshots", unreadable);
            return Optional.empty();
        }
    }

    private void save(StreamId stream, CommandBucket row, int number, int buckets) {
        rows.save(stream, row.row(number, buckets));
    }
}
