package io.triskel.load.path;

import io.triskel.codec.EventCodec;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Consumer;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.load.Consumption;
import io.triskel.load.TestPorts;
import io.triskel.load.traffic.Burst;
import io.triskel.load.traffic.Outcome;
import io.triskel.publish.OrderedPublisher;
import io.triskel.publish.PublishReport;
import io.triskel.publish.PublishReport.Entry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A target's bus, published to and consumed from as an application does it: through an {@link OrderedPublisher} and the adapter's own
 * long-running consumers, without an inbox.
 */
public final class BusPath implements LoadPath {
    private static final Duration PUBLISHING = Duration.ofSeconds(30);
    /** A consumer's run ends that often, so that a pause or the end is noticed. */
    private static final Duration RUN = Duration.ofSeconds(2);

    /** The time left before a pause may be too short for a consumer's first call. */
    private static final Duration SHORTEST_RUN = Duration.ofMillis(50);

    /** Requests in flight, and calls of the publisher: more would make smaller requests. */
    private static final int CONCURRENCY = 8;

    private static final int MOST_PROBLEMS = 20;

    /** Adapters begin a message with the provider's code where there is one. */
    private static final Pattern CODE = Pattern.compile("([A-Z][A-Za-z0-9_.]{2,60})(?::|$).*", Pattern.DOTALL);

    private final TestPorts ports;
    private final int consumers;
    private final LoadEvents events;
    private final OrderedPublisher publisher;
    private final List<Consumption> consumptions = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<String> problems = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    /**
     * Creates it.
     *
     * @param ports closed with the path
     * @param consumers how many read, each all events
     * @param run tells the events of this run from all others
     * @param size of an event, in bytes
     * @throws IllegalArgumentException if the target's smallest event is larger
     */
    public BusPath(TestPorts ports, int consumers, long run, int size) {
        this.ports = ports;
        this.consumers = consumers;
        var bus = ports.bus();
        this.events = new LoadEvents(bus.limits().mode(), run, size);
        this.publisher = OrderedPublisher.builder(bus, events.codec())
                .maxInFlight(CONCURRENCY)
                .build();
    }

    /** {@return the codec of events up to this size, for a bus that decodes what it delivers} */
    public static EventCodec codec(int size) {
        return LoadEvents.codec(size);
    }

    @Override
    public void start(Arrived arrived, Pauses pauses) {
        for (int i = 0; i < consumers; i++) {
            int consumer = i;
            BatchProcessor processor = BatchProcessor.of(Consumer.named("load-" + consumer)
                            .on(
                                    LoadEvents.TYPE,
                                    LoadEvents.Data.class,
                                    (event, handling) -> arrive(arrived, consumer, event))
                            .parkingLot(new UnreadableEvents(consumer, arrived))
                            .build())
                    .codec(events.codec())
                    .build();
            Consumption consumption = ports.fromStart("load-" + consumer, processor, events.codec());
            consumptions.add(consumption);
            Thread thread = new Thread(() -> consume(consumption, pauses), "consumer-" + consumer);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    private static void arrive(Arrived arrived, int consumer, Envelope<LoadEvents.Data> event) {
        LoadEvents.stamp(event)
                .ifPresentOrElse(
                        stamp -> arrived.arrived(consumer, stamp, LoadEvents.isIntact(event, stamp)),
                        () -> arrived.unreadable(consumer));
    }

    private void consume(Consumption consumption, Pauses pauses) {
        try {
            while (!closed) {
                if (pauses.untilNext().compareTo(SHORTEST_RUN) < 0) {
                    consumption.pause();
                    TimeUnit.MILLISECONDS.sleep(5);
                } else if (run(consumption, pauses.untilNext()) == 0) {
                    TimeUnit.MILLISECONDS.sleep(1);
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private int run(Consumption consumption, Duration untilPause) {
        Duration time = untilPause.compareTo(RUN) < 0 ? untilPause : RUN;
        try {
            Consumption.Progress progress =
                    consumption.run(Integer.MAX_VALUE, Deadline.in(time, InstantSource.system()));
            progress.problems().forEach(this::problem);
            return progress.settled();
        } catch (RuntimeException failed) {
            problem(String.valueOf(failed));
            return 0;
        }
    }

    private void problem(String words) {
        if (problems.size() < MOST_PROBLEMS && !closed) {
            problems.add(words);
        }
    }

    @Override
    public void send(Burst burst, Answered answered) {
        List<Envelope<?>> batch = new ArrayList<>(burst.size());
        for (int i = 0; i < burst.size(); i++) {
            batch.add(events.event(burst.key(i), burst.number(i), burst.intended(i), burst.sent()));
        }
        publisher
                .publish(batch, Deadline.in(PUBLISHING, InstantSource.system()))
                .thenAccept(report -> answer(burst, report, answered));
    }

    private static void answer(Burst burst, PublishReport report, Answered answered) {
        for (int i = 0; i < burst.size(); i++) {
            Entry entry = report.entries().get(i);
            if (!(entry instanceof Entry.Accepted)) {
                burst.failed(
                        i, entry.fold(accepted -> Outcome.ACCEPTED, BusPath::refused, withheld -> Outcome.WITHHELD));
            }
        }
        answered.answered(burst);
    }

    private static Outcome refused(Entry.Rejected rejected) {
        Matcher code = CODE.matcher(Optional.ofNullable(rejected.message()).orElse(""));
        return Outcome.refused(rejected.cause(), code.matches() ? code.group(1) : "");
    }

    @Override
    public int concurrency() {
        return CONCURRENCY;
    }

    @Override
    public void resume(int key) {
        publisher.resume(LoadEvents.key(key));
    }

    @Override
    public List<String> problems() {
        return List.copyOf(problems);
    }

    @Override
    public void close() {
        closed = true;
        threads.forEach(BusPath::awaitEnd);
        consumptions.forEach(Consumption::close);
        ports.close();
    }

    private static void awaitEnd(Thread thread) {
        try {
            thread.join(RUN.multipliedBy(5).toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
