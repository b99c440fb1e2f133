package io.triskel.memory;

import io.triskel.codec.EventCodec;
import io.triskel.event.CheckReturnValue;
import io.triskel.event.Envelope;
import io.triskel.event.StreamId;
import io.triskel.outbox.Outbox;
import io.triskel.outbox.Outbox.DispatchLease;
import io.triskel.outbox.Outbox.Finish;
import io.triskel.outbox.Outbox.LeasedAppend;
import io.triskel.outbox.Outbox.LeasingAppender;
import io.triskel.projection.History;
import io.triskel.spi.NewCommit;
import io.triskel.spi.Paging;
import io.triskel.store.CommandId;
import io.triskel.store.EventAppender.AppendResult;
import io.triskel.store.EventAppender.Expectation;
import io.triskel.store.EventReader.Commit;
import io.triskel.store.EventReader.EventPage;
import io.triskel.store.EventStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * Event streams and their outbox in this process's memory. Thread-safe.
 *
 * <p>{@link #encoded} keeps bytes like a real store: personal data is encrypted and reads as forgotten once its subject is,
 * upcasters run, sizes are checked. {@link #ofObjects} keeps the events themselves: appends are many times faster (see
 * {@code benchmarks/README.md}), but nothing is encrypted, upcast or checked, and the events' data must be immutable.
 */
public final class InMemoryEventStore implements EventStore, Outbox, LeasingAppender {
    private final EventForm form;
    private final ConcurrentHashMap<StreamId, MemoryStream> streams;
    private final List<DirtyStreams> dirty;
    private final List<Object> log;

    private InMemoryEventStore(EventForm form) {
        this.form = form;
        this.streams = new ConcurrentHashMap<>();
        this.dirty = IntStream.range(0, BUCKETS)
                .mapToObj(bucket -> new DirtyStreams())
                .toList();
        this.log = new ArrayList<>();
    }

    private InMemoryEventStore(EventForm form, InMemoryEventStore same) {
        this.form = form;
        this.streams = same.streams;
        this.dirty = same.dirty;
        this.log = same.log;
    }

    /** {@return an empty store that keeps events as objects} */
    public static InMemoryEventStore ofObjects() {
        return new InMemoryEventStore(EventForm.objects());
    }

    /** {@return an empty store that keeps events as bytes} */
    public static InMemoryEventStore encoded(EventCodec codec) {
        return new InMemoryEventStore(EventForm.encoded(codec));
    }

    /**
     * {@return the same streams with another codec, such as a newer release's}
     *
     * @throws IllegalStateException if this store keeps objects
     */
    public InMemoryEventStore reopened(EventCodec codec) {
        if (form instanceof EventForm.Objects) {
            throw new IllegalStateException("A store of objects has no bytes for another codec: use encoded(..)");
        }
        return new InMemoryEventStore(EventForm.encoded(codec), this);
    }

    @Override
    @CheckReturnValue
    public AppendResult append(
            StreamId stream, Expectation expected, List<? extends Envelope<?>> events, CommandId commandId) {
        return append(NewCommit.of(stream, expected, events, commandId), Optional.empty(), Optional.empty());
    }

    @Override
    public LeasedAppend append(
            StreamId stream,
            Expectation expected,
            List<? extends Envelope<?>> events,
            CommandId commandId,
            Instant now,
            Duration duration) {
        NewCommit commit = NewCommit.of(stream, expected, events, commandId);
        Instant until = now.plus(duration);
        AppendResult result = append(commit, Optional.of(now), Optional.of(until));
        return new LeasedAppend(
                result,
                () -> {
                    MemoryStream there = streams.computeIfAbsent(stream, MemoryStream::new);
                    synchronized (there) {
                        return there.lease(commit.commit(), until, now, duration);
                    }
                },
                commit.written());
    }

    private AppendResult append(NewCommit commit, Optional<Instant> at, Optional<Instant> claimedUntil) {
        StreamId stream = commit.stream();
        List<?> kept = form.keep(commit);
        MemoryStream there = streams.computeIfAbsent(stream, MemoryStream::new);
        synchronized (there) {
            Optional<AppendResult> answer = commit.answerWithoutWriting(there.last(), there::commitFrom);
            if (answer.isPresent()) {
                return answer.get();
            }
            there.append(commit, kept, at, claimedUntil);
            synchronized (log) {
                log.addAll(kept);
            }
            if (there.becomesDirty()) {
                claimedUntil.ifPresentOrElse(
                        until -> bucketOf(stream).putBack(stream, until),
                        () -> bucketOf(stream).add(stream));
            }
        }
        return new AppendResult.Committed(
                commit.commit().first(), commit.commit().last());
    }

    /** {@return an event as it is kept; empty if there is none} */
    Optional<Object> kept(StreamId stream, long revision) {
        MemoryStream there = streams.get(stream);
        if (there == null) {
            return Optional.empty();
        }
        synchronized (there) {
            return revision < 1 || revision > there.last()
                    ? Optional.empty()
                    : Optional.of(there.events((int) revision - 1, 1)[0]);
        }
    }

    @Override
    public EventPage read(StreamId stream, long afterRevision, int limit) {
        Paging.require(afterRevision, limit);
        MemoryStream there = streams.get(stream);
        return there == null ? new EventPage(List.of(), List.of(), 0, false) : read(there, afterRevision, limit);
    }

    private EventPage read(MemoryStream stream, long after, int limit) {
        Object[] kept;
        Commit[] commits;
        long last;
        synchronized (stream) {
            last = stream.last();
            if (after >= last) {
                return new EventPage(List.of(), List.of(), last, false);
            }
            int count = (int) Math.min(limit, last - after);
            kept = stream.events((int) after, count);
            commits = stream.commits(after + 1, after + count);
        }
        return new EventPage(restored(kept), List.of(commits), last, after + kept.length < last);
    }

    /**
     * Reads all streams' events in commit order, which only a store in memory knows.
     *
     * @param afterPosition 0 to read from the start, else a page's {@link LogPage#position()}
     * @param limit the most events of the page, at least 1
     * @throws IllegalArgumentException if a number is out of range
     */
    LogPage log(long afterPosition, int limit) {
        Paging.require(afterPosition, limit);
        Object[] kept;
        int size;
        synchronized (log) {
            size = log.size();
            int from = (int) Math.min(afterPosition, size);
            kept = log.subList(from, (int) Math.min(size, (long) from + limit)).toArray();
        }
        long position = afterPosition + kept.length;
        return new LogPage(restored(kept), position, position < size);
    }

    /** {@return the log as a history for rebuilds, with events appended meanwhile} */
    public History history() {
        return new InMemoryHistory(this);
    }

    private List<Envelope<?>> restored(Object[] kept) {
        Envelope<?>[] events = new Envelope<?>[kept.length];
        for (int i = 0; i < kept.length; i++) {
            events[i] = form.read(kept[i]);
        }
        return List.of(events);
    }

    @Override
    public List<StreamId> dirty(int bucket, Instant now, int limit) {
        return dirty.get(bucket).upTo(now, limit);
    }

    @Override
    public List<Unpublished> unpublished(int bucket, Instant now, int limit) {
        return dirty(bucket, now, limit).stream().map(this::unpublished).toList();
    }

    private Unpublished unpublished(StreamId stream) {
        MemoryStream there = streams.computeIfAbsent(stream, MemoryStream::new);
        synchronized (there) {
            return new Unpublished(stream, there.dirtySince());
        }
    }

    @Override
    public Optional<DispatchLease> lease(StreamId stream, Instant now, Duration duration) {
        MemoryStream there = streams.get(stream);
        if (there == null) {
            return Optional.empty();
        }
        synchronized (there) {
            return there.lease(now, duration);
        }
    }

    @Override
    public boolean advance(DispatchLease lease, long dispatchedTo) {
        MemoryStream there = streams.get(lease.stream());
        if (there == null) {
            return false;
        }
        synchronized (there) {
            return there.advance(lease, dispatchedTo);
        }
    }

    @Override
    public Finish finish(DispatchLease lease, long dispatchedTo, List<Commit> commits) {
        MemoryStream there = streams.get(lease.stream());
        if (there == null) {
            return Finish.FENCED;
        }
        synchronized (there) {
            Finish finish = there.finish(lease, dispatchedTo);
            if (finish == Finish.RELEASED && !(lease.isClaim() && there.dirty())) {
                queue(there, lease.stream(), Instant.MIN);
            }
            return finish;
        }
    }

    @Override
    public boolean putOff(DispatchLease lease, long dispatchedTo, Instant dirtyFrom) {
        MemoryStream there = streams.get(lease.stream());
        if (there == null) {
            return false;
        }
        synchronized (there) {
            boolean held = there.putOff(lease, dispatchedTo);
            if (held) {
                queue(there, lease.stream(), dirtyFrom);
            }
            return held;
        }
    }

    /** A stream that stays unpublished moves to the end, so that a bucket's streams take turns. */
    private void queue(MemoryStream there, StreamId stream, Instant dirtyFrom) {
        if (there.dirty()) {
            bucketOf(stream).putBack(stream, dirtyFrom);
        } else {
            bucketOf(stream).remove(stream);
        }
    }

    private DirtyStreams bucketOf(StreamId stream) {
        return dirty.get(Outbox.bucketOf(stream));
    }

    /**
     * A page of all streams' events.
     *
     * @param events in commit order
     * @param position the last event's position, to continue from; without events the requested position
     * @param more whether more events follow
     */
    record LogPage(List<Envelope<?>> events, long position, boolean more) {
        public LogPage {
            events = List.copyOf(events);
        }
    }
}
