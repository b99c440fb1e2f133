package io.triskel.orders.memory;

import io.triskel.codec.EventCodec;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.PortException;
import io.triskel.hosting.clock.ClockWork;
import io.triskel.hosting.clock.TickReport;
import io.triskel.memory.InMemoryBus;
import io.triskel.memory.InMemoryStores;
import io.triskel.notify.Lookup;
import io.triskel.observe.Observer;
import io.triskel.orders.notification.Mailbox;
import io.triskel.orders.notification.SentMessages;
import io.triskel.orders.payment.PaymentProvider;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.orders.pipeline.OrderTypes;
import io.triskel.orders.pipeline.Ports;
import io.triskel.orders.pipeline.Style;
import io.triskel.orders.run.HostedPipeline;
import io.triskel.orders.run.Operator;
import io.triskel.orders.run.Pace;
import io.triskel.platform.Platform;
import io.triskel.platform.Stores;
import io.triskel.publish.EventBus;
import io.triskel.publish.EventBus.WireMode;
import io.triskel.publish.PublishFailedException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The pipeline on memory ports: consumers take their turns while the driver waits or lets the pipeline {@linkplain #work
 * work}, under a clock that advances by itself when only waiting is left. Work that chaos interrupts is repeated.
 */
final class MemoryPipeline implements HostedPipeline, Pace, AutoCloseable {
    private static final int PARTITIONS = 8;
    private static final int LIMIT = 1000;

    /**
     * The events that a partition keeps. Young events are collected cheaply; with the bus's 65,536, most of them grow
     * old in the heap.
     */
    private static final int EVENTS_PER_PARTITION = 4_096;

    /** Many times longer than any lease; it costs nothing, because the clock advances by itself. */
    private static final Duration PATIENCE = Duration.ofHours(3);

    /** How often a failing call is repeated. */
    private static final int CALLS = 2000;

    private final Chaos chaos;
    private final DrivenClock clock = new DrivenClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final Tally tally;
    private final CommittedFacts committed;
    private final MemoryFaults faults;
    private final Ports calm;
    private final OrderPipeline pipeline;
    private final ClockWork clockWork;
    private final List<SubscribedConsumer> consumers;
    private final Optional<ExecutorService> threads;
    private final Turns<SubscribedConsumer> turns;
    private final Operator operator;
    private Instant due = clock.instant();

    /** Puts the pipeline together, on the thread that calls. */
    MemoryPipeline(Style style, Chaos chaos) {
        this(style, chaos, 1, event -> {}, Observer.none());
    }

    /**
     * Puts the pipeline together.
     *
     * @param parallel how many consumers work side by side; 1 with chaos, or its seed would not give the same run again
     * @param log takes each event once, as a CloudEvent
     * @param observer told of everything
     */
    MemoryPipeline(Style style, Chaos chaos, int parallel, Consumer<Supplier<byte[]>> log, Observer observer) {
        this(style, chaos, parallel, log, observer, Optional.empty());
    }

    /** Puts a pipeline together whose calls of its stores are counted. */
    MemoryPipeline(Style style, CountedStores counted) {
        this(style, Chaos.none(), 1, event -> {}, Observer.none(), Optional.of(counted));
    }

    private MemoryPipeline(
            Style style,
            Chaos chaos,
            int parallel,
            Consumer<Supplier<byte[]>> log,
            Observer observer,
            Optional<CountedStores> counted) {
        if (parallel < 1 || (chaos.on() && parallel > 1)) {
            throw new IllegalArgumentException(
                    "Consumers work one or more side by side, and one with chaos, not " + parallel);
        }
        this.chaos = chaos;
        faults = new MemoryFaults(observer != Observer.none());
        InMemoryStores stores = new InMemoryStores();
        EventCodec events = EventCodec.of(OrderTypes.registry()).withPersonal(stores.personalKeys());
        tally = new Tally(event -> log.accept(() -> CommittedFacts.encoded(event, stores, events)));
        Observer all = observer == Observer.none() ? tally : Observer.all(tally, observer);
        InMemoryBus bus = InMemoryBus.of(events, WireMode.BINARY, PARTITIONS)
                .withCapacity(EVENTS_PER_PARTITION)
                .withClock(clock)
                .withFaults(chaos.busFaults());
        Platform.Settings settings = Platform.Settings.of(Ports.SOURCE, OrderTypes.registry())
                .clock(clock)
                .observer(all);
        AtomicReference<Lookup> orders = new AtomicReference<>();
        // Like bus and stores: in this process, without a network.
        Lookup links = (resolved, etag, deadline) -> orders.get().fetch(resolved, etag, deadline);
        URI base = URI.create("http://orders.invalid/");
        Stores undisturbed =
                counted.<Stores>map(each -> each.calm(stores, clock)).orElse(stores);
        Stores used = counted.map(each -> each.counted(stores, clock))
                .orElseGet(() -> new DisturbedStores(stores, stores.personalKeys(), faults.after(chaos)));
        EventBus way = faults.around(bus);
        Mailbox mailbox = new SentMessages((counted.isPresent() ? used : stores).replicas());
        committed = new CommittedFacts(stores.history(events), tally);
        calm = new Ports(
                new MemoryPlatform(settings, undisturbed, way), links, base, mailbox, PaymentProvider.simulated());
        Ports disturbed = new Ports(
                new MemoryPlatform(settings, used, way),
                links,
                base,
                chaos.around(Mailbox.class, mailbox),
                faults.around(PaymentProvider.simulated()));
        pipeline = new OrderPipeline(disturbed, style);
        clockWork = new ClockWork(pipeline);
        orders.set(pipeline.lookup());
        threads = parallel == 1 ? Optional.empty() : Optional.of(Executors.newFixedThreadPool(parallel));
        consumers = pipeline.consumers().values().stream()
                .map(consumer -> new SubscribedConsumer(consumer, chaos.source(), bus, events, clock, all))
                .toList();
        turns = new Turns<>(threads.<Executor>map(pool -> pool).orElse(Runnable::run), this::turn);
        operator = new Operator(this, this, tally, style);
    }

    private boolean turn(SubscribedConsumer consumer) {
        return attempt(() -> consumer.turn(chaos.batches(PARTITIONS), chaos.batch(), clock))
                .orElse(true);
    }

    /** {@return the pipeline's operator, on ports without chaos} */
    Operator operator() {
        return operator;
    }

    Tally tally() {
        return tally;
    }

    /** {@return every event that any stream has, as it can be read now} */
    List<Envelope<?>> history() {
        return committed.read(Optional.empty(), Integer.MAX_VALUE).items();
    }

    /** {@return the events of all streams, to be read page by page, and which of them were lost} */
    CommittedFacts log() {
        return committed;
    }

    /** {@return the injected faults by kind; empty without chaos} */
    Optional<Map<String, Long>> struck() {
        if (!chaos.on()) {
            return Optional.empty();
        }
        Map<String, Long> struck = chaos.struck();
        struck.put("events refused", tally.refused());
        return Optional.of(struck);
    }

    /** Calls the pipeline until it answers, as a caller does after a failed call. */
    <T> T call(Function<OrderPipeline, T> what) {
        for (int i = 0; i < CALLS; i++) {
            Optional<T> answer = attempt(() -> what.apply(pipeline));
            if (answer.isPresent()) {
                return answer.get();
            }
            clock.advance(Duration.ofMillis(100));
        }
        throw new IllegalStateException("A call failed " + CALLS + " times in a row");
    }

    /** {@return the result; empty if chaos interrupted the work} */
    private static <T> Optional<T> attempt(Supplier<T> work) {
        try {
            return Optional.of(work.get());
        } catch (PortException | PublishFailedException | SimulatedCrash interrupted) {
            return Optional.empty();
        }
    }

    /** Gives every consumer a turn. {@return whether anything happened} */
    boolean work() {
        clock.advance(Duration.ofMillis(1));
        return turns.round(chaos.shuffled(consumers));
    }

    @Override
    public void pause(Duration atMost) {
        if (!work()) {
            clock.advance(Duration.ofSeconds(5));
        }
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public Instant due() {
        return due;
    }

    @Override
    public void pass(Duration time) {
        clock.advance(time);
        due = clock.instant();
    }

    @Override
    public Duration patience() {
        return PATIENCE;
    }

    @Override
    public Ports ports() {
        return calm;
    }

    @Override
    public void tick(Instant now) {
        Optional<TickReport> unused = attempt(() -> clockWork.ticks(now, LIMIT, soon()));
    }

    @Override
    public long replayParked() {
        return attempt(() -> clockWork.replayAll(LIMIT, soon()))
                .map(TickReport::replayed)
                .orElse(0);
    }

    Deadline soon() {
        return Deadline.in(Duration.ofMinutes(1), clock);
    }

    @Override
    public boolean isCaughtUp() {
        return consumers.stream().allMatch(SubscribedConsumer::drained);
    }

    @Override
    public List<String> behind() {
        return consumers.stream()
                .filter(consumer -> !consumer.drained())
                .map(SubscribedConsumer::name)
                .toList();
    }

    @Override
    public Map<String, Long> waiting() {
        return consumers.stream().collect(Collectors.toMap(SubscribedConsumer::name, SubscribedConsumer::waiting));
    }

    MemoryFaults faults() {
        return faults;
    }

    @Override
    public Object checkpoints() {
        return tally.settled();
    }

    @Override
    public void close() {
        threads.ifPresent(ExecutorService::shutdownNow);
    }
}
