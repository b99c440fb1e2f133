package io.triskel.orders.memory;

import io.triskel.codec.EventCodec;
import io.triskel.codec.StateCodec;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.PortException;
import io.triskel.inbox.Inbox;
import io.triskel.memory.InMemoryBus;
import io.triskel.memory.InMemoryEventStore;
import io.triskel.memory.InMemoryHistory;
import io.triskel.memory.InMemoryInbox;
import io.triskel.memory.InMemoryParkingLot;
import io.triskel.memory.InMemoryPersonalKeys;
import io.triskel.memory.InMemoryReadModel;
import io.triskel.memory.InMemoryReplicas;
import io.triskel.memory.InMemorySagaStore;
import io.triskel.memory.InMemorySnapshots;
import io.triskel.notify.HttpLookup;
import io.triskel.notify.Lookup;
import io.triskel.orders.choreography.PaymentWatch;
import io.triskel.orders.fulfilment.FulfilmentSaga;
import io.triskel.orders.notification.Mailbox;
import io.triskel.orders.payment.PaymentProvider;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.orders.pipeline.OrderTypes;
import io.triskel.orders.pipeline.Ports;
import io.triskel.orders.pipeline.Style;
import io.triskel.orders.run.WorkLeft;
import io.triskel.outbox.DrainReport;
import io.triskel.outbox.Outbox;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkedEvent;
import io.triskel.parking.ParkingLot;
import io.triskel.projection.History;
import io.triskel.projection.ReadModel;
import io.triskel.publish.OrderedPublisher;
import io.triskel.publish.WireMode;
import io.triskel.saga.FireReport;
import io.triskel.saga.SagaRef;
import io.triskel.saga.SagaRow;
import io.triskel.saga.SagaStore;
import io.triskel.saga.SendReport;
import io.triskel.store.EventStore;
import io.triskel.store.Snapshots;
import io.triskel.transfer.Replicas;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The pipeline on memory ports, driven by one thread: each {@link #round} gives every consumer a turn and does what a clock
 * would set off, {@link #settle} goes on until nothing is left to do. Whatever chaos interrupts is done again.
 */
final class MemoryPipeline {
    private static final int PARTITIONS = 8;
    private static final int LIMIT = 1000;

    /** Rounds in a row in which nothing happens although something is left to do, before that counts as a fault. */
    private static final int PATIENCE = 2000;

    private final Chaos chaos;
    private final Style style;
    private final Ports calm;
    private final DrivenClock clock = new DrivenClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final Tally tally;
    private final MemoryMailbox mailbox = new MemoryMailbox();
    private final InMemorySagaStore sagas = new InMemorySagaStore();
    private final InMemoryParkingLot parking = new InMemoryParkingLot();
    private final EventCodec events;
    private final InMemoryEventStore store;
    private final String saga;
    private final OrderPipeline pipeline;
    private final OrderPipeline undisturbed;
    private final List<SubscribedConsumer> seats = new ArrayList<>();

    /** Puts the pipeline together; links to orders are answered from the order view, without a server. */
    MemoryPipeline(Style style, Chaos chaos) {
        this(style, chaos, event -> {}, Optional.empty());
    }

    /**
     * Puts the pipeline together.
     *
     * @param log takes each event once, as a CloudEvent
     * @param server serves links to orders, if it is to be over HTTP
     */
    MemoryPipeline(Style style, Chaos chaos, Consumer<Supplier<byte[]>> log, Optional<OrderServer> server) {
        this.chaos = chaos;
        this.style = style;
        saga = style == Style.ORCHESTRATION ? FulfilmentSaga.NAME : PaymentWatch.NAME;
        InMemoryPersonalKeys keys = new InMemoryPersonalKeys();
        events = EventCodec.of(OrderTypes.registry()).withPersonal(keys);
        tally = new Tally(event -> log.accept(() -> events.encode(event)));
        StateCodec states = StateCodec.of().withPersonal(keys);
        store = InMemoryEventStore.encoded(events);
        InMemoryBus bus =
                InMemoryBus.of(events, WireMode.STRUCTURED, PARTITIONS).withFaults(chaos.busFaults());
        AtomicReference<Lookup> orders = new AtomicReference<>();
        Lookup links = server.<Lookup>map(each -> new HttpLookup(HttpClient.newHttpClient(), InstantSource.system()))
                .map(MemoryPipeline::withRealTime)
                .orElse((resolved, etag, deadline) -> orders.get().fetch(resolved, etag, deadline));
        InMemoryReadModel readModel = new InMemoryReadModel();
        calm = new Ports(
                events,
                states,
                keys,
                store,
                store,
                Optional.of(new InMemorySnapshots()),
                new InMemoryInbox(),
                parking,
                sagas,
                new InMemoryReplicas(),
                readModel,
                OrderedPublisher.builder(bus, events).clock(clock).observer(tally).build(),
                links,
                server.map(OrderServer::base).orElse(URI.create("http://orders.invalid/")),
                mailbox,
                PaymentProvider.simulated(),
                clock,
                tally);
        undisturbed = new OrderPipeline(calm, style);
        pipeline = new OrderPipeline(disturbed(calm), style);
        orders.set(pipeline.lookup());
        server.ifPresent(each -> each.serve(pipeline.lookup()));
        pipeline.consumers()
                .values()
                .forEach(consumer ->
                        seats.add(new SubscribedConsumer(consumer, chaos.source(), bus, events, clock, tally)));
    }

    /** The driver's clock stands still while a request is under way, so its deadline is counted anew in real time. */
    private static Lookup withRealTime(Lookup lookup) {
        return (resolved, etag, deadline) ->
                lookup.fetch(resolved, etag, Deadline.in(Duration.ofSeconds(10), InstantSource.system()));
    }

    private Ports disturbed(Ports calm) {
        return new Ports(
                calm.events(),
                calm.states(),
                calm.keys(),
                chaos.around(EventStore.class, calm.store()),
                chaos.around(Outbox.class, calm.outbox()),
                calm.snapshots().map(snapshots -> chaos.around(Snapshots.class, snapshots)),
                chaos.around(Inbox.class, calm.inbox()),
                chaos.around(ParkingLot.class, calm.parking()),
                chaos.around(SagaStore.class, calm.sagas()),
                chaos.around(Replicas.class, calm.replicas()),
                chaos.around(ReadModel.class, calm.readModel()),
                calm.publisher(),
                calm.lookup(),
                calm.lookupBase(),
                chaos.around(Mailbox.class, calm.mailbox()),
                calm.provider(),
                clock,
                tally);
    }

    /** {@return the pipeline without chaos, to look at} */
    OrderPipeline look() {
        return undisturbed;
    }

    Tally tally() {
        return tally;
    }

    /** {@return every event that any stream has, as it can be read now} */
    List<Envelope<?>> history() {
        return store.log(0, Integer.MAX_VALUE).events();
    }

    /** {@return the same, to be read page by page} */
    History log() {
        return new InMemoryHistory(store);
    }

    /** {@return how many facts were committed and never published} */
    long lost() {
        return history().stream().filter(event -> !tally.hasSeen(event)).count();
    }

    /** {@return how often something went wrong on purpose; empty if nothing was to go wrong} */
    OptionalLong struck() {
        return chaos.on() ? OptionalLong.of(chaos.struck() + tally.refused()) : OptionalLong.empty();
    }

    long notifications() {
        return mailbox.sent().size();
    }

    /** Calls the pipeline until it answers: what a caller does whose call failed. */
    <T> T call(Function<OrderPipeline, T> what) {
        for (int i = 0; i < PATIENCE; i++) {
            Optional<T> answer = attempt(() -> what.apply(pipeline));
            if (answer.isPresent()) {
                return answer.get();
            }
            clock.advance(Duration.ofMillis(100));
        }
        throw new IllegalStateException("A call failed " + PATIENCE + " times in a row");
    }

    /** {@return the result; empty if chaos came in between} */
    private static <T> Optional<T> attempt(Supplier<T> work) {
        try {
            return Optional.of(work.get());
        } catch (PortException | SimulatedCrash interrupted) {
            return Optional.empty();
        }
    }

    /**
     * Gives every consumer a turn, and does what a clock would set off but timers.
     *
     * @return whether anything happened
     */
    boolean round() {
        List<SubscribedConsumer> turns = new ArrayList<>(seats);
        chaos.shuffle(turns);
        boolean busy = false;
        for (SubscribedConsumer seat : turns) {
            busy |= attempt(() -> seat.turn(chaos.batch(), clock)).orElse(true);
        }
        busy |= attempt(() -> pipeline.drain(LIMIT, soon()))
                        .map(DrainReport::published)
                        .orElse(1)
                > 0;
        busy |= attempt(() -> pipeline.sendPending(LIMIT, soon()))
                        .map(SendReport::sent)
                        .orElse(1)
                > 0;
        clock.advance(Duration.ofMillis(1));
        return busy;
    }

    /** As {@link #settle(Runnable)}, unobserved. */
    void settle() {
        settle(() -> {});
    }

    /**
     * Goes on until nothing is left to do but to wait for timers. What was parked is replayed, as an operator would.
     *
     * @param heartbeat run once a round
     * @throws io.triskel.orders.run.StuckException if something is left to do and cannot be done
     */
    void settle(Runnable heartbeat) {
        int idle = 0;
        while (!quiet()) {
            heartbeat.run();
            if (round()) {
                idle = 0;
                continue;
            }
            if (++idle > PATIENCE) {
                throw WorkLeft.of(calm, undisturbed, style, behind(), clock.instant());
            }
            clock.advance(Duration.ofSeconds(5));
            replayParked();
        }
    }

    private List<String> behind() {
        return seats.stream()
                .filter(seat -> !seat.drained())
                .map(SubscribedConsumer::name)
                .toList();
    }

    /** Looks at the stores themselves: what was put off until later is work too. */
    private boolean quiet() {
        if (!seats.stream().allMatch(SubscribedConsumer::drained) || anythingParked()) {
            return false;
        }
        Instant later = clock.instant().plus(Duration.ofDays(365));
        return IntStream.range(0, Outbox.BUCKETS)
                        .allMatch(bucket -> store.dirty(bucket, later, 1).isEmpty())
                && IntStream.range(0, SagaRef.BUCKETS)
                        .allMatch(bucket -> sagas.unsent(saga, bucket, later, 1).isEmpty());
    }

    private void replayParked() {
        for (SubscribedConsumer seat : seats) {
            List<Lane> lanes = parking.lanes(seat.name(), Optional.empty(), LIMIT);
            lanes.forEach(lane -> attempt(() -> {
                seat.replay(lane, clock);
                return lane;
            }));
        }
    }

    /** Lets so much time pass, and fires what is due then. */
    void pass(Duration time) {
        clock.advance(time);
        boolean more = true;
        for (int i = 0; more && i < PATIENCE; i++) {
            more = attempt(() -> pipeline.fireDue(clock.instant(), LIMIT))
                    .map(MemoryPipeline::unfinished)
                    .orElse(true);
        }
    }

    private static boolean unfinished(FireReport report) {
        return report.fired() > 0 || report.more() || !report.failures().isEmpty();
    }

    Deadline soon() {
        return Deadline.in(Duration.ofMinutes(1), clock);
    }

    /** {@return what is parked now, over all consumers} */
    List<ParkedEvent> parked() {
        return seats.stream()
                .flatMap(seat -> parking.lanes(seat.name(), Optional.empty(), LIMIT).stream()
                        .flatMap(lane -> parking.list(seat.name(), lane, Optional.empty(), LIMIT).stream()))
                .toList();
    }

    private boolean anythingParked() {
        return seats.stream()
                .anyMatch(
                        seat -> !parking.lanes(seat.name(), Optional.empty(), 1).isEmpty());
    }

    /** {@return how many saga instances have ended in which way; those that have not are {@code running} or {@code stuck}} */
    Map<String, Long> sagasByEnding() {
        Map<String, Long> count = new TreeMap<>();
        for (SagaRow row : sagas.all(saga)) {
            String ending = row.status().fold(running -> "running", ended -> ended.ending(), stuck -> "stuck");
            count.merge(ending, 1L, Long::sum);
        }
        return count;
    }
}
