package io.triskel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.codec.WireEvent;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.Metadata.TraceContext;
import io.triskel.event.OrderingKey;
import io.triskel.event.PortException;
import io.triskel.event.StreamId;
import io.triskel.inbox.Inbox;
import io.triskel.inbox.Inbox.Claim;
import io.triskel.inbox.Inbox.ClaimResult;
import io.triskel.inbox.Inbox.Release;
import io.triskel.outbox.Outbox;
import io.triskel.outbox.Outbox.DispatchLease;
import io.triskel.outbox.Outbox.Finish;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot;
import io.triskel.parking.ParkingLot.HeldLane;
import io.triskel.parking.ParkingLot.LaneLease;
import io.triskel.parking.ParkingLot.ParkResult;
import io.triskel.parking.ParkingLot.ParkedEvent;
import io.triskel.personal.KeyRing.KeyWrapping;
import io.triskel.personal.Personal;
import io.triskel.platform.Stores;
import io.triskel.projection.ReadModel;
import io.triskel.projection.ReadModel.Row;
import io.triskel.saga.PendingCommands;
import io.triskel.saga.SagaRef;
import io.triskel.saga.SagaRow;
import io.triskel.saga.SagaRow.PendingCommand;
import io.triskel.saga.SagaRow.Timer;
import io.triskel.saga.SagaRow.Trouble;
import io.triskel.saga.SagaStatus;
import io.triskel.saga.SagaStore;
import io.triskel.saga.SeenEvents;
import io.triskel.store.Checkpoints;
import io.triskel.store.Checkpoints.Checkpoint;
import io.triskel.store.CommandId;
import io.triskel.store.EventAppender.AppendResult;
import io.triskel.store.EventAppender.Expectation;
import io.triskel.store.EventReader.Commit;
import io.triskel.store.EventReader.EventPage;
import io.triskel.store.EventStore;
import io.triskel.store.Snapshots.CommandFilter;
import io.triskel.store.Snapshots.Snapshot;
import io.triskel.transfer.Replicas;
import io.triskel.transfer.Replicas.Replica;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * Writes rows of every kind, with the same content each time, and requires that they are read correctly. The names have
 * characters that keys escape.
 */
final class EveryKindOfRow {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String ODD = "caf\u00e9/47 #1?";
    private static final EventType BOUGHT = EventType.of("triskel.testkit.bought", 1);

    /** An event that is written without a key of personal data, which would be rejected first. */
    private static final Envelope<Notes.Noted> NOTE = Notes.note("unsealed");

    private static final StreamId HALF = new StreamId("half published " + ODD);
    private static final StreamId WHOLE = new StreamId("published " + ODD);
    private static final StreamId FRESH = new StreamId("fresh " + ODD);
    private static final StreamId LEASED = new StreamId("leased " + ODD);
    private static final List<Commit> COMMITS =
            List.of(new Commit(command("c-1"), 1, 2), new Commit(command("c-2"), 3, 3));
    private static final Snapshot SNAPSHOT = new Snapshot(
            "f/1",
            3,
            bytes("{\"a\":1}"),
            COMMITS,
            CommandFilter.of(new byte[0]).plus(List.of(command("c-0"))).toBytes());

    private static final String CONSUMER = "view " + ODD;
    private static final EventId DONE = new EventId("/shop", "done " + ODD);
    private static final EventId FAILED = new EventId("/shop", "failed");
    private static final EventId PARKED = new EventId("/shop", "parked");
    private static final EventId UNDER_WAY = new EventId("/shop", "under way");
    private static final EventId LONG = new EventId("/" + "s".repeat(2_000), "done");

    private static final Lane LANE = Lane.of("order " + ODD);
    private static final Lane BIG = Lane.of("big");
    private static final Lane OPEN = Lane.of("open");
    private static final Lane ALONE = Lane.alone(FAILED);

    private static final SagaRef RUNNING = new SagaRef("order/saga", ODD);
    private static final SagaRef STUCK = new SagaRef("order/saga", "stuck");
    private static final SagaRef ENDED = new SagaRef("order/saga", "ended");

    private static final String TABLE = "orders/1";
    private static final Row ROW = new Row(ODD, 3, 1, Map.of("by/state", "paid " + ODD, "by day", "1"), bytes("{}"));
    private static final Row GONE = new Row("gone", 4, 2, Map.of(), new byte[0]);

    private static final String COLLECTION = "products/1";
    private static final Replica REPLICA = Replica.of(ODD, 7, bytes("{\"price\":1}"));
    private static final Replica TOMBSTONE = Replica.tombstone("gone", 8);

    /** Reverses keys, so that they can be reversed back. */
    private static final KeyWrapping SERVICE = new KeyWrapping() {
        @Override
        public byte[] wrap(String subject, byte[] key) {
            byte[] turned = key.clone();
            for (int i = 0; i < turned.length; i++) {
                turned[i] ^= 0x5a;
            }
            return turned;
        }

        @Override
        public byte[] unwrap(String subject, byte[] wrapped) {
            return wrap(subject, wrapped);
        }
    };

    private final BiFunction<InstantSource, Optional<KeyWrapping>, Stores> process;
    private final ManualClock clock = ManualClock.atNewYear();
    private final Instant start = clock.instant();
    private final Stores stores;
    private final Stores wrapping;
    private final EventCodec codec;

    /** The data of an event of the streams, in plain text and encrypted. */
    record Bought(String what, Personal<String> by, Personal<String> from) {}

    EveryKindOfRow(BiFunction<InstantSource, Optional<KeyWrapping>, Stores> process) {
        this.process = process;
        this.stores = process.apply(clock, Optional.empty());
        this.wrapping = process.apply(clock, Optional.of(SERVICE));
        this.codec = EventCodec.of(TypeRegistry.builder()
                        .add(BOUGHT, Bought.class)
                        .add(Notes.NOTED, Notes.Noted.class)
                        .build())
                .withPersonal(stores.personalKeys());
    }

    private static CommandId command(String id) {
        return new CommandId(id);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    void write() {
        writeStreams();
        stores.snapshots().save(HALF, SNAPSHOT);
        Checkpoints checkpoints = stores.checkpoints();
        checkpoints.claim("claimed");
        assertThat(checkpoints.save(checkpoints.claim(ODD), "position/1")).isPresent();
        writeInbox();
        writeLanes();
        for (SagaRow row : sagas()) {
            assertThat(stores.sagas().save(row, 0)).isTrue();
        }
        assertThat(stores.replicas().put(COLLECTION, REPLICA)).isTrue();
        assertThat(stores.replicas().put(COLLECTION, TOMBSTONE)).isTrue();
        ReadModel rows = stores.readModel();
        assertThat(rows.put(TABLE, ROW, 0)).isTrue();
        assertThat(rows.put(TABLE, new Row("gone", 3, 1, Map.of("by day", "1"), bytes("{}")), 0))
                .isTrue();
        assertThat(rows.put(TABLE, GONE, 1)).isTrue();
        stores.personalKeys().forget("bob");
        wrapping.personalKeys().keyFor("cyd");
    }

    private void writeStreams() {
        EventStore events = stores.eventStore(codec);
        assertThat(events.append(HALF, Expectation.noStream(), List.of(bought("tea"), bought("cup")), command("c-1")))
                .isInstanceOf(AppendResult.Committed.class);
        assertThat(events.append(HALF, Expectation.exactly(2), List.of(bought("pot")), command("c-2")))
                .isInstanceOf(AppendResult.Committed.class);
        for (StreamId stream : List.of(WHOLE, FRESH, LEASED)) {
            assertThat(events.append(stream, Expectation.noStream(), List.of(bought("tea")), command("c-1")))
                    .isInstanceOf(AppendResult.Committed.class);
        }
        Outbox outbox = stores.outbox(codec);
        DispatchLease half = lease(outbox, HALF);
        assertThat(outbox.advance(half, 2)).isTrue();
        assertThat(outbox.putOff(half, 2, start.plus(MINUTE))).isTrue();
        assertThat(outbox.finish(
                        lease(outbox, WHOLE), 1, events.read(WHOLE, 0, 9).commits()))
                .isEqualTo(Finish.RELEASED);
        lease(outbox, LEASED);
        assertThat(outbox.lease(LEASED, start, MINUTE)).isEmpty();
    }

    private DispatchLease lease(Outbox outbox, StreamId stream) {
        return outbox.lease(stream, start, MINUTE).orElseThrow();
    }

    private static Envelope<Bought> bought(String what) {
        return Envelope.of(
                new EventId("/shop", what),
                BOUGHT,
                new Bought(what, Personal.of("ada", "Ada"), Personal.of("bob", "Bob")));
    }

    private void writeInbox() {
        Inbox inbox = stores.inbox();
        List<EventId> all = List.of(DONE, FAILED, PARKED, UNDER_WAY, LONG);
        List<Claim> claims = new ArrayList<>();
        for (ClaimResult claim : inbox.claimAll(CONSUMER, all, start, MINUTE, "a claimant")) {
            claims.add(((ClaimResult.Claimed) claim).claim());
        }
        inbox.completeAll(List.of(claims.get(0), claims.get(4)), start);
        inbox.releaseAll(List.of(new Release(claims.get(1), 1, false)), start);
        inbox.parkAll(List.of(new Release(claims.get(2), 3, false)), start);
    }

    private void writeLanes() {
        ParkingLot lot = stores.parkingLot();
        for (ParkedEvent event : parked()) {
            assertThat(lot.park(event)).isEqualTo(ParkResult.parked());
        }
        assertThat(lot.park(parked(OPEN, "wrong", 3))).isEqualTo(ParkResult.parked());
        LaneLease lease = lot.lease(CONSUMER, OPEN, start, MINUTE).orElseThrow();
        assertThat(lot.discard(lease, new EventId("/shop", "wrong"), "not wanted"))
                .isPresent();
        assertThat(lot.open(lease)).isTrue();
    }

    private List<ParkedEvent> parked() {
        return List.of(
                parked(LANE, "first", 2),
                parked(LANE, "second", 2),
                parked(BIG, "big", 800 * 1024),
                parked(ALONE, "alone", 0));
    }

    private ParkedEvent parked(Lane lane, String id, int size) {
        return new ParkedEvent(
                CONSUMER,
                lane,
                new EventId("/shop", id),
                new WireEvent(Map.of("ce_type", "t", "odd", ODD), new byte[size]),
                "partition 1, offset 2",
                "printer on fire",
                2,
                start,
                id.equals("first") ? Optional.of(start.plus(MINUTE)) : Optional.empty());
    }

    private List<SagaRow> sagas() {
        List<Timer> timers = List.of(
                new Timer(
                        "pay",
                        start.plus(MINUTE),
                        Optional.of(start.plus(MINUTE.multipliedBy(2))),
                        1,
                        Optional.of(new TraceContext(
                                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", Optional.of("a=1")))),
                new Timer("waits", start, Optional.empty(), 3, Optional.empty()));
        PendingCommands unsent = new PendingCommands(
                List.of(new PendingCommand("id", "stock", new OrderingKey("k"), bytes("{}"))),
                start.plus(MINUTE),
                2,
                Optional.of("DENIED"));
        SeenEvents seen = new SeenEvents(Map.of("stream", List.of(1L, 2L)), Map.of("id", start));
        PendingCommands none = new PendingCommands(List.of(), Instant.EPOCH, 0, Optional.empty());
        SeenEvents nothing = new SeenEvents(Map.of(), Map.of());
        return List.of(
                saga(RUNNING, new SagaStatus.Running(), timers, unsent, seen, Optional.of(new Trouble("input", 2))),
                saga(
                        STUCK,
                        new SagaStatus.Stuck("why", Optional.of("on"), Optional.of("ending")),
                        List.of(),
                        none,
                        nothing,
                        Optional.empty()),
                saga(ENDED, new SagaStatus.Ended("shipped"), List.of(), none, nothing, Optional.empty()));
    }

    private static SagaRow saga(
            SagaRef ref,
            SagaStatus status,
            List<Timer> timers,
            PendingCommands unsent,
            SeenEvents seen,
            Optional<Trouble> trouble) {
        return SagaRow.of(ref, 1, status, "f", bytes("{\"state\":1}"), timers, unsent, seen, trouble);
    }

    /** Requires that every row is read as written, and that work continues with it. */
    void requireAll() {
        requireStreams();
        assertThat(stores.snapshots().load(HALF, SNAPSHOT.fingerprint())).contains(SNAPSHOT);
        requireCheckpoints();
        requireInbox();
        requireLanes();
        requireSagas();
        requireReplicas();
        requireRows();
        requireKeys();
    }

    private void requireStreams() {
        EventStore events = stores.eventStore(codec);
        EventPage page = events.read(HALF, 0, 9);
        assertThat(page.events())
                .extracting(event -> ((Bought) event.data()).what())
                .containsExactly("tea", "cup", "pot");
        assertThat(page.commits()).isEqualTo(COMMITS);
        assertThat(page.events()).allSatisfy(event -> {
            Bought bought = (Bought) event.data();
            assertThat(bought.by().known()).contains("Ada");
            assertThat(bought.from().known()).isEmpty();
        });
        assertThat(events.append(HALF, Expectation.exactly(2), List.of(sold()), command("c-2")))
                .isEqualTo(new AppendResult.Repeated(3, 3));
        assertThat(events.append(HALF, Expectation.exactly(3), List.of(sold()), command("c-3")))
                .isEqualTo(new AppendResult.Committed(4, 4));

        Outbox outbox = stores.outbox(codec);
        assertThat(dirty(outbox, start)).contains(FRESH, LEASED).doesNotContain(WHOLE);
        assertThat(dirty(outbox, start.plus(MINUTE)))
                .contains(HALF, FRESH, LEASED)
                .doesNotContain(WHOLE);
        assertThat(outbox.lease(LEASED, start, MINUTE)).isEmpty();
        assertThat(outbox.lease(LEASED, start.plus(MINUTE), MINUTE).map(DispatchLease::fence))
                .contains(2L);
        assertThat(lease(outbox, FRESH).fence()).isEqualTo(1);
        assertThat(lease(outbox, WHOLE)).isEqualTo(new DispatchLease(WHOLE, 2, 1, start.plus(MINUTE)));
        assertThat(lease(outbox, HALF)).isEqualTo(new DispatchLease(HALF, 2, 2, start.plus(MINUTE)));
    }

    private static Envelope<Bought> sold() {
        Envelope<Bought> bought = bought("jug");
        return bought.withData(BOUGHT, new Bought("jug", Personal.of("ada", "Ada"), Personal.of("ada", "Ada")));
    }

    private static List<StreamId> dirty(Outbox outbox, Instant now) {
        return IntStream.range(0, Outbox.BUCKETS)
                .mapToObj(bucket -> outbox.dirty(bucket, now, 9))
                .flatMap(List::stream)
                .toList();
    }

    private void requireCheckpoints() {
        Checkpoints checkpoints = stores.checkpoints();
        assertThat(checkpoints.find(ODD)).contains(new Checkpoint(ODD, Optional.of("position/1"), 1));
        assertThat(checkpoints.claim(ODD)).isEqualTo(new Checkpoint(ODD, Optional.of("position/1"), 2));
        assertThat(checkpoints.find("claimed")).contains(new Checkpoint("claimed", Optional.empty(), 1));
    }

    private void requireInbox() {
        Inbox inbox = stores.inbox();
        Instant later = start.plusSeconds(1);
        List<ClaimResult> claims =
                inbox.claimAll(CONSUMER, List.of(DONE, FAILED, PARKED, UNDER_WAY, LONG), later, MINUTE);
        assertThat(claims).element(0).as("an event that was completed").isEqualTo(ClaimResult.completed());
        assertThat(claims.get(1)).isInstanceOfSatisfying(ClaimResult.Claimed.class, claimed -> {
            assertThat(claimed.claim().attempt()).isEqualTo(2);
            assertThat(claimed.claim().since()).isEqualTo(start);
        });
        assertThat(claims.get(2)).isEqualTo(ClaimResult.parked());
        assertThat(claims.get(3)).isEqualTo(new ClaimResult.InProgress(start, start.plus(MINUTE)));
        assertThat(claims.get(4)).isEqualTo(ClaimResult.completed());
        assertThat(inbox.claimParked(CONSUMER, PARKED, later, MINUTE))
                .isInstanceOfSatisfying(
                        ClaimResult.Claimed.class,
                        claimed -> assertThat(claimed.claim().attempt()).isEqualTo(4));

        Instant nextYear = start.plus(Duration.ofDays(365));
        int gone = 0;
        for (int call = 0; call < 17; call++) {
            gone += inbox.forgetBefore(nextYear, nextYear, 100);
        }
        assertThat(gone).as("all but the parked one").isEqualTo(4);
    }

    private void requireLanes() {
        ParkingLot lot = stores.parkingLot();
        assertThat(lot.held(CONSUMER, Optional.empty(), 9))
                .extracting(HeldLane::lane)
                .containsExactlyInAnyOrder(LANE, BIG, ALONE);
        assertThat(lot.heldAmong(CONSUMER, List.of(LANE, BIG, ALONE, OPEN))).isEqualTo(Set.of(LANE, BIG, ALONE));
        assertThat(lot.due(CONSUMER, start.plus(MINUTE), 9)).containsExactly(LANE);
        List<ParkedEvent> parked = parked();
        assertThat(lot.list(CONSUMER, LANE, Optional.empty(), 9)).isEqualTo(parked.subList(0, 2));
        assertThat(lot.list(CONSUMER, BIG, Optional.empty(), 9)).isEqualTo(parked.subList(2, 3));
        assertThat(lot.list(CONSUMER, ALONE, Optional.empty(), 9)).isEqualTo(parked.subList(3, 4));
        assertThat(lot.discarded(CONSUMER, 9))
                .containsExactly(parked(OPEN, "wrong", 3).waiting("not wanted", 2, Optional.empty()));

        assertThat(lot.park(parked.get(0))).as("an event that is parked").isEqualTo(ParkResult.parked());
        LaneLease lease = lot.lease(CONSUMER, LANE, start, MINUTE).orElseThrow();
        assertThat(lease.fence()).isEqualTo(1);
        assertThat(lot.remove(lease, parked.get(0).event())).isTrue();
        assertThat(lot.remove(lease, parked.get(1).event())).isTrue();
        assertThat(lot.open(lease)).isTrue();
        assertThat(lot.park(parked(OPEN, "again", 3))).isEqualTo(ParkResult.parked());
        assertThat(lot.lease(CONSUMER, OPEN, start, MINUTE).orElseThrow().fence())
                .as("the fence of a lane that was opened and parked again")
                .isEqualTo(3);
    }

    private void requireSagas() {
        SagaStore sagas = stores.sagas();
        for (SagaRow row : sagas()) {
            assertThat(sagas.load(row.ref())).contains(row);
        }
        Instant later = start.plus(MINUTE.multipliedBy(2));
        assertThat(sagas.due(RUNNING.saga(), RUNNING.bucket(), later, 9)).containsExactly(RUNNING);
        assertThat(sagas.unsent(RUNNING.saga(), RUNNING.bucket(), later, 9)).containsExactly(RUNNING);
        SagaRow row = sagas().get(0);
        SagaRow next = SagaRow.of(
                RUNNING, 2, row.status(), "f", row.state(), List.of(), row.unsent(), row.seen(), Optional.empty());
        assertThat(sagas.save(next, 1)).isTrue();
        assertThat(sagas.due(RUNNING.saga(), RUNNING.bucket(), later, 9)).isEmpty();
    }

    private void requireReplicas() {
        Replicas replicas = stores.replicas();
        assertThat(replicas.get(COLLECTION, ODD)).contains(REPLICA);
        assertThat(replicas.page(COLLECTION, Optional.empty(), 9).items())
                .containsExactlyInAnyOrder(REPLICA, TOMBSTONE);
        assertThat(replicas.put(COLLECTION, Replica.of("gone", 8, bytes("{}")))).isFalse();
    }

    private void requireRows() {
        ReadModel rows = stores.readModel();
        assertThat(rows.get(TABLE, ODD)).contains(ROW);
        assertThat(rows.page(TABLE, Optional.empty(), 9).items()).containsExactlyInAnyOrder(ROW, GONE);
        assertThat(rows.query(TABLE, "by/state", "paid " + ODD, Optional.empty(), 9)
                        .items())
                .containsExactly(ROW);
        assertThat(rows.query(TABLE, "by day", "1", Optional.empty(), 9).items())
                .containsExactly(ROW);
        assertThat(rows.put(TABLE, new Row(ODD, 4, 2, Map.of(), bytes("{}")), 1))
                .isTrue();
        assertThat(rows.query(TABLE, "by day", "1", Optional.empty(), 9).items())
                .isEmpty();
    }

    private void requireKeys() {
        assertThat(stores.personalKeys().find("ada")).isPresent();
        assertThat(stores.personalKeys().find("bob")).isEmpty();
        assertThat(wrapping.personalKeys().find("cyd")).isPresent();
    }

    /** Requires that each store rejects its rows, with a message that contains this text, and starts no work on them. */
    void requireRefused(String message) {
        Instant later = start.plus(MINUTE.multipliedBy(2));
        EventStore events = stores.eventStore(codec);
        refused(message, () -> events.read(HALF, 0, 9));
        refused(message, () -> events.append(HALF, Expectation.exactly(3), List.of(NOTE), command("c-3")));
        refused(message, () -> events.append(HALF, Expectation.noStream(), List.of(NOTE), command("c-3")));
        Outbox outbox = stores.outbox(codec);
        for (StreamId stream : List.of(HALF, WHOLE, LEASED)) {
            refused(message, () -> outbox.lease(stream, later, MINUTE));
        }
        refused(message, () -> stores.snapshots().load(HALF, SNAPSHOT.fingerprint()));
        refused(message, () -> stores.checkpoints().find(ODD));
        refused(message, () -> stores.checkpoints().claim(ODD));

        Inbox inbox = stores.inbox();
        List<EventId> all = List.of(DONE, FAILED, PARKED, UNDER_WAY, LONG);
        assertThat(inbox.claimAll(CONSUMER, all, later, MINUTE))
                .allSatisfy(claim -> assertThat(claim)
                        .isInstanceOfSatisfying(
                                ClaimResult.Failed.class,
                                failed -> assertThat(failed.message()).contains(message)));
        refused(message, () -> inbox.claimParked(CONSUMER, PARKED, later, MINUTE));

        ParkingLot lot = stores.parkingLot();
        for (Lane lane : List.of(LANE, BIG, ALONE, OPEN)) {
            refused(message, () -> lot.park(parked(lane, "more", 1)));
            refused(message, () -> lot.lease(CONSUMER, lane, later, MINUTE));
        }
        refused(message, () -> lot.heldAmong(CONSUMER, List.of(LANE)));
        refused(message, () -> lot.list(CONSUMER, LANE, Optional.empty(), 9));
        refused(message, () -> lot.due(CONSUMER, later, 9));
        refused(message, () -> lot.discarded(CONSUMER, 9));

        refused(message, () -> stores.sagas().load(RUNNING));
        refused(message, () -> stores.replicas().get(COLLECTION, ODD));
        refused(message, () -> stores.replicas().page(COLLECTION, Optional.empty(), 9));
        ReadModel rows = stores.readModel();
        refused(message, () -> rows.get(TABLE, ODD));
        refused(message, () -> rows.page(TABLE, Optional.empty(), 9));
        refused(message, () -> rows.query(TABLE, "by day", "1", Optional.empty(), 9));
        refused(message, () -> stores.personalKeys().find("ada"));
        refused(message, () -> stores.personalKeys().keyFor("bob"));
        refused(
                message,
                () -> process.apply(clock, Optional.of(SERVICE)).personalKeys().find("cyd"));
    }

    private static void refused(String message, ThrowingCallable call) {
        assertThatExceptionOfType(PortException.class).isThrownBy(call).withMessageContaining(message);
    }
}
