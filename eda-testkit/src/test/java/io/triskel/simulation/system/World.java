package io.triskel.simulation.system;

import io.triskel.consume.Redelivery;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.OrderingKey;
import io.triskel.event.StreamId;
import io.triskel.inbox.Inbox;
import io.triskel.inbox.Inbox.Claim;
import io.triskel.inbox.WriteOutcome;
import io.triskel.memory.InMemoryBus;
import io.triskel.memory.InMemoryEventStore;
import io.triskel.memory.InMemoryInbox;
import io.triskel.memory.InMemoryParkingLot;
import io.triskel.memory.InMemoryPersonalKeys;
import io.triskel.memory.InMemorySagaStore;
import io.triskel.memory.InMemoryStores;
import io.triskel.outbox.Outbox;
import io.triskel.parking.ParkingLot;
import io.triskel.parking.ParkingLot.ParkedEvent;
import io.triskel.personal.PersonalKeys;
import io.triskel.projection.ReadModel;
import io.triskel.publish.EventBus;
import io.triskel.publish.EventBus.Outgoing;
import io.triskel.publish.EventBus.WireMode;
import io.triskel.saga.SagaStore;
import io.triskel.simulation.Around;
import io.triskel.store.EventStore;
import io.triskel.store.Snapshots;
import io.triskel.testkit.ManualClock;
import io.triskel.transfer.Replicas;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntConsumer;

/** What outlives every host: the stores, the bus, the clock; and for each life of a host, what faults and flaws leave of them. */
final class World {
    static final int HOSTS = 2;

    final long seed;
    final Random random;
    final ManualClock clock = ManualClock.atNewYear();
    final Codecs codecs;
    final Flaw flaw;
    final Faults faults;
    final Ledger ledger = new Ledger();
    final InMemoryBus bus;
    final InMemoryEventStore store;
    final InMemoryInbox inbox = new InMemoryInbox();
    final InMemoryParkingLot lot = new InMemoryParkingLot();
    private final InMemoryStores stores = new InMemoryStores();
    final ReadModel readModel = stores.readModel();
    final InMemorySagaStore sagas = new InMemorySagaStore();
    final InMemoryPersonalKeys keys = new InMemoryPersonalKeys(Codecs.Seeded.random(3));
    final Replicas replicas = stores.replicas();
    final SeenSnapshots snapshots = new SeenSnapshots(stores.snapshots());
    final Books.InMemory books = new Books.InMemory();
    final Application application = new Application(this);
    final Bulletins bulletins = new Bulletins(this);
    final Client client;
    /** Answers that participants still owe, and when they give them. */
    final Map<Envelope<?>, Instant> late = new LinkedHashMap<>();

    private final ParkingLot flawedLot;
    /** The names of the rebuilds' subscriptions. */
    final Set<String> groups = new TreeSet<>();
    /** The generation that was last switched to. */
    int activeGeneration = 1;

    final Set<Happening> happenings = EnumSet.noneOf(Happening.class);

    private final Map<EventId, Integer> troubles = new HashMap<>();
    private final List<byte[]> everParked = new ArrayList<>();
    private final Set<String> tables = new TreeSet<>();
    private boolean mended;
    private final List<Outgoing> sent = new ArrayList<>();
    private final List<String> trace = new ArrayList<>();

    World(long seed, Codecs codecs, Flaw flaw, IntConsumer others) {
        this.seed = seed;
        this.random = new Random(seed * 31 + 11);
        this.codecs = codecs;
        this.flaw = flaw;
        this.faults = new Faults(random, clock, others);
        this.bus = InMemoryBus.of(codecs.events, seed % 2 == 0 ? WireMode.STRUCTURED : WireMode.BINARY, 3);
        this.store = InMemoryEventStore.encoded(codecs.events);
        this.flawedLot = flaw.in(notedLot());
        this.client = new Client(this);
    }

    static StreamId stream(String order) {
        return new StreamId(order);
    }

    static OrderingKey key(String order) {
        return stream(order).orderingKey();
    }

    void trace(String what) {
        trace.add(clock.instant().toString().substring(11, 19) + " " + what);
    }

    List<String> lastSteps(int most) {
        return trace.subList(Math.max(0, trace.size() - most), trace.size());
    }

    void storeOnBus(Outgoing one) {
        sent.add(one);
        bus.send(List.of(one), new Deadline(Instant.MAX)).toCompletableFuture().join();
    }

    /** A repeat that comes long after what it repeats, as an SDK's late retry does. */
    void repeatSomething() {
        if (!sent.isEmpty()) {
            storeOnBus(sent.get(random.nextInt(sent.size())));
        }
    }

    /** Every consumer has one kind of source, drawn from the seed. */
    Redelivery redeliveryOf(String consumer) {
        List<Redelivery> kinds = List.of(
                Redelivery.FROM_FIRST_UNSETTLED, Redelivery.ONE_BY_ONE, Redelivery.WHOLE_BATCH, Redelivery.HELD);
        return kinds.get(drawn(consumer, kinds.size()));
    }

    /** Whether a consumer's policy halts when a port fails, instead of counting an attempt. */
    boolean patient(String consumer) {
        return drawn(consumer + " policy", 2) == 0;
    }

    boolean hasRowOf(String customer) {
        return !readModel
                .query("summary.g" + activeGeneration, "triskel.subject", customer, Optional.empty(), 1)
                .items()
                .isEmpty();
    }

    private int drawn(String what, int bound) {
        return new Random(seed * 1_000_003 + what.hashCode()).nextInt(bound);
    }

    /**
     * What cannot be done at all, so that its step fails. What is possible for an order is not for its gift. Of late orders all
     * can be done, so that each leaves a row.
     */
    boolean possible(String process, String step) {
        String[] names = process.split("/", -1);
        if (names[0].equals(Billing.NAME)) {
            return drawn(process + " " + step, 4) > 0;
        }
        boolean forTheOrder = client.isLate(names[1]) || drawn(names[1] + " " + step, 4) > 0;
        return names[0].equals(GiftWrapping.NAME) != forTheOrder;
    }

    void mend() {
        mended = true;
    }

    /** Fails so many times; of less than none, until it is mended. */
    void trouble(EventId event, int times) {
        int failures = troubles.merge(event, 1, Integer::sum);
        if (!mended && (times < 0 || failures <= times)) {
            throw new IllegalStateException("trouble with " + event);
        }
    }

    EventStore store(Faults.Life life) {
        return faults.around(EventStore.class, flaw.in((EventStore) store), life);
    }

    Outbox outbox(Faults.Life life) {
        return faults.around(Outbox.class, flaw.in((Outbox) store), life);
    }

    EventBus bus(Faults.Life life) {
        return flaw.in((EventBus) new Wire(this, life));
    }

    Inbox inbox(Faults.Life life) {
        return faults.around(Inbox.class, flaw.in(watched()), life);
    }

    ParkingLot lot(Faults.Life life) {
        return faults.around(ParkingLot.class, flawedLot, life);
    }

    /** What was ever parked, below all faults and flaws. */
    private ParkingLot notedLot() {
        return Around.port(ParkingLot.class, lot, (method, args, call) -> {
            if (method.getName().startsWith("park")) {
                happenings.add(Happening.EVENT_WAS_PARKED);
                ParkedEvent parked = (ParkedEvent) args[0];
                everParked.add(parked.wire().body());
                if (parked.reason().startsWith("set aside")) {
                    happenings.add(Happening.START_WAITED_FOR_THE_ROUND_BEFORE);
                }
            }
            return call.make();
        });
    }

    /** {@return the bytes of whatever was parked at any time} */
    List<byte[]> everParked() {
        return everParked;
    }

    ReadModel readModel(Faults.Life life) {
        ReadModel noted = Around.port(ReadModel.class, readModel, (method, args, call) -> {
            tables.add((String) args[0]);
            return call.make();
        });
        return faults.around(ReadModel.class, flaw.in(noted), life);
    }

    /** {@return the names of all tables of the read model} */
    Set<String> tables() {
        return tables;
    }

    SagaStore sagas(Faults.Life life) {
        return faults.around(SagaStore.class, flaw.in((SagaStore) sagas), life);
    }

    PersonalKeys keys(Faults.Life life) {
        return faults.around(PersonalKeys.class, flaw.in((PersonalKeys) keys), life);
    }

    Replicas replicas(Faults.Life life) {
        return faults.around(Replicas.class, flaw.in(replicas), life);
    }

    Snapshots snapshots(Faults.Life life) {
        return faults.around(Snapshots.class, snapshots, life);
    }

    Books books(Faults.Life life) {
        return faults.around(Books.class, books, life);
    }

    /** What the inbox really recorded, below all faults and flaws. */
    private Inbox watched() {
        return Around.port(Inbox.class, inbox, (method, args, call) -> {
            Object result = call.make();
            if (method.getName().equals("completeAll")) {
                List<?> claims = (List<?>) args[0];
                List<?> outcomes = (List<?>) result;
                for (int i = 0; i < claims.size(); i++) {
                    if (outcomes.get(i) instanceof WriteOutcome.Recorded) {
                        Claim claim = (Claim) claims.get(i);
                        EventId event = claim.event();
                        ledger.completed(claim.consumer(), event);
                    }
                }
            }
            return result;
        });
    }
}
