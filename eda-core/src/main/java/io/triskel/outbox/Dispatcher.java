package io.triskel.outbox;

import io.triskel.codec.WrittenEvent;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.Pause;
import io.triskel.event.PortException;
import io.triskel.event.StreamId;
import io.triskel.observe.Observer;
import io.triskel.outbox.DispatchReport.Ending;
import io.triskel.outbox.DispatchReport.Stuck;
import io.triskel.outbox.Outbox.DispatchLease;
import io.triskel.outbox.Outbox.LeasedAppend;
import io.triskel.outbox.Outbox.LeasingAppender;
import io.triskel.publish.EventPublisher;
import io.triskel.publish.PublishReport;
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
import java.util.function.Supplier;

/**
 * Publishes committed events, inline after a commit or in a drain: takes the stream's lease, reads the unpublished events,
 * publishes them in revision order, records the accepted prefix and releases the lease. If the stream is leased, its holder
 * publishes instead: it reads newer commits before releasing the lease. Behind published commits, a commit's own claim is
 * enough to publish it inline ({@link LeasingAppender}).
 *
 * <p>Per stream and ordering key, first occurrences reach the bus in revision order; duplicates may follow. A crash between
 * any two steps loses nothing. An event that the bus does not accept, or that cannot be read, blocks only its own stream.
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
     * @param publisher may be shared; the dispatcher has its own withheld keys
     */
    public static Builder builder(EventReader reader, Outbox outbox, EventPublisher publisher) {
        return new Builder(reader, outbox, publisher);
    }

    /** The first bucket, from the time's hash: function instances that live for one call must not all begin at bucket 0. */
    private static int spread(Instant now) {
        return (int) ((now.toEpochMilli() * 0x9E3779B97F4A7C15L) >>> 60);
    }

    /**
     * Publishes the commits of one stream, as far as time and bus allow. An event rejected for a transient cause, such as
     * throttling, is tried again after pauses of at most 2.4 s in total. Never throws for a failing port.
     *
     * @param deadline when to return
     */
    public DispatchReport dispatch(StreamId stream, Deadline deadline) {
        return dispatch(stream, Optional.empty(), deadline, new Patience(pause));
    }

    /**
     * Publishes a stream right after a commit, whose events need not be read again.
     *
     * @param commit as the store returned it
     * @param events the commit's events, each with its stream and revision as its pattern
     */
    public DispatchReport dispatch(
            StreamId stream, Commit commit, List<? extends Envelope<?>> events, Deadline deadline) {
        EventPage atHand = new EventPage(List.copyOf(events), List.of(commit), commit.last(), false);
        return dispatch(stream, Optional.of(atHand), deadline, new Patience(pause));
    }

    /**
     * Appends and takes the right to publish in one write, to continue with {@link #dispatch(StreamId, LeasedAppend, Commit,
     * List, Deadline)}.
     *
     * @param store the store of this dispatcher
     */
    public LeasedAppend append(
            LeasingAppender store,
            StreamId stream,
            Expectation expected,
            List<? extends Envelope<?>> events,
            CommandId command) {
        return store.append(stream, expected, events, command, clock.instant(), lease);
    }

    /** Publishes a stream right after such an append, unless another process does. */
    public DispatchReport dispatch(
            StreamId stream,
            LeasedAppend appended,
            Commit commit,
            List<? extends Envelope<?>> events,
            Deadline deadline) {
        EventPage atHand = new EventPage(List.copyOf(events), List.of(commit), commit.last(), false);
        return dispatch(
                stream, appended.lease(), Optional.of(atHand), appended.written(), deadline, new Patience(pause));
    }

    /**
     * Publishes events once more that are published, for a receiver that may have lost the first ones.
     *
     * @throws PortException if the bus does not accept them all
     */
    public void publishAgain(List<? extends Envelope<?>> events, Deadline deadline) {
        PublishReport report = ports.publisher().publishAndWait(List.copyOf(events), deadline);
        if (report.acceptedPrefix() < events.size()) {
            events.forEach(event -> event.key().ifPresent(ports.publisher()::resume));
            throw new PortException("Published events were not accepted again: "
                    + report.entries().get(report.acceptedPrefix()));
        }
    }

    private DispatchReport dispatch(
            StreamId stream,
            Supplier<Optional<DispatchLease>> lease,
            Optional<EventPage> atHand,
            List<WrittenEvent> written,
            Deadline deadline,
            Patience patience) {
        Optional<DispatchLease> taken;
        try {
            taken = lease.get();
        } catch (RuntimeException failed) {
            observer.portFailed("outbox", failed);
            return new DispatchReport(stream, Ending.PORT_FAILED, 0, 0, Optional.empty(), "lease: " + failed);
        }
        return taken.map(held -> new StreamDispatch(ports, held, deadline, patience).run(atHand, written))
                .orElseGet(() -> new DispatchReport(stream, Ending.LEASED_ELSEWHERE, 0, 0, Optional.empty(), ""));
    }

    private DispatchReport dispatch(StreamId stream, Optional<EventPage> atHand, Deadline deadline, Patience patience) {
        if (deadline.passed(clock)) {
            return new DispatchReport(stream, Ending.CUT_SHORT, 0, 0, Optional.empty(), "no time left");
        }
        return dispatch(
                stream, () -> outbox.lease(stream, clock.instant(), lease), atHand, List.of(), deadline, patience);
    }

    /**
     * Publishes unpublished streams of all buckets in turn, each at most once, and reports to the observer how many are
     * left.
     *
     * @param limit the most streams to visit, at least 1; of each at most {@value StreamDispatch#MOST} events
     * @param deadline when to return
     */
    public DrainReport drain(int limit, Deadline deadline) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1, not " + limit);
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

        /** Sets the clock. Default: the system's. */
        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        /**
         * Sets how long a stream is leased or a commit claimed: longer than publishing a page takes. Default: 10 s. A crash
         * delays a stream by at most this time.
         *
         * @throws IllegalArgumentException if {@code time} is not positive
         */
        public Builder lease(Duration time) {
            if (time.isNegative() || time.isZero()) {
                throw new IllegalArgumentException("time must be positive, not " + time);
            }
            lease = time;
            return this;
        }

        /** Sets the observer. Default: none. */
        public Builder observer(Observer told) {
            observer = told;
            return this;
        }

        /** Sets how to wait before rejected events are retried. Default: the thread sleeps. */
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
     * @param streams one entry per visited stream, in order
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

        /** {@return the events that block their streams, with causes; alert on the {@link Stuck#permanent} ones} */
        public List<Stuck> stuck() {
            return streams.stream()
                    .map(DispatchReport::stuck)
                    .flatMap(Optional::stream)
                    .toList();
        }

        /** {@return whether there was nothing to do: every bucket was read, and no stream visited} */
        public boolean idle() {
            return streams.isEmpty() && unreadBuckets.isEmpty();
        }
    }
}
