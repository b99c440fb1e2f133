package io.triskel.azure.tables;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.data.tables.models.TableEntity;
import io.triskel.codec.WireEvent;
import io.triskel.event.EventId;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot.HeldLane;
import io.triskel.parking.ParkingLot.LaneLease;
import io.triskel.parking.ParkingLot.ParkResult;
import io.triskel.parking.ParkingLot.ParkedEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How many requests a lot sends, and what others do to it between two of them. */
@Tag("local-clouds")
@ExtendWith(LocalTables.class)
class TableParkingLotTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Lane LANE = Lane.of("lane");

    private final Requests requests = new Requests();
    private final LocalTables.Running local;
    private final AzureTables tables;
    private final TableParkingLot lot;
    private final TableParkingLot other;

    TableParkingLotTest(LocalTables.Running local) {
        this.local = local;
        this.tables = local.own();
        this.lot = new TableParkingLot(local.service(requests), tables, InstantSource.fixed(NOW), 10);
        this.other = new TableParkingLot(local.service(), tables, InstantSource.fixed(NOW), 10);
    }

    @Test
    void a_lane_that_an_earlier_release_parked_is_held_and_lists_its_head() {
        lot.park(event("1"));
        EntityTable table = new EntityTable(local.service(), tables.parking());
        Key key = new Key(LaneRows.partition("consumer", LANE), LaneRows.LANE);
        TableEntity row = table.get(key).orElseThrow();
        List.of("reason", "attempts", "parkedAt").forEach(row.getProperties()::remove);
        assertThat(table.write(Write.put(row))).isPresent();

        assertThat(lot.held("consumer", Optional.empty(), 9))
                .containsExactly(new HeldLane(LANE, 1, Optional.empty(), Optional.empty(), Optional.empty()));
        assertThat(lot.list("consumer", LANE, Optional.empty(), 1)).containsExactly(event("1"));
    }

    @Nested
    class Requests_are_few {
        @Test
        void to_park_an_event_is_a_read_a_mark_and_a_transaction() {
            lot.park(event("1"));

            assertThat(requests.count()).isEqualTo(3);
        }

        @Test
        void to_park_behind_others_is_two_reads_and_a_transaction() {
            parked("1");

            lot.parkBehind(event("2"));

            assertThat(requests.count()).isEqualTo(3);
        }

        @Test
        void to_ask_for_parked_lanes_while_there_are_none_is_one() {
            assertThat(lot.heldAmong("consumer", Set.of(LANE, Lane.of("another"))))
                    .isEmpty();

            assertThat(requests.count()).isEqualTo(1);
        }

        @Test
        void to_replay_a_lane() {
            LaneLease lease = parked("1", "2");

            lot.postpone(lease, event("1").waiting("later", 2, Optional.of(NOW)));
            assertThat(requests.count()).as("row, head, mark, transaction").isEqualTo(4);

            lot.remove(lease, event("1").event());
            assertThat(requests.count())
                    .as("row, head, mark, transaction, old mark")
                    .isEqualTo(5);

            lot.discard(lease, event("2").event(), "not wanted");
            assertThat(requests.count())
                    .as("row, place, event, head, mark, transaction")
                    .isEqualTo(6);

            lot.open(lease);
            assertThat(requests.count()).as("row, write, two old marks").isEqualTo(4);
        }
    }

    @Nested
    class An_event_larger_than_an_entity {
        private final ParkedEvent large = new ParkedEvent(
                "consumer",
                LANE,
                new EventId("/test", "i".repeat(200_000)),
                new WireEvent(Map.of("id", "i".repeat(200_000)), random(1 << 20)),
                "position",
                "reason",
                1,
                NOW,
                Optional.empty());

        @Test
        void is_parked_in_parts_and_comes_back_whole() {
            lot.park(event("1"));
            lot.parkBehind(large);
            lot.parkBehind(event("2"));

            assertThat(other.list("consumer", LANE, Optional.empty(), 9))
                    .containsExactly(event("1"), large, event("2"));
            assertThat(other.list("consumer", LANE, Optional.of(large.event()), 9))
                    .containsExactly(event("2"));
        }

        @Test
        void is_postponed_and_taken_out() {
            lot.park(large);
            LaneLease lease = lease(lot);
            ParkedEvent smaller = large.waiting("x".repeat(1_000), 2, Optional.of(NOW));

            assertThat(lot.postpone(lease, smaller)).isTrue();
            assertThat(lot.peek(lease, 9)).containsExactly(smaller);
            assertThat(lot.remove(lease, large.event())).isTrue();
            assertThat(lot.open(lease)).isTrue();

            assertThat(rowKeys()).containsExactly(LaneRows.LANE);
        }

        @Test
        void is_discarded_kept_for_people_and_forgotten_with_all_its_parts() {
            lot.park(large);
            LaneLease lease = lease(lot);

            assertThat(lot.discard(lease, large.event(), "not wanted")).contains(large);
            assertThat(lot.discarded("consumer", 9)).containsExactly(large.waiting("not wanted", 1, Optional.empty()));
            assertThat(lot.forgetDiscarded("consumer", NOW.plusSeconds(1), 9)).isEqualTo(1);

            assertThat(rowKeys()).containsExactly(LaneRows.LANE);
        }

        private List<String> rowKeys() {
            return local.service().getTableClient(tables.parking()).listEntities().stream()
                    .map(TableEntity::getRowKey)
                    .toList();
        }

        private byte[] random(int length) {
            byte[] bytes = new byte[length];
            new Random(1).nextBytes(bytes);
            return bytes;
        }
    }

    @Test
    void of_discarded_events_the_oldest_are_forgotten_first() {
        for (int i = 1; i <= 3; i++) {
            Instant then = NOW.minusSeconds(100 - i);
            TableParkingLot earlier = new TableParkingLot(local.service(), tables, InstantSource.fixed(then), 10);
            earlier.park(event("" + i));
            LaneLease lease = lease(earlier);
            earlier.discard(lease, event("" + i).event(), "reason");
            earlier.release(lease);
        }

        int gone = lot.forgetDiscarded("consumer", NOW, 2);

        assertThat(gone).isEqualTo(2);
        assertThat(lot.discarded("consumer", 9))
                .extracting(ParkedEvent::event)
                .containsExactly(event("3").event());
    }

    @Nested
    class Another_that_is_faster {
        @Test
        void opens_the_lane_and_the_event_is_not_parked() {
            lot.park(event("1"));
            requests.beforeNextTransaction(() -> {
                LaneLease lease = lease(other);
                other.remove(lease, event("1").event());
                assertThat(other.open(lease)).isTrue();
            });

            assertThat(lot.parkBehind(event("2"))).isEqualTo(ParkResult.open());

            assertThat(lot.list("consumer", LANE, Optional.empty(), 9)).isEmpty();
        }

        @Test
        void takes_the_head_out_and_it_is_not_taken_out_twice() {
            LaneLease lease = parked("1", "2");
            requests.beforeNextTransaction(() -> other.remove(lease, event("1").event()));

            assertThat(lot.remove(lease, event("1").event())).isFalse();

            assertThat(lot.peek(lease, 9)).containsExactly(event("2"));
        }

        @Test
        void discards_the_event_and_it_is_discarded_once() {
            LaneLease lease = parked("1", "2");
            requests.beforeNextTransaction(() -> other.discard(lease, event("1").event(), "by another"));

            assertThat(lot.discard(lease, event("1").event(), "by us")).isEmpty();

            assertThat(lot.discarded("consumer", 9))
                    .extracting(ParkedEvent::reason)
                    .containsExactly("by another");
        }
    }

    private LaneLease parked(String... ids) {
        List.of(ids).forEach(id -> lot.park(event(id)));
        LaneLease lease = lease(lot);
        requests.count();
        return lease;
    }

    private static LaneLease lease(TableParkingLot by) {
        return by.lease("consumer", LANE, NOW, Duration.ofMinutes(1)).orElseThrow();
    }

    private static ParkedEvent event(String id) {
        return new ParkedEvent(
                "consumer",
                LANE,
                new EventId("/test", id),
                WireEvent.structured(new byte[] {1}),
                "position",
                "reason",
                1,
                NOW,
                Optional.empty());
    }
}
