package io.triskel.outbox;

import io.triskel.event.Deadline;
import io.triskel.event.StreamId;
import io.triskel.observe.Observer;
import io.triskel.outbox.DispatchReport.Ending;
import io.triskel.outbox.Outbox.DispatchLease;
import io.triskel.publish.EventPublisher;
import io.triskel.store.EventReader;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Publishes committed events, inline after a commit or as a drainer, with the same steps: take the stream's lease, read
 * on from what is published, publish in revision order, record the accepted prefix.
 *
 * <p>Per stream and ordering key, first occurrences reach the bus in revision order; repeats may follow. Nothing is
 * lost by a crash between any two steps. An event that the bus does not accept, or that cannot be read, holds up its own
 * stream and no other.
 */
public final class Dispatcher {
    /** How long a stream that is stuck for good is left alone before it is tried again. */
    static final Duration PUT_OFF = Duration.ofMinutes(1);

    /** The endings that leave a stream dirty while nobody else publishes it. */
    private static final Set<Ending> STAYS_DIRTY =
            Set.of(Ending.CUT_SHORT, Ending.NOT_ACCEPTED, Ending.UNREADABLE, Ending.PORT_FAILED);

    private final EventReader reader;
    private final Outbox outbox;
    private final EventPublisher publisher;
    private final InstantSource clock;
    private final Duration lease;
    private final Observer observer;
    private final AtomicInteger nextBucket;

    private Dispatcher(Builder builder) {
        this.reader = builder.reader;
        this.outbox = builder.outbox;
        this.publisher = builder.publisher.withOwnWithholding();
        this.clock = builder.clock;
        this.lease = builder.lease;
        this.observer = Observer.guarded(builder.observer);
        this.nextBucket = new AtomicInteger(spread(clock.instant()));
    }

    /**
     * {@return a builder of a dispatcher}
     *
     * @param reader the store whose commits are published
     * @param outbox the same store's outbox
     * @param publisher may be shared; what is withheld from the dispatcher is withheld from it alone
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
     * Publishes what is committed to one stream, as far as time and bus allow. Never throws for a failing port.
     *
     * @param deadline when to return
     */
    public DispatchReport dispatch(StreamId stream, Deadline deadline) {
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
        return taken.map(held -> new StreamDispatch(reader, outbox, publisher, clock, observer, held, deadline).run())
                .orElseGet(() -> new DispatchReport(stream, Ending.LEASED_ELSEWHERE, 0, 0, Optional.empty(), ""));
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
        Round round = new Round(limit, deadline, nextBucket.getAndIncrement());
        while (round.goesOn()) {
            round.visitAllBuckets();
        }
        round.tellWhatStaysDirty();
        return new DrainReport(round.reports, round.unread);
    }

    /** What one drain has done so far. */
    private final class Round {
        private final int limit;
        private final Deadline deadline;
        private final List<DispatchReport> reports = new ArrayList<>();
        private final List<String> unread = new ArrayList<>();
        /** The streams visited so far, by bucket; a bucket without further streams is removed. */
        private final Map<Integer, Set<StreamId>> visited = new LinkedHashMap<>();
        /** How many of the streams that a bucket named were not visited; a bucket that could not be read is missing. */
        private final Map<Integer, Integer> unvisited = new HashMap<>();

        Round(int limit, Deadline deadline, int start) {
            this.limit = limit;
            this.deadline = deadline;
            for (int i = 0; i < Outbox.BUCKETS; i++) {
                visited.put(Math.floorMod(start + i, Outbox.BUCKETS), new HashSet<>());
            }
        }

        boolean goesOn() {
            return reports.size() < limit && !visited.isEmpty() && !deadline.passed(clock);
        }

        /** Divides the rest of the limit among the buckets that may have more streams, so that few rounds use it up. */
        void visitAllBuckets() {
            int share = Math.max(1, (limit - reports.size()) / visited.size());
            visited.entrySet().removeIf(bucket -> goesOn() && !mayHaveMore(bucket.getKey(), bucket.getValue(), share));
        }

        /**
         * Asks for more streams by the number visited before: those still dirty are named again and must not hide the
         * others.
         */
        private boolean mayHaveMore(int bucket, Set<StreamId> before, int share) {
            List<StreamId> dirty;
            try {
                dirty = outbox.dirty(bucket, clock.instant(), share + before.size());
            } catch (RuntimeException failed) {
                observer.portFailed("outbox", failed);
                unread.add("bucket " + bucket + ": " + failed);
                return false;
            }
            int some = 0;
            int left = 0;
            for (StreamId stream : dirty) {
                if (before.contains(stream)) {
                    continue;
                }
                if (some < share && goesOn()) {
                    before.add(stream);
                    reports.add(dispatch(stream, deadline));
                    some++;
                } else {
                    left++;
                }
            }
            unvisited.put(bucket, left);
            return some > 0;
        }

        /** Tells zero only if every bucket was read: an unread one may have dirty streams. */
        void tellWhatStaysDirty() {
            long dirty =
                    unvisited.values().stream().mapToLong(Integer::longValue).sum()
                            + reports.stream()
                                    .filter(report -> STAYS_DIRTY.contains(report.ending()))
                                    .count();
            if (dirty > 0 || unvisited.size() == Outbox.BUCKETS) {
                observer.dirtyStreams(dirty);
            }
        }
    }

    /** Configures a dispatcher; everything has a default. */
    public static final class Builder {
        private final EventReader reader;
        private final Outbox outbox;
        private final EventPublisher publisher;
        private InstantSource clock = InstantSource.system();
        private Duration lease = Duration.ofSeconds(10);
        private Observer observer = Observer.none();

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

        /** Who is told what happens; nobody by default. */
        public Builder observer(Observer told) {
            observer = told;
            return this;
        }

        /** {@return the dispatcher} */
        public Dispatcher build() {
            return new Dispatcher(this);
        }
    }
}
