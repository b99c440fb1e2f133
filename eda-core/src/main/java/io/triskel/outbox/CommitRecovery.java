package io.triskel.outbox;

import io.triskel.event.Envelope;
import io.triskel.event.EventKind;
import io.triskel.event.StreamId;
import io.triskel.outbox.Outbox.DispatchLease;
import io.triskel.outbox.Outbox.Finish;
import io.triskel.store.EventReader.Commit;
import io.triskel.store.EventReader.EventPage;
import io.triskel.store.EventStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Puts commits back into an event store that was restored to an earlier point: those whose events were published. Each event
 * returns to its stream and revision, under the command that made it, so that a repeated command is recognised. What is put
 * back counts as published.
 *
 * <p>{@link #take} gets every event that the bus still has, per stream in the order of the bus, and {@link #finish} ends it.
 * Nothing else may write to the store meanwhile. A recovery that was interrupted starts again with the first event.
 *
 * <p>A commit that was never published is lost: only the store had it. So is the end of a commit of which the bus took only
 * the first events.
 */
public final class CommitRecovery {
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final int PAGE = 500;

    private final EventStore store;
    private final Outbox outbox;
    private final InstantSource clock;
    private final Map<StreamId, RecoveredStream> streams = new LinkedHashMap<>();

    /**
     * Prepares a recovery; nothing is called yet.
     *
     * @param outbox the same store's
     */
    public CommitRecovery(EventStore store, Outbox outbox, InstantSource clock) {
        this.store = store;
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * The result of a recovery.
     *
     * @param known published events that the store had
     * @param recovered events that were put back
     * @param anonymous events among them whose command is unknown, because they do not carry the id that
     *     {@link io.triskel.decide.CommandHandler} gives: a repetition of their command is decided again
     * @param problems by stream, why it is not complete: no event of it is put back from there on
     */
    public record Report(long known, long recovered, long anonymous, Map<String, String> problems) {
        public Report {
            problems = Collections.unmodifiableMap(new TreeMap<>(problems));
        }
    }

    /**
     * Puts an event back if the store does not have it, at the latest with the next call for its stream or with
     * {@link #finish}. Events without a stream are ignored.
     *
     * @param event with its data encoded or decoded; encoded data stays as it was published, and personal data encrypted
     * @throws io.triskel.event.PortException if the store fails: start again
     */
    public synchronized void take(Envelope<?> event) {
        if (event.pattern() instanceof EventKind.Sourced place) {
            streams.computeIfAbsent(place.stream(), stream -> new RecoveredStream(stream, place.revision(), store))
                    .take(event, place.revision());
        }
    }

    /**
     * Puts back what is left, and records it as published.
     *
     * @throws io.triskel.event.PortException if the store fails: start again
     */
    public synchronized Report finish() {
        long known = 0;
        long recovered = 0;
        long anonymous = 0;
        Map<String, String> problems = new TreeMap<>();
        for (RecoveredStream stream : streams.values()) {
            stream.end();
            if (stream.recovered() > 0) {
                recordAsPublished(stream.id(), stream.seen());
            }
            known += stream.known();
            recovered += stream.recovered();
            anonymous += stream.anonymous();
            stream.problem().ifPresent(why -> problems.put(stream.id().value(), why));
        }
        return new Report(known, recovered, anonymous, problems);
    }

    /** Without the lease nothing is recorded, and a drain publishes the events once more. */
    private void recordAsPublished(StreamId stream, long to) {
        Optional<DispatchLease> taken = outbox.lease(stream, clock.instant(), LEASE);
        if (taken.isEmpty()) {
            return;
        }
        List<Commit> commits = new ArrayList<>();
        long last = 0;
        long revision = taken.get().dispatchedTo();
        boolean more = true;
        while (more) {
            EventPage page = store.read(stream, revision, PAGE);
            commits.addAll(page.commits());
            revision += page.events().size();
            last = page.lastRevision();
            more = page.more();
        }
        if (last > to || outbox.finish(taken.get(), to, commits) == Finish.MORE) {
            boolean unused = outbox.putOff(taken.get(), to, clock.instant());
        }
    }
}
