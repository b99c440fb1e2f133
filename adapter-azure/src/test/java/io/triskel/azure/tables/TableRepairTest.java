package io.triskel.azure.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.azure.data.tables.TableServiceClient;
import com.azure.data.tables.models.TableEntity;
import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.codec.WireEvent;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.StreamId;
import io.triskel.outbox.Outbox;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot.HeldLane;
import io.triskel.parking.ParkingLot.LaneLease;
import io.triskel.parking.ParkingLot.ParkedEvent;
import io.triskel.projection.ReadModel.Row;
import io.triskel.saga.SagaRef;
import io.triskel.store.CommandId;
import io.triskel.store.EventAppender.Expectation;
import io.triskel.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("local-clouds")
@ExtendWith(LocalTables.class)
class TableRepairTest {
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final EventType NOTED = EventType.of("triskel.azure.noted", 1);

    private final Instant now = Instant.now();
    private final TableServiceClient service;
    private final AzureTables tables;
    private final TableEventStore events;
    private final TableSagaStore sagas;
    private final TableParkingLot lot;
    private final TableReadModel readModel;

    TableRepairTest(LocalTables.Running local) {
        this.service = local.service();
        this.tables = local.own();
        this.events = new TableEventStore(
                service,
                tables,
                EventCodec.of(TypeRegistry.builder().add(NOTED, Noted.class).build()),
                () -> now);
        this.sagas = new TableSagaStore(service, tables, () -> now);
        this.lot = new TableParkingLot(service, tables, () -> now, 10);
        this.readModel = new TableReadModel(service, tables);
    }

    record Noted(String text) {}

    @Test
    void finds_streams_sagas_and_lanes_whose_marks_are_lost() {
        StreamId stream = new StreamId("stream");
        events.append(stream, Expectation.noStream(), List.of(note()), new CommandId("c"));
        SagaRef saga = new SagaRef("saga", "instance");
        sagas.save(SagaRows.running(saga, 1, now), 0);
        lot.park(parked(1));
        List.of(tables.dirty(), tables.wakes(), tables.lanes()).forEach(this::empty);
        List<StreamId> before = dirty(stream);

        TableRepair.Repaired repaired = repair(now, Optional.empty(), 100);

        assertThat(before).isEmpty();
        assertThat(repaired).isEqualTo(new TableRepair.Repaired(3, 0, Optional.empty()));
        assertThat(dirty(stream)).containsExactly(stream);
        assertThat(new TableSagaStore(service, tables, () -> now).due("saga", saga.bucket(), now, 9))
                .containsExactly(saga);
        assertThat(lot.held("consumer", Optional.empty(), 9))
                .extracting(HeldLane::lane)
                .containsExactly(Lane.of("lane"));
        assertThat(lot.due("consumer", now, 9)).containsExactly(Lane.of("lane"));
        assertThat(lot.heldAmong("consumer", List.of(Lane.of("lane")))).isNotEmpty();
    }

    @Test
    void finds_a_lane_with_a_long_name() {
        Lane lane = Lane.of("界".repeat(Lane.MAX));
        lot.park(parked(lane, 1));
        empty(tables.lanes());

        TableRepair.Repaired repaired = repair(now, Optional.empty(), 100);

        assertThat(repaired).isEqualTo(new TableRepair.Repaired(1, 0, Optional.empty()));
        assertThat(lot.due("consumer", now, 9)).containsExactly(lane);
    }

    @Test
    void leaves_alone_what_is_as_it_should_be() {
        events.append(new StreamId("stream"), Expectation.noStream(), List.of(note()), new CommandId("c"));
        sagas.save(SagaRows.running(new SagaRef("saga", "instance"), 1, now), 0);
        lot.park(parked(1));
        readModel.put("table", new Row("row", 1, 1, Map.of("index", "key"), new byte[1]), 0);

        TableRepair.Repaired repaired = repair(now.plus(Duration.ofDays(99)), Optional.empty(), 100);

        assertThat(repaired).isEqualTo(new TableRepair.Repaired(0, 0, Optional.empty()));
    }

    @Test
    void sweeps_what_processes_that_died_left_behind_once_it_is_old() {
        lot.park(parked(1));
        LaneLease lease = lot.lease("consumer", Lane.of("lane"), now, LEASE).orElseThrow();
        lot.remove(lease, parked(1).event());
        lot.open(lease);
        table(tables.entries())
                .write(Write.create(new Key("p", "row~stamp")
                        .entity()
                        .addProperty("table", "table")
                        .addProperty("id", "row")));
        table(tables.lanes())
                .write(Write.create(new Key("discarded~consumer", "0~stamp")
                        .entity()
                        .addProperty("partition", "p")
                        .addProperty("row", "x")));

        TableRepair.Repaired young = repair(now, Optional.empty(), 100);
        TableRepair.Repaired old = repair(now.plus(Duration.ofDays(31)), Optional.empty(), 100);

        assertThat(young.swept()).isZero();
        assertThat(old.swept()).isEqualTo(3);
        assertThat(rows(tables.parking())).isEmpty();
        assertThat(rows(tables.entries())).isEmpty();
        assertThat(rows(tables.lanes())).isEmpty();
    }

    @Test
    void goes_on_where_it_stopped() {
        List<StreamId> streams =
                IntStream.range(0, 7).mapToObj(i -> new StreamId("stream-" + i)).toList();
        streams.forEach(stream -> events.append(stream, Expectation.noStream(), List.of(note()), new CommandId("c")));
        empty(tables.dirty());
        List<TableRepair.Repaired> runs = new ArrayList<>();
        Optional<String> next = Optional.empty();

        do {
            runs.add(repair(now, next, 2));
            next = runs.get(runs.size() - 1).next();
        } while (next.isPresent());

        assertThat(runs).hasSizeGreaterThan(3).allMatch(run -> run.found() <= 2);
        assertThat(streams).allSatisfy(stream -> assertThat(dirty(stream)).contains(stream));
    }

    @Test
    void looks_at_one_row_or_more() {
        assertThatIllegalArgumentException().isThrownBy(() -> repair(now, Optional.empty(), 0));
    }

    @Test
    void discarded_events_are_forgotten_without_looking_through_tables() {
        ManualClock clock = ManualClock.atNewYear();
        TableParkingLot own = new TableParkingLot(service, tables, clock, 10);
        IntStream.rangeClosed(1, 3).forEach(i -> own.park(parked(i)));
        LaneLease lease = own.lease("consumer", Lane.of("lane"), now, LEASE).orElseThrow();
        for (int i = 1; i <= 3; i++) {
            own.discard(lease, parked(i).event(), "reason " + i);
            clock.advance(Duration.ofDays(1));
        }

        int gone = own.forgetDiscarded("consumer", clock.instant().minus(Duration.ofDays(1)), 99);

        assertThat(gone).isEqualTo(2);
        assertThat(own.discarded("consumer", 9)).extracting(ParkedEvent::reason).containsExactly("reason 3");
    }

    private TableRepair.Repaired repair(Instant at, Optional<String> after, int limit) {
        return new TableRepair(service, tables, () -> at).repair(after, limit);
    }

    private List<StreamId> dirty(StreamId stream) {
        return events.dirty(Outbox.bucketOf(stream), now, 99);
    }

    private EntityTable table(String name) {
        return new EntityTable(service, name);
    }

    private List<TableEntity> rows(String name) {
        return table(name)
                .scan(Optional.empty(), List.of("PartitionKey", "RowKey"), 1000, Optional.empty())
                .rows();
    }

    private void empty(String name) {
        rows(name).forEach(row -> table(name).delete(Key.of(row)));
    }

    private static Envelope<Noted> note() {
        return Envelope.of(new EventId("/azure", "1"), NOTED, new Noted("text"));
    }

    private ParkedEvent parked(int number) {
        return parked(Lane.of("lane"), number);
    }

    private ParkedEvent parked(Lane lane, int number) {
        return new ParkedEvent(
                "consumer",
                lane,
                new EventId("/orders", "event-" + number),
                WireEvent.structured(new byte[1]),
                "position",
                "reason",
                1,
                now,
                Optional.of(now));
    }
}
