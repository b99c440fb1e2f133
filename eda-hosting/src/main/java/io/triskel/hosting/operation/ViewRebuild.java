package io.triskel.hosting.operation;

import io.triskel.consume.Delivery;
import io.triskel.consume.EventConsumer;
import io.triskel.consume.NotYetException;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventType;
import io.triskel.event.Page;
import io.triskel.personal.SubjectForgotten;
import io.triskel.platform.Platform;
import io.triskel.projection.History;
import io.triskel.projection.Rebuild;
import io.triskel.projection.View;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/**
 * Rebuilds a view next to the live one, from the archive and then from the bus, and switches to it. Live handlers continue
 * meanwhile, and nothing is missed: the bus is read from its oldest event on, and again until the old rows are unused.
 *
 * <p>A rebuild skips an unreadable event, as the live view did.
 *
 * <p>One rebuild at a time, by one thread. The next rebuild resumes one that was interrupted.
 */
public final class ViewRebuild<R> {
    /** The consumer group, or the subscription, that every deployment keeps for rebuilds; also the consumer's name. */
    public static final String CONSUMER = "view-rebuild";

    private static final int PAGE = 500;

    /** Events of a step: the more, the more of them are of one row, which is written once a step. */
    private static final int STEP = 2_000;

    private static final int ROWS_AT_ONCE = 8;
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final View<R> view;
    private final Platform platform;
    private final Past past;
    private final LongConsumer progress;
    private final Set<EventType> shown;
    private final Reached reached = new Reached();
    private final Set<String> unreadable = new HashSet<>();
    private final AtomicLong fromBus = new AtomicLong();
    private long read;
    private long fromArchive;

    /**
     * Prepares a rebuild; nothing is called yet.
     *
     * @param progress receives the number of events read, now and then
     */
    public ViewRebuild(View<R> view, Platform platform, Past past, LongConsumer progress) {
        this.view = view;
        this.platform = platform;
        this.past = past;
        this.progress = progress;
        shown = new HashSet<>(view.subscribe(EventConsumer.named(CONSUMER, platform.codec()))
                .build()
                .types());
        shown.remove(SubjectForgotten.TYPE);
    }

    /** {@return the rebuild of a view of any rows} */
    public static <R> ViewRebuild<R> of(View<R> view, Platform platform, Past past) {
        return new ViewRebuild<>(view, platform, past, read -> {});
    }

    /**
     * The results of a rebuild.
     *
     * @param view its name
     * @param generation the number of the new rows
     * @param fromArchive events of the view that the archive had
     * @param fromBus events of the view that the archive did not have
     * @param unreadable records that are no events, or events whose data cannot be read
     * @param dropped old rows that were removed
     */
    public record Report(String view, int generation, long fromArchive, long fromBus, long unreadable, long dropped) {}

    /**
     * Rebuilds, and switches to the new rows. The old ones stay: for a pipeline to which nothing happens any more.
     *
     * @param deadline for the bus; the archive is read to its end
     * @throws IllegalStateException if the bus is not read to its end by the deadline, or an event makes the view fail
     * @throws io.triskel.event.PortException if archive or stores fail; another call resumes
     */
    public Report switchOver(Deadline deadline) {
        Rebuild<R> rebuild = readArchive();
        try (Feed feed = new Feed(rebuild)) {
            switchOver(rebuild, feed, deadline);
        }
        return report(rebuild, 0);
    }

    /**
     * As above, and continues with the bus until the old rows are unused, which takes as long as views keep a generation
     * (10 s and some), then removes them.
     */
    public Report toEnd(Deadline deadline) {
        Optional<Rebuild<R>> interrupted = view.unfinishedRebuild(generation -> past.subscribe());
        if (interrupted.isPresent()) {
            // Another process switched over and was interrupted: the old rows have to go before the next rebuild can
            // begin.
            try (Feed feed = new Feed(interrupted.get())) {
                handOver(interrupted.get(), feed, deadline);
            }
        }
        Rebuild<R> rebuild = readArchive();
        long dropped;
        try (Feed feed = new Feed(rebuild)) {
            switchOver(rebuild, feed, deadline);
            dropped = handOver(rebuild, feed, deadline);
        }
        return report(rebuild, dropped);
    }

    /** The bus of a rebuild that somebody else steps through. One thread at a time uses it. */
    public interface Bus extends AutoCloseable {
        /** {@return whether all that was published has been applied, after it has read on for some seconds at most} */
        boolean read();

        @Override
        void close();
    }

    /**
     * {@return the archive, for a rebuild that somebody else steps through, who closes it} The bus keeps its events from now on, for
     * {@link #follow}.
     */
    public History history() {
        past.subscribe();
        History archive = past.archive(this::broken);
        return new History() {
            @Override
            public Page<Envelope<?>> read(Optional<String> after, int limit) {
                return remember(archive.read(after, limit));
            }

            @Override
            public void close() {
                archive.close();
            }
        };
    }

    /** {@return the bus from its oldest event on, for that rebuild, once it has read {@link #history}} */
    public Bus follow(Rebuild<?> rebuild) {
        return new Feed(rebuild);
    }

    private Report report(Rebuild<R> rebuild, long dropped) {
        return new Report(view.name(), rebuild.generation(), fromArchive, fromBus.get(), unreadable.size(), dropped);
    }

    private Rebuild<R> readArchive() {
        ExecutorService rows = Executors.newFixedThreadPool(ROWS_AT_ONCE);
        try (History archive = new ReadAhead(past.archive(this::broken), rows)) {
            Rebuild<R> rebuild = view.rebuild(
                    (after, limit) -> remember(archive.read(after, limit)), generation -> past.subscribe());
            do {
                progress.accept(read);
            } while (rebuild.step(STEP, rows));
            return rebuild;
        } finally {
            rows.shutdown();
        }
    }

    private Page<Envelope<?>> remember(Page<Envelope<?>> page) {
        for (Envelope<?> event : page.items()) {
            read++;
            reached.add(event);
            if (isShown(event)) {
                fromArchive++;
            }
        }
        return page;
    }

    private boolean isShown(Envelope<?> event) {
        return shown.contains(event.type());
    }

    private void broken(Delivery.Undecodable record) {
        unreadable.add(record.position().value());
    }

    private void switchOver(Rebuild<R> rebuild, Feed feed, Deadline deadline) {
        feed.readToEnd(deadline);
        rebuild.complete();
    }

    private long handOver(Rebuild<R> rebuild, Feed feed, Deadline deadline) {
        while (!rebuild.mayEnd()) {
            boolean unused = feed.bus.readSome(deadline);
            if (deadline.passed(platform.clock())) {
                throw new IllegalStateException(
                        "the view is rebuilt, but the old rows were still in use at the deadline;"
                                + " the next rebuild removes them");
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        feed.readToEnd(deadline);
        long dropped = 0;
        int some;
        do {
            some = rebuild.dropOld(PAGE);
            dropped += some;
        } while (some > 0);
        return dropped;
    }

    /** Feeds the bus's events to a rebuild. */
    private final class Feed implements Bus {
        private final Rebuild<?> rebuild;
        private final BusFeed bus;

        Feed(Rebuild<?> rebuild) {
            this.rebuild = rebuild;
            bus = BusFeed.of(platform.codec(), platform.clock(), CONSUMER, this::declare, past);
        }

        private void declare(EventConsumer.Builder consumer, BusFeed.Guard guard) {
            shown.forEach(type -> consumer.on(type, guard.around((event, handling) -> take(event))));
            if (platform.types().types().contains(SubjectForgotten.TYPE)) {
                consumer.on(SubjectForgotten.TYPE, SubjectForgotten.class, view.eraser());
            }
        }

        private void take(Envelope<?> event) throws NotYetException {
            try {
                if (!reached.has(event) && rebuild.apply(event)) {
                    fromBus.incrementAndGet();
                }
            } catch (RuntimeException | Error failed) {
                throw new IllegalStateException(
                        "the view fails at event " + event.id().id() + " of " + event.type() + ": "
                                + failed.getMessage(),
                        failed);
            }
        }

        void readToEnd(Deadline deadline) {
            bus.readToEnd(deadline).ifPresent(why -> {
                throw new IllegalStateException(why + "; the view is unchanged, and the next rebuild resumes");
            });
        }

        @Override
        public boolean read() {
            return bus.readSome(Deadline.in(BusFeed.RUN, platform.clock()));
        }

        @Override
        public void close() {
            bus.unreadable().forEach(unreadable::add);
            bus.close();
        }
    }
}
