package io.triskel.decide;

import io.triskel.codec.EncodedData;
import io.triskel.event.Envelope;
import io.triskel.event.StreamId;
import io.triskel.store.CommandId;
import io.triskel.store.EventReader;
import io.triskel.store.EventReader.Commit;
import io.triskel.store.EventReader.EventPage;
import io.triskel.store.Snapshots.CommandFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads streams for the command handler: a stream's state, and the events of an earlier command. */
final class History<S, E> {
    private final Decider<?, S, E> decider;
    private final EventReader reader;
    private final Optional<SnapshotPolicy<S>> policy;
    private final RememberedStates<S> remembered;
    private final StreamCommits commits;
    private final Optional<CommandIndex> index;

    /** {@code remembered}: how many streams' states are kept in memory */
    History(Decider<?, S, E> decider, EventReader reader, Optional<SnapshotPolicy<S>> policy, int remembered) {
        this.decider = decider;
        this.reader = reader;
        this.policy = policy;
        this.remembered = new RememberedStates<>(remembered);
        this.commits = new StreamCommits(reader);
        this.index = policy.map(snapshots -> new CommandIndex(
                commits, snapshots.snapshots(), CommandFilter::hash, CommandIndex.PER_BUCKET, snapshots.observer()));
    }

    /** A stream's state as of a revision, and the commands up to there. */
    record Read<S>(S state, long revision, KnownCommands known) {}

    /** {@return a stream without events} */
    Read<S> nothing() {
        return new Read<>(decider.initial(), 0, KnownCommands.none());
    }

    /** {@return the stream read to its end, from its remembered state, its snapshot or its start} */
    Read<S> read(StreamId stream) {
        Optional<Read<S>> read = remembered.of(stream).flatMap(start -> readOn(stream, start));
        if (read.isEmpty()) {
            remembered.forget(stream);
            read = policy.flatMap(snapshots -> snapshots.load(stream)).flatMap(start -> readOn(stream, start));
        }
        Read<S> whole = read.orElseGet(() -> readOn(stream, nothing()).orElseThrow());
        remembered.keep(stream, whole);
        return whole;
    }

    /** Applies events just appended to a stream that was read to its end, for the next snapshot and the next command. */
    void appended(StreamId stream, Read<S> before, List<Envelope<E>> events, Commit commit) {
        if (policy.isEmpty() && remembered.none()) {
            return;
        }
        S state = before.state();
        for (Envelope<E> event : events) {
            state = decider.evolve(state, event.data());
        }
        Read<S> after = new Read<>(state, commit.last(), before.known().plus(List.of(commit)));
        remembered.keep(
                stream,
                policy.map(snapshots -> snapshots.savedIfDue(stream, after, index.orElseThrow()))
                        .orElse(after));
    }

    /** Empty if the stream ends before the state, for example after the store was restored. */
    private Optional<Read<S>> readOn(StreamId stream, Read<S> from) {
        S state = from.state();
        long revision = from.revision();
        List<Commit> commits = new ArrayList<>();
        boolean more = true;
        while (more) {
            EventPage page = reader.read(stream, revision, StreamCommits.PAGE);
            if (page.lastRevision() < revision) {
                return Optional.empty();
            }
            for (Envelope<?> event : page.events()) {
                state = decider.evolve(state, dataOf(event));
            }
            addNew(page.commits(), commits);
            revision += page.events().size();
            more = page.more();
        }
        return Optional.of(new Read<>(state, revision, from.known().plus(commits)));
    }

    /** A commit that spans two pages is listed by both. */
    private static void addNew(List<Commit> ofPage, List<Commit> commits) {
        for (Commit commit : ofPage) {
            if (commits.isEmpty() || commits.get(commits.size() - 1).last() < commit.first()) {
                commits.add(commit);
            }
        }
    }

    /**
     * The command's commit, wherever it is in the stream.
     *
     * @param absentUpTo a revision up to which it was looked for in vain
     */
    Optional<Commit> find(StreamId stream, CommandId command, Read<S> read, long absentUpTo) {
        KnownCommands known = read.known();
        OlderCommands older = known.older();
        Optional<Commit> found = known.find(command);
        if (found.isEmpty() && older.filter().mayKnow(command)) {
            found = commits.find(
                    stream,
                    Math.max(older.indexed(), absentUpTo),
                    known.listedAfter(),
                    commit -> commit.command().equals(command));
        }
        if (found.isEmpty() && older.indexed() > absentUpTo) {
            found = index.orElseThrow().find(stream, command, older, read.revision());
        }
        return found;
    }

    List<Envelope<E>> eventsOf(StreamId stream, Commit commit) {
        List<Envelope<E>> events = new ArrayList<>();
        long revision = commit.first() - 1;
        while (revision < commit.last()) {
            EventPage page = reader.read(stream, revision, (int) (commit.last() - revision));
            for (Envelope<?> event : page.events()) {
                events.add(typed(event));
            }
            if (!page.more()) {
                break;
            }
            revision += page.events().size();
        }
        return events;
    }

    private Envelope<E> typed(Envelope<?> event) {
        return event.withData(event.type(), dataOf(event));
    }

    @SuppressWarnings("unchecked") // the stream holds what this decider decided, or its evolve fails by itself
    private E dataOf(Envelope<?> event) {
        if (event.data() instanceof EncodedData) {
            throw new IllegalStateException("The stream's event " + event.id() + " is of type " + event.type()
                    + ", which the store's type registry does not know: a state without it would be wrong. Register it,"
                    + " or an upcaster from it");
        }
        return (E) event.data();
    }
}
