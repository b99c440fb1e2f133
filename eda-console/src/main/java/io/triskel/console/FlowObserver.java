package io.triskel.console;

import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.observe.EventOutcome;
import io.triskel.observe.Observer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;

/**
 * Observes a platform for the console's flow: put it into the platform's settings, then give it to {@link ConsoleBuilder#flow}.
 *
 * <pre>{@code
 * FlowObserver flow = new FlowObserver();
 * Platform platform = InMemoryPlatform.of(Settings.of("/shop", types).observer(Observer.all(metrics, flow)));
 * Console console = Console.of(platform).flow(flow).start(8700);
 * }</pre>
 *
 * <p>It counts always, which costs nanoseconds an event. It measures and samples only while a page shows the flow. Memory is
 * bounded; the first {@value #MOST_STATIONS} consumers are told apart.
 */
public final class FlowObserver implements Observer {
    static final int MOST_STATIONS = 64;
    static final int MOVES_OF_A_LOOK = 30;

    /** More than are shown, since the next look may have fewer events than the last one. */
    private static final int DRAWN_OF_A_LOOK = 8 * MOVES_OF_A_LOOK;

    /** A look at least this often keeps it sampling. */
    private static final long WATCHED_NANOS = 5_000_000_000L;

    private final Map<String, Station> stations = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> endings = new ConcurrentHashMap<>();
    private final LongAdder published = new LongAdder();
    private final RecentIds ids = new RecentIds();
    private final LongAdder rejected = new LongAdder();
    private final Station others = new Station();
    private final LongAdder offered = new LongAdder();
    private final List<Move> moves = new ArrayList<>();
    private final List<Note> notes = new ArrayList<>();

    /** How many of the offered events came to {@link #moves}, where each has the same chance to stay. */
    private long drawn;

    /** One of so many offered events is drawn: as many as needed by the last look, so that the others take no lock. */
    private volatile int oneOf = 1;

    private volatile long watchedUntil;
    private volatile boolean watched;

    /** Makes an observer of one platform. */
    public FlowObserver() {
        // Nothing is observed yet.
    }

    /** What one consumer did since the start of this process. */
    static final class Station {
        final LongAdder handled = new LongAdder();
        final LongAdder repeats = new LongAdder();
        final LongAdder failed = new LongAdder();
        final Times times = new Times();
        volatile long oldestMillis;

        private void add(Station other) {
            handled.add(other.handled.sum());
            repeats.add(other.repeats.sum());
            failed.add(other.failed.sum());
            times.add(other.times);
        }

        private void count(EventOutcome verdict, long events) {
            switch (verdict) {
                case HANDLED -> handled.add(events);
                case DUPLICATE -> repeats.add(events);
                case PARKED, UNSETTLED_FAILED, FAILED -> failed.add(events);
                default -> {
                    // Nothing happened to the event.
                }
            }
        }
    }

    /** An event that reached a consumer. */
    record Move(Envelope<?> event, String to, boolean repeat) {}

    /** A parked event, or one that was tried again. */
    record Note(String kind, String consumer, String event, String text) {}

    @Override
    public void published(Envelope<?> event, EventOutcome outcome, Duration took) {
        if (outcome == EventOutcome.ACCEPTED) {
            // An outbox sends again what it did not record as sent.
            if (ids.add(event.id())) {
                published.increment();
            }
        } else if (outcome.isRejected()) {
            rejected.increment();
        }
    }

    @Override
    public void handled(String consumer, Envelope<?> event, EventOutcome verdict, Duration took) {
        Station station = station(consumer);
        station.count(verdict, 1);
        if (isWatched() && (verdict == EventOutcome.HANDLED || verdict == EventOutcome.DUPLICATE)) {
            if (verdict == EventOutcome.HANDLED) {
                station.times.add(took.toNanos() / 1_000, System.nanoTime());
            }
            offer(event, consumer, verdict == EventOutcome.DUPLICATE);
        }
    }

    /** A consumer in another process came to this verdict on so many events, as its log says; how long it took is not known. */
    public void counted(String consumer, EventOutcome verdict, long events) {
        station(consumer).count(verdict, events);
    }

    /** An event of the bus goes to a consumer in another process. */
    public void underWay(String consumer, Envelope<?> event) {
        if (isWatched()) {
            offer(event, consumer, false);
        }
    }

    @Override
    public void parked(String consumer, EventId event, String reason) {
        note(new Note("parked", consumer, event.id(), Texts.cut(reason, 200)));
    }

    @Override
    public void replayed(String consumer, EventId event, EventOutcome outcome) {
        if (outcome == EventOutcome.HANDLED) {
            station(consumer).handled.increment();
        }
        note(new Note("replayed", consumer, event.id(), outcome.tag()));
    }

    @Override
    public void sagaEnded(String saga, String instance, String ending) {
        if (endings.size() < MOST_STATIONS || endings.containsKey(ending)) {
            endings.computeIfAbsent(ending, unused -> new LongAdder()).increment();
        }
    }

    @Override
    public void oldestUnsettled(String consumer, Duration age) {
        station(consumer).oldestMillis = age.toMillis();
    }

    private Station station(String consumer) {
        Station known = stations.get(consumer);
        if (known != null) {
            return known;
        }
        return stations.size() < MOST_STATIONS ? stations.computeIfAbsent(consumer, unused -> new Station()) : others;
    }

    private boolean isWatched() {
        return watched && System.nanoTime() - watchedUntil < 0;
    }

    private void offer(Envelope<?> event, String consumer, boolean repeat) {
        offered.increment();
        if (oneOf > 1 && ThreadLocalRandom.current().nextInt(oneOf) > 0) {
            return;
        }
        synchronized (moves) {
            drawn++;
            if (moves.size() < MOVES_OF_A_LOOK) {
                moves.add(new Move(event, consumer, repeat));
                return;
            }
            long place = ThreadLocalRandom.current().nextLong(drawn);
            if (place < MOVES_OF_A_LOOK) {
                moves.set((int) place, new Move(event, consumer, repeat));
            }
        }
    }

    private void note(Note note) {
        if (isWatched()) {
            synchronized (notes) {
                if (notes.size() < 1) {
                    notes.add(note);
                }
            }
        }
    }

    /** Begins or continues to sample. */
    void watch() {
        watchedUntil = System.nanoTime() + WATCHED_NANOS;
        watched = true;
    }

    /** Sampled events, and how many there were. */
    record Sample(List<Move> moves, long of) {}

    Sample takeMoves() {
        long of = offered.sumThenReset();
        oneOf = (int) Math.max(1, of / DRAWN_OF_A_LOOK);
        synchronized (moves) {
            Sample sample = new Sample(List.copyOf(moves), of);
            moves.clear();
            drawn = 0;
            return sample;
        }
    }

    List<Note> takeNotes() {
        synchronized (notes) {
            List<Note> taken = List.copyOf(notes);
            notes.clear();
            return taken;
        }
    }

    /** {@return all consumers together, as of now} */
    Station total() {
        Station total = new Station();
        stations.values().forEach(total::add);
        total.add(others);
        return total;
    }

    Map<String, Station> stations() {
        return new TreeMap<>(stations);
    }

    Map<String, Long> endings() {
        Map<String, Long> counts = new TreeMap<>();
        endings.forEach((ending, count) -> counts.put(ending, count.sum()));
        return counts;
    }

    long publishedEvents() {
        return published.sum();
    }

    long rejectedEvents() {
        return rejected.sum();
    }
}
