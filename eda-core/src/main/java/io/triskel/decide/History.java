package io.triskel.decide;

import io.triskel.codec.EncodedData;
import io.triskel.event.Envelope;
import io.triskel.event.StreamId;
import io.triskel.store.CommandId;
import io.triskel.store.EventReader;
import io.triskel.store.EventReader.Commit;
import io.triskel.store.EventReader.EventPage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads streams for the command handler: into a state, and back to what a command once led to. */
final class History<S, E> {
    private static final int PAGE = 500;

    private final Decider<?, S, E> decider;
    private final EventReader reader;
    private final Optional<SnapshotPolicy<S>> policy;

    History(Decider<?, S, E> decider, EventReader reader, Optional<SnapshotPolicy<S>> policy) {
        this.decider = decider;
        this.reader = reader;
        this.policy = policy;
    }

    /** A stream read to its end: all commits since the snapshot, and what the snapshot says of the commits before it. */
    record Read<S>(S state, long revision, KnownCommands known, List<Commit> sinceSnapshot) {}

    Read<S> read(StreamId stream) {
        Optional<SnapshotPolicy.Restored<S>> restored = policy.flatMap(snapshots -> snapshots.load(stream));
        if (restored.isPresent()) {
            SnapshotPolicy.Restored<S> start = restored.get();
            Optional<Read<S>> read = readOn(stream, start.state(), start.known());
            if (read.isPresent()) {
                return read.get();
            }
        }
        return readOn(stream, decider.initial(), KnownCommands.none()).orElseThrow();
    }

    /**
     * Empty if the stream ends before the snapshot: the snapshot then outlived its history, as after a restore of the
     * store.
     */
    private Optional<Read<S>> readOn(StreamId stream, S from, KnownCommands known) {
        S state = from;
        long revision = known.snapshotRevision();
        List<Commit> commits = new ArrayList<>();
        boolean more = true;
        while (more) {
            EventPage page = reader.read(stream, revision, PAGE);
            if (page.lastRevision() < revision) {
                return Optional.empty();
            }
            for (Envelope<?> event : page.events()) {
                state = decider.evolve(state, dataOf(event));
            }
            addNew(page.commits(), commits, known);
            revision += page.events().size();
            more = page.more();
        }
        return Optional.of(new Read<>(state, revision, known, commits));
    }

    /** A commit that spans two pages is listed by both. */
    private void addNew(List<Commit> ofPage, List<Commit> commits, KnownCommands known) {
        for (Commit commit : ofPage) {
            if (commits.isEmpty() || commits.get(commits.size() - 1).last() < commit.first()) {
                commits.add(commit);
                known.add(commit);
            }
        }
    }

    /** The command's commit, wherever it is in the stream. */
    Optional<Commit> find(StreamId stream, CommandId command, Read<S> read) {
        for (Commit commit : read.sinceSnapshot()) {
            if (commit.command().equals(command)) {
                return Optional.of(commit);
            }
        }
        Optional<Commit> listed = read.known().listed(command);
        if (listed.isPresent() || !read.known().mayBeOlder(command)) {
            return listed;
        }
        return search(stream, command, read.known().snapshotRevision());
    }

    private Optional<Commit> search(StreamId stream, CommandId command, long upTo) {
        long revision = 0;
        while (revision < upTo) {
            EventPage page = reader.read(stream, revision, PAGE);
            for (Commit commit : page.commits()) {
                if (commit.command().equals(command)) {
                    return Optional.of(commit);
                }
            }
            if (!page.more()) {
                break;
            }
            revision += page.events().size();
        }
        return Optional.empty();
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
