package io.triskel.outbox;

import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.Pause;
import io.triskel.event.StreamId;
import io.triskel.observe.Observer;
import io.triskel.outbox.DispatchReport.Ending;
import io.triskel.outbox.DispatchReport.Stuck;
import io.triskel.outbox.Outbox.DispatchLease;
import io.triskel.outbox.Outbox.LeasedAppend;
import io.triskel.outbox.Outbox.LeasingAppender;
import io.triskel.publish.EventPublisher;
import io.triskel.store.CommandId;
import io.triskel.store.EventAppender.Expectation;
import io.triskel.store.EventReader;
import io.triskel.store.EventReader.Commit;
import io.triskel.store.EventReader.EventPage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Publishes committed events, inline after a commit or as a drainer, with the same steps: take the stream's lease, read
 * on from what is published, publish in revision order, record the accepted prefix and give the lease back. A dispatcher that
 * finds the stream leased leaves it to the holder, which reads on before giving the lease back.
 *
 * <p>Per stream and ordering key, first occurrences reach the bus in revision order; repeats may follow. Nothing is
 * lost by a crash between any two steps. An event that the bus does not accept, or that cannot be read, holds up its own
 * stream and no other.
 */
public final class Dispatcher {
    /** The time after which a permanently stuck stream is tried again. */
    static final Duration PUT_OFF = Duration.ofMinutes(1);

    private final StreamDispatch.Ports ports;
    private final Outbox outbox;
    private final InstantSource clock;
    private final Duration lease;
    private final Observer observer;
    private final Pause pause;
    private final AtomicInteger nextBucket;

    private Dispatcher(Builder builder) {
        this.outbox = builder.outbox;
        this.clock = builder.clock;
        this.lease = builder.lease;
        this.observer = Observer.guarded(builder.observer);
        this.pause = builder.pause;
        this.ports = new StreamDispatch.Ports(
                builder.reader, outbox, builder.publisher.withOwnWithholding(), clock, observer);
        this.nextBucket = new AtomicInteger(spread(clock.instant()));
    }

    /**
     * {@return a builder of a dispatcher}
     *
     * @param reader the store whose commits are published
     * @param outbox the same store's outbox
     * @param publisher may be shared; keys that are withheld from the dispatcher are withheld from it alone
     */
    public static Builder builder(EventReader reader, Outbox outbox, EventPublisher publisher) {
        return new Builder(reader, outbox, publisher);
    }

    /**
     * The bucket to begin at, from the time's hash: function instances that live for one call must not all begin at bucket
     * 0.
     */
    private static int spread(Instant now) {
        return (int) ((now.toEpochMilli() * 0x9E3779B97F4A7C15L) >>> 60);
    }

    /**
     * Publishes the commits of one stream, as far as time and bus allow. While the bus refuses an event for a cause that
     * may pass, such as a throttle, it is tried again after pauses of together 2.4 s at most. Never throws for a failing port.
     *
     * @param deadline when to return
     */
    public DispatchReport dispatch(StreamId stream, Deadline deadline) {
        return dispatch(stream, Optional.empty(), deadline, new Patience(pause));
    }

    /**
     * As above, right after a commit, whose events then need not be read again.
     *
     * @param commit as the store answered it
     * @param events the commit's events, each with its stream and revision as its pattern
     */
    public DispatchReport dispatch(
            StreamId stream, Commit commit, List<? extends Envelope<?>> events, Deadline deadline) {
        EventPage atHand = new EventPage(List.copyOf(events), List.of(commit), commit.last(), false);
        return dispatch(stream, Optional.of(atHand), deadline, new Patience(pause));
    }

    /**
     * Appends and takes the stream's lease by one write, to go on with {@link #dispatch(StreamId, LeasedAppend, Commit, List, Deadline)}.
     *
     * @param store whose commits are published here
     */
    public LeasedAppend append(
            LeasingAppender store,
            StreamId stream,
            Expectation expected,
            List<? extends Envelope<?>> events,
            CommandId command) {
        return store.append(stream, expected, events, command, clock.instant(), lease);
    }

    /** As above, with the lease that the append has taken; without one, somebody else publishes the commit. */
    public DispatchReport dispatch(
            StreamId stream,
            LeasedAppend appended,
            Commit commit,
            List<? extends Envelope<?>> events,
            Deadline deadline) {
        EventPage atHand = new EventPage(List.copyOf(events), List.of(commit), commit.last(), false);
        return dispatch(stream, appended.lease(), Optional.of(atHand), deadline, new Patience(pause));
    }

    private DispatchReport dispatch(
            StreamId stream,
            Optional<DispatchLease> taken,
            Optional<EventPage> atHand,
            Deadline deadline,
            Patience patience) {
        return taken.map(held -> new StreamDispatch(ports, held, deadline, patience).run(atHand))
                .orElseGet(() -> new DispatchReport(stream, Ending.LEASED_ELSEWHERE, 0, 0, Optional.empty(), ""));
    }

    private DispatchReport dispatch(StreamId stream, Optional<EventPage> atHand, Deadline deadline, Patience patience) {
        if (deadline.passed(clock)) {
            return new DispatchReport(stream, Ending.CUT_SHORT, 0, 0, Optional.empty(), "no time left");
        }
        Optional<DispatchLease> taken;
        try {
            taken = outbox.lease(stream, clock.instant(), lease);
        } catch (RuntimeException failed) {
            observer.portFailed("outbox", failed);
            return new DispatchReport(stream, Ending.PORT_FAILED, 0, 0, Optional.empty(), "lease: " + failed);
        }
        return dispatch(stream, taken, atHand, deadline, patience);
    }

    /**
     * Visits dirty streams of all buckets in turn, each stream at most once. The observer is told how many stay dirty.
     *
     * @param limit the most streams to visit, 1 or more; each is given at most {@value StreamDispatch#MOST} events
     * @param deadline when to return
     */
    public DrainReport drain(int limit, Deadline deadline) {
        if (limit < 1) {
            throw new IllegalArgumentException("A drain visits 1 stream or more, not " + limit);
        }
        DrainRound round = new DrainRound(
                ports,
                limit,
                deadline,
                nextBucket.getAndIncrement(),
                new Patience(pause),
                (stream, patience) -> dispatch(stream, Optional.empty(), deadline, patience));
        while (round.goesOn()) {
            round.visitAllBuckets();
        }
        round.tellWhatStaysDirty();
        return new DrainReport(round.reports, round.unread);
    }

    /** Configures a dispatcher; everything has a default. */
    public static final class Builder {
        private final EventReader reader;
        private final Outbox outbox;
        private final EventPublisher publisher;
        private InstantSource clock = InstantSource.system();
        private Duration lease = Duration.ofSeconds(10);
        private Observer observer = Observer.none();
        private Pause pause = time -> TimeUnit.NANOSECONDS.sleep(time.toNanos());

        private Builder(EventReader reader, Outbox outbox, EventPublisher publisher) {
            this.reader = reader;
            this.outbox = outbox;
            this.publisher = publisher;
        }

        /** The clock; the system's by default. */
        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        /**
         * How long a stream is leased, 10 s by default: longer than publishing a page takes. A crash delays a stream by at
         * most this.
         *
         * @throws IllegalArgumentException if {@code time} is not positive
         */
        public Builder lease(Duration time) {
            if (time.isNegative() || time.isZero()) {
                throw new IllegalArgumentException("A dispatch lease lasts longer than " + time);
            }
            lease = time;
            return this;
        }

        /** The observer; none by default. */
        public Builder observer(Observer told) {
            observer = told;
            return this;
        }

        /** The way to wait until the bus may accept refused events; by default the thread sleeps. */
        public Builder pause(Pause between) {
            pause = between;
            return this;
        }

        /** {@return the dispatcher} */
        public Dispatcher build() {
            return new Dispatcher(this);
        }
    }

    /**
     * The results of one drain.
     *
     * @param streams one entry per stream that was visited, in order
     * @param unreadBuckets why buckets of the index could not be read, one text per bucket
     */
    public record DrainReport(List<DispatchReport> streams, List<String> unreadBuckets) {
        public DrainReport {
            streams = List.copyOf(streams);
            unreadBuckets = List.copyOf(unreadBuckets);
        }

        /** {@return how many events the bus accepted} */
        public int published() {
            return streams.stream().mapToInt(DispatchReport::published).sum();
        }

        /** {@return the events that hold up their streams, with causes; watch those that are stuck for good} */
        public List<Stuck> stuck() {
            return streams.stream()
                    .map(DispatchReport::stuck)
                    .flatMap(Optional::stream)
                    .toList();
        }

        /** {@return whether there was nothing to do: no stream was visited, and every bucket was read} */
        public boolean idle() {
            return streams.isEmpty() && unreadBuckets.isEmpty();
        }
    }
}
