package io.triskel.outbox;

import io.triskel.event.DerivedId;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.StreamId;
import io.triskel.store.CommandId;
import io.triskel.store.EventAppender.AppendResult;
import io.triskel.store.EventAppender.Expectation;
import io.triskel.store.EventReader.EventPage;
import io.triskel.store.EventStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One stream of a recovery: the events that the store has from the first published one on, and the commit that is read. */
final class RecoveredStream {
    private static final int PAGE = 500;

    private final StreamId id;
    private final EventStore store;
    private final long first;

    /** A hash of each event's id, from revision {@link #first} on: two events of one place are told apart. */
    private final List<Integer> there = new ArrayList<>();

    private final List<Envelope<?>> commit = new ArrayList<>();
    private Optional<String> command = Optional.empty();
    private long appendedTo;
    private long missing;
    private long seen;
    private long known;
    private long recovered;
    private long anonymous;
    private Optional<String> problem = Optional.empty();

    /** Reads what the store has from this revision on. */
    RecoveredStream(StreamId id, long first, EventStore store) {
        this.id = id;
        this.first = first;
        this.store = store;
        boolean more = true;
        while (more) {
            EventPage page = store.read(id, first - 1 + there.size(), PAGE);
            page.events().forEach(event -> there.add(event.id().hashCode()));
            appendedTo = page.lastRevision();
            more = page.more();
        }
    }

    /** The last revision that the store has, or will have once the commit is appended. */
    private long last() {
        return appendedTo + commit.size();
    }

    void take(Envelope<?> event, long revision) {
        if (problem.isPresent() || revision < first) {
            return;
        }
        if (revision > last() + 1) {
            // Its predecessors may still come: a publisher that was interrupted publishes from an earlier revision on.
            missing = missing == 0 ? last() + 1 : missing;
            return;
        }
        if (revision == last() + 1) {
            add(event);
            there.add(event.id().hashCode());
        } else if (there.get((int) (revision - first)) != event.id().hashCode()) {
            problem = Optional.of("revision " + revision + " is not the published event "
                    + event.id().id());
            return;
        } else if (revision <= appendedTo - recovered && revision > seen) {
            known++;
        }
        seen = Math.max(seen, revision);
        missing = missing <= last() ? 0 : missing;
    }

    private void add(Envelope<?> event) {
        if (command.isEmpty() || !isOf(command.get(), event.id(), commit.size())) {
            append();
            command = event.metadata().causation().filter(cause -> isOf(cause, event.id(), 0));
        }
        commit.add(event);
        if (command.isEmpty()) {
            anonymous++;
            append();
        }
    }

    /** Whether a command handler gave this id to the event with this index of the command's events. */
    private boolean isOf(String cause, EventId event, int index) {
        return event.id().equals(DerivedId.of(id.value(), cause, Integer.toString(index)));
    }

    private void append() {
        if (commit.isEmpty()) {
            return;
        }
        CommandId by = new CommandId(command.orElseGet(() -> DerivedId.of(
                "recovered", commit.get(0).id().source(), commit.get(0).id().id())));
        AppendResult result = store.append(id, Expectation.exactly(appendedTo), commit, by);
        if (result instanceof AppendResult.Conflict conflict) {
            problem = Optional.of("another process writes to it: it ends at revision " + conflict.actualRevision()
                    + ", not " + appendedTo);
            return;
        }
        appendedTo += commit.size();
        recovered += commit.size();
        commit.clear();
        command = Optional.empty();
    }

    /** Appends the last commit. */
    void end() {
        if (problem.isEmpty()) {
            append();
        }
        if (problem.isEmpty() && missing > 0) {
            problem = Optional.of("the bus does not have revision " + missing + ", but later ones");
        }
    }

    StreamId id() {
        return id;
    }

    /** The last revision that was published. */
    long seen() {
        return Math.min(seen, appendedTo);
    }

    long known() {
        return known;
    }

    long recovered() {
        return recovered;
    }

    long anonymous() {
        return anonymous;
    }

    Optional<String> problem() {
        return problem;
    }
}
