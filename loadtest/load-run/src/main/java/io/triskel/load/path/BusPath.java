package io.triskel.load.path;

import io.triskel.codec.EventCodec;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.EventConsumer;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.load.TestPorts;
import io.triskel.load.clock.ClockOffset;
import io.triskel.load.traffic.Burst;
import io.triskel.load.traffic.SendOutcome;
import io.triskel.load.traffic.Stamp;
import io.triskel.publish.OrderedPublisher;
import io.triskel.publish.PublishReport;
import io.triskel.publish.PublishReport.Entry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A target's bus, published to and consumed from as an application does it: through an {@link OrderedPublisher} and the adapter's own
 * long-running consumers, without an inbox.
 */
public final class BusPath implements LoadPath {
    private static final Duration PUBLISHING = Duration.ofSeconds(30);

    /** Adapters begin a message with the provider's code where there is one. */
    private static final Pattern CODE = Pattern.compile("([A-Z][A-Za-z0-9_.]{2,60})(?::|$).*", Pattern.DOTALL);

    private final TestPorts ports;
    private final int consumers;
    private final LoadEvents events;
    private final OrderedPublisher publisher;
    private final BrokerStages broker;
    private final long run;
    private final LongSupplier nanos;
    private final Consuming consuming;

    /**
     * Creates it.
     *
     * @param ports closed with the path
     * @param consumers how many read, each all events
     * @param run tells the events of this run from all others
     * @param size of an event, in bytes
     * @param nanos the clock of the run
     * @param epoch by that clock
     * @throws IllegalArgumentException if the target's smallest event is larger
     */
    public BusPath(TestPorts ports, int consumers, long run, int size, LongSupplier nanos, long epoch) {
        this(ports, consumers, run, size, nanos, epoch, new Consuming());
    }

    BusPath(TestPorts ports, int consumers, long run, int size, LongSupplier nanos, long epoch, Consuming consuming) {
        this.consuming = consuming;
        this.run = run;
        this.nanos = nanos;
        this.broker = new BrokerStages("handler", epoch);
        this.ports = ports;
        this.consumers = consumers;
        var bus = ports.bus();
        this.events = new LoadEvents(bus.limits().mode(), run, size);
        this.publisher = OrderedPublisher.builder(bus, events.codec())
                // The generator decides how many calls are in flight.
                .maxInFlight(MOST_CALLS)
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
            String name = "load-" + consumer;
            BatchProcessor processor = BatchProcessor.of(EventConsumer.named(name)
                            .on(
                                    LoadEvents.TYPE,
                                    LoadEvents.Data.class,
                                    (event, handling) -> arrive(arrived, consumer, event, handling.acceptedAt()))
                            .parkingLot(new UnreadableEvents(consumer, arrived))
                            .build())
                    .codec(events.codec())
                    .build();
            consuming.start(name, ports.fromStart(name, processor, events.codec()), pauses);
        }
    }

    private void arrive(Arrived arrived, int consumer, Envelope<LoadEvents.Data> event, Optional<Instant> accepted) {
        Optional<Stamp> stamp = LoadEvents.stamp(event);
        if (stamp.isEmpty()) {
            arrived.unreadable(consumer);
            return;
        }
        if (accepted.isPresent() && stamp.get().run() == run) {
            long now = nanos.getAsLong();
            broker.noted(arrived, stamp.get().intended(), stamp.get().sent(), accepted.get(), now, now);
        }
        arrived.arrived(consumer, stamp.get(), LoadEvents.isIntact(event, stamp.get()));
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
                        i,
                        entry.fold(
                                accepted -> SendOutcome.ACCEPTED, BusPath::refused, withheld -> SendOutcome.WITHHELD));
            }
        }
        answered.answered(burst);
    }

    private static SendOutcome refused(Entry.Rejected rejected) {
        Matcher code = CODE.matcher(Optional.ofNullable(rejected.message()).orElse(""));
        return SendOutcome.refused(rejected.cause(), code.matches() ? code.group(1) : "");
    }

    @Override
    public boolean oneCallPerKey() {
        return true;
    }

    @Override
    public void resume(int key) {
        publisher.resume(LoadEvents.key(key));
    }

    @Override
    public Map<String, Double> brokerStages() {
        return broker.errorMicros(0);
    }

    @Override
    public Map<String, ClockOffset> clocks() {
        return broker.clocks();
    }

    @Override
    public List<String> problems() {
        return consuming.problems();
    }

    @Override
    public void close() {
        consuming.close();
        ports.close();
    }
}
