package io.triskel.azure.tables;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.WireEvent;
import io.triskel.event.Deadline;
import io.triskel.event.EventId;
import io.triskel.inbox.Inbox.Claim;
import io.triskel.inbox.Inbox.ClaimResult;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot.HeldLane;
import io.triskel.parking.ParkingLot.LaneLease;
import io.triskel.parking.ParkingLot.ParkedEvent;
import io.triskel.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("local-clouds")
@ExtendWith(LocalTables.class)
class TableUpkeepTest {
    private static final Duration KEPT = Duration.ofDays(8);
    private static final Duration LEASE = Duration.ofMinutes(1);

    /** Noon, so that no test meets midnight; rows' own timestamps are the service's. */
    private final Instant today = Instant.now().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofHours(12));

    private final ManualClock clock = ManualClock.at(today);
    private final LocalTables.Running local;
    private final AzureTables tables;
    private final TableInbox inbox;
    private final TableParkingLot lot;
    private final TableUpkeep upkeep;

    TableUpkeepTest(LocalTables.Running local) {
        this.local = local;
        this.tables = local.own();
        this.inbox = new TableInbox(local.service(), tables, Runnable::run);
        this.lot = new TableParkingLot(local.service(), tables, clock, 1_000);
        this.upkeep = new TableUpkeep(local.service(), tables, clock, Runnable::run);
    }

    @Test
    void forgets_the_inbox_and_discarded_events() {
        complete(250);
        discard(3);
        clock.advance(KEPT.plusDays(1));

        TableUpkeep.Report report = run(Duration.ofMinutes(5));

        assertThat(report).isEqualTo(new TableUpkeep.Report(250, 3, 0, 0, List.of()));
        assertThat(lot.discarded("consumer", 9)).isEmpty();
        assertThat(run(Duration.ofMinutes(5)).isEmpty()).isTrue();
    }

    @Test
    void keeps_what_is_young() {
        complete(5);
        discard(1);

        assertThat(run(Duration.ofMinutes(5)).isEmpty()).isTrue();
    }

    @Test
    void repairs_the_tables_once_a_day() {
        lot.park(parked(1));
        assertThat(run(Duration.ofMinutes(5)).found()).isZero();
        loseMarks();

        assertThat(run(Duration.ofMinutes(5)).found()).as("the same day").isZero();
        clock.advance(Duration.ofDays(1));

        assertThat(run(Duration.ofMinutes(5)).found()).isEqualTo(1);
        assertThat(lot.held("consumer", Optional.empty(), 9))
                .extracting(HeldLane::lane)
                .containsExactly(Lane.of("lane"));
    }

    @Test
    void goes_on_with_a_repair_that_the_deadline_has_ended_even_the_next_day() {
        IntStream.range(0, 250).forEach(number -> lot.park(parked(Lane.of("lane-" + number), number)));
        loseMarks();

        int first = run(Duration.ZERO).found();
        clock.advance(Duration.ofDays(1));
        int second = run(Duration.ofMinutes(5)).found();

        assertThat(first).isEqualTo(200);
        assertThat(second).isEqualTo(50);
    }

    @Test
    void tells_what_failed_and_does_the_rest() {
        complete(2);
        clock.advance(KEPT.plusDays(1));
        local.service().deleteTable(tables.streams());

        TableUpkeep.Report report = run(Duration.ofMinutes(5));

        assertThat(report.forgotten()).isEqualTo(2);
        assertThat(report.failures()).singleElement().asString().startsWith("repair of the tables: ");
    }

    private TableUpkeep.Report run(Duration time) {
        return upkeep.run(List.of("consumer"), KEPT, KEPT, Deadline.in(time, clock));
    }

    private void complete(int events) {
        List<EventId> ids = IntStream.range(0, events)
                .mapToObj(number -> new EventId("/orders", "event-" + number))
                .toList();
        List<Claim> claims = inbox.claimAll("consumer", ids, clock.instant(), LEASE).stream()
                .map(ClaimResult.Claimed.class::cast)
                .map(ClaimResult.Claimed::claim)
                .toList();
        inbox.completeAll(claims, clock.instant());
    }

    private void discard(int events) {
        for (int number = 0; number < events; number++) {
            lot.park(parked(number));
            LaneLease lease = lot.lease("consumer", Lane.of("lane"), clock.instant(), LEASE)
                    .orElseThrow();
            lot.discard(lease, parked(number).event(), "reason");
            lot.release(lease);
        }
    }

    private void loseMarks() {
        local.service()
                .getTableClient(tables.lanes())
                .listEntities()
                .forEach(mark -> local.service().getTableClient(tables.lanes()).deleteEntity(mark));
    }

    private ParkedEvent parked(int number) {
        return parked(Lane.of("lane"), number);
    }

    private ParkedEvent parked(Lane lane, int number) {
        return new ParkedEvent(
                "consumer",
                lane,
                new EventId("/orders", "parked-" + number),
                WireEvent.structured(new byte[1]),
                "position",
                "reason",
                1,
                clock.instant(),
                Optional.empty());
    }
}
