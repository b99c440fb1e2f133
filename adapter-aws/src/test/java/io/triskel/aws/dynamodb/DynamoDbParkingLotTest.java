package io.triskel.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How many requests a lot sends, and what others do to it between two of them. */
@Tag("local-clouds")
@ExtendWith(LocalTables.class)
class DynamoDbParkingLotTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Lane LANE = Lane.of("lane");

    private final Calls calls = new Calls();
    private final DynamoDbTables tables;
    private final LocalTables.Running dynamoDb;
    private final DynamoDbParkingLot lot;
    private final DynamoDbParkingLot other;

    DynamoDbParkingLotTest(LocalTables.Running dynamoDb) {
        this.dynamoDb = dynamoDb;
        this.tables = dynamoDb.ofOwnParking();
        this.lot = new DynamoDbParkingLot(dynamoDb.client(calls), tables, InstantSource.fixed(NOW), 1_000);
        this.other = new DynamoDbParkingLot(dynamoDb.client(), tables, InstantSource.fixed(NOW), 1_000);
    }

    @Test
    void a_lane_that_an_earlier_release_parked_is_held_and_lists_its_head() {
        lot.park(event("1"));
        dynamoDb.client()
                .updateItem(update -> update.tableName(tables.parking())
                        .key(LaneRow.key("consumer", LANE))
                        .updateExpression("REMOVE #reason, #attempts, #parkedAt")
                        .expressionAttributeNames(
                                Map.of("#reason", "reason", "#attempts", "attempts", "#parkedAt", "parkedAt")));

        assertThat(lot.held("consumer", Optional.empty(), 9))
                .containsExactly(new HeldLane(LANE, 1, Optional.empty(), Optional.empty(), Optional.empty()));
        assertThat(lot.list("consumer", LANE, Optional.empty(), 1)).containsExactly(event("1"));
    }

    @Nested
    class Requests_are_few {
        @Test
        void to_park_an_event_and_others_behind_it() {
            lot.park(event("1"));
            assertThat(calls.made()).containsExactly("GetItem", "PutItem", "PutItem");

            lot.parkBehind(event("2"));
            assertThat(calls.made()).containsExactly("GetItem", "Query", "PutItem", "PutItem");

            lot.parkBehind(event("2"));
            assertThat(calls.made()).containsExactly("GetItem", "Query");
        }

        @Test
        void to_replay_a_lane() {
            LaneLease lease = parked("1", "2");

            lot.postpone(lease, event("1").waiting("later", 2, Optional.empty()));
            assertThat(calls.made()).containsExactly("GetItem", "Query", "PutItem", "UpdateItem");

            lot.remove(lease, event("1").event());
            assertThat(calls.made()).containsExactly("GetItem", "Query", "PutItem", "DeleteItem");

            lot.discard(lease, event("2").event(), "not wanted");
            assertThat(calls.made()).containsExactly("GetItem", "Query", "GetItem", "Query", "PutItem", "UpdateItem");

            lot.open(lease);
            assertThat(calls.made()).containsExactly("GetItem", "Query", "Query", "PutItem");
        }

        @Test
        void to_ask_for_many_lanes() {
            List<Lane> lanes = IntStream.range(0, 150)
                    .mapToObj(lane -> Lane.of("lane-" + lane))
                    .toList();
            lot.park(event("1", lanes.get(149)));
            calls.made();

            assertThat(lot.heldAmong("consumer", lanes)).containsExactly(lanes.get(149));
            assertThat(calls.made()).containsExactly("BatchGetItem", "BatchGetItem");
        }

        @Test
        void to_list_lanes_with_their_reasons() {
            IntStream.range(0, 60).forEach(lane -> lot.park(event("1", Lane.of("lane-" + lane))));
            calls.made();

            assertThat(lot.held("consumer", Optional.empty(), 60)).hasSize(60);
            assertThat(calls.made()).containsOnly("Query", "BatchGetItem").hasSizeLessThanOrEqualTo(32);
        }

        @Test
        void and_small_however_long_the_lane_is() {
            for (int i = 0; i < 300; i++) {
                lot.parkBehind(i == 0 ? parkedFirst() : event("" + i));
            }

            assertThat(sizeOfHead()).isLessThan(1_000);
            assertThat(lot.list("consumer", LANE, Optional.of(event("290").event()), 99))
                    .hasSize(9);
        }

        private ParkedEvent parkedFirst() {
            lot.park(event("0"));
            return event("0");
        }

        private int sizeOfHead() {
            return dynamoDb.client()
                    .getItem(get -> get.tableName(tables.parking()).key(LaneRow.key("consumer", LANE)))
                    .item()
                    .toString()
                    .length();
        }
    }

    @Nested
    class An_answer_that_is_lost {
        @Test
        void leaves_the_event_parked() {
            lot.park(event("1"));
            loseAnswerToTheRow();

            assertThat(lot.parkBehind(event("2"))).isEqualTo(ParkResult.parked());

            assertThat(lot.list("consumer", LANE, Optional.empty(), 9)).containsExactly(event("1"), event("2"));
        }

        @Test
        void takes_the_head_out_once() {
            LaneLease lease = parked("1", "2");
            calls.loseNext("PutItem");

            assertThat(lot.remove(lease, event("1").event())).isTrue();

            assertThat(lot.peek(lease, 9)).containsExactly(event("2"));
        }

        /** The event's item is put first. */
        private void loseAnswerToTheRow() {
            calls.beforeNext("PutItem", () -> calls.beforeNext("PutItem", () -> calls.loseNext("PutItem")));
        }
    }

    @Nested
    class A_process_that_ends_before_the_head_counts_its_event {
        @Test
        void has_parked_it_as_soon_as_another_event_follows() {
            lot.park(event("1"));
            crashAtTheHead(event("2"));
            assertThat(lot.list("consumer", LANE, Optional.empty(), 9)).containsExactly(event("1"));

            other.parkBehind(event("3"));

            assertThat(lot.list("consumer", LANE, Optional.empty(), 9))
                    .containsExactly(event("1"), event("2"), event("3"));
        }

        @Test
        void parks_it_once_when_it_comes_again() {
            lot.park(event("1"));
            crashAtTheHead(event("2"));

            assertThat(other.parkBehind(event("2"))).isEqualTo(ParkResult.parked());

            assertThat(lot.list("consumer", LANE, Optional.empty(), 9)).containsExactly(event("1"), event("2"));
        }

        @Test
        void leaves_a_lane_that_can_be_opened() {
            LaneLease lease = parked("1");
            crashAtTheHead(event("2"));
            lot.remove(lease, event("1").event());

            assertThat(lot.open(lease)).isTrue();
        }
    }

    @Nested
    class A_process_that_ends_before_it_deletes_what_it_took_out {
        @Test
        void has_taken_it_out() {
            LaneLease lease = parked("1", "2", "3");
            calls.beforeNext("DeleteItem", () -> {
                throw new IllegalStateException("the process ended");
            });
            assertThatThrownBy(() -> lot.remove(lease, event("1").event())).isInstanceOf(RuntimeException.class);

            assertThat(lot.peek(lease, 9)).containsExactly(event("2"), event("3"));
            assertThat(lot.remove(lease, event("2").event())).isTrue();
            assertThat(lot.peek(lease, 9)).containsExactly(event("3"));
        }
    }

    /** The event's item is put, and then its head is not written. */
    private void crashAtTheHead(ParkedEvent event) {
        calls.beforeNext(
                "PutItem",
                () -> calls.beforeNext("PutItem", () -> {
                    throw new IllegalStateException("the process ended");
                }));
        assertThatThrownBy(() -> lot.parkBehind(event)).isInstanceOf(RuntimeException.class);
    }

    @Nested
    class Events_that_no_item_takes {
        @Test
        void are_stored_in_parts_up_to_the_largest_record_of_the_bus() {
            for (int bytes :
                    new int[] {ParkedItems.PART - 100, ParkedItems.PART, ParkedItems.PART + 1, 1 << 20, 10 << 20}) {
                ParkedEvent large = event("large-" + bytes, LANE, bytes);

                assertThat(lot.park(large)).isEqualTo(ParkResult.parked());

                LaneLease lease = lease(lot);
                assertThat(lot.peek(lease, 1)).containsExactly(large);
                assertThat(lot.remove(lease, large.event())).isTrue();
                assertThat(lot.open(lease)).isTrue();
            }
            assertThat(items()).isEqualTo(1);
        }

        @Test
        void are_kept_whole_when_they_are_discarded() {
            ParkedEvent large = event("large", LANE, 2 << 20);
            lot.park(large);
            lot.discard(lease(lot), large.event(), "not wanted");

            assertThat(lot.discarded("consumer", 9)).containsExactly(large.waiting("not wanted", 1, Optional.empty()));
        }
    }

    private int items() {
        return dynamoDb.client().scan(scan -> scan.tableName(tables.parking())).count();
    }

    @Nested
    class A_parker_that_comes_late {
        @Test
        void does_not_put_its_event_where_others_were_taken_out() {
            lot.park(event("1"));
            calls.beforeNext("PutItem", () -> {
                other.parkBehind(event("3"));
                LaneLease lease = lease(other);
                other.remove(lease, event("1").event());
                other.remove(lease, event("3").event());
                assertThat(other.open(lease)).isTrue();
            });

            assertThat(lot.parkBehind(event("2"))).isEqualTo(ParkResult.open());

            assertThat(lot.list("consumer", LANE, Optional.empty(), 9)).isEmpty();
            assertThat(items()).isEqualTo(1);
        }

        @Test
        void does_not_put_its_event_where_another_was_discarded() {
            lot.park(event("1"));
            calls.beforeNext("PutItem", () -> {
                other.parkBehind(event("3"));
                other.discard(lease(other), event("3").event(), "not wanted");
            });

            assertThat(lot.parkBehind(event("2"))).isEqualTo(ParkResult.parked());

            assertThat(lot.list("consumer", LANE, Optional.empty(), 9)).containsExactly(event("1"), event("2"));
        }
    }

    @Nested
    class Another_that_is_faster {
        @Test
        void leaves_no_item_behind_that_no_lane_counts() {
            lot.park(event("1"));
            calls.beforeNext("PutItem", () -> other.parkBehind(event("2")));

            assertThat(lot.parkBehind(event("2"))).isEqualTo(ParkResult.parked());

            assertThat(items()).isEqualTo(3);
            assertThat(lot.list("consumer", LANE, Optional.empty(), 9)).containsExactly(event("1"), event("2"));
        }

        @Test
        void opens_the_lane_and_the_event_is_not_parked() {
            lot.park(event("1"));
            calls.beforeNext("PutItem", () -> {
                LaneLease lease = lease(other);
                other.remove(lease, event("1").event());
                assertThat(other.open(lease)).isTrue();
            });

            assertThat(lot.parkBehind(event("2"))).isEqualTo(ParkResult.open());

            assertThat(items()).isEqualTo(1);
        }

        @Test
        void parks_an_event_and_the_lane_is_not_opened() {
            LaneLease lease = parked("1");
            lot.remove(lease, event("1").event());
            calls.beforeNext("PutItem", () -> other.parkBehind(event("2")));

            assertThat(lot.open(lease)).isFalse();

            assertThat(lot.peek(lease, 9)).containsExactly(event("2"));
        }
    }

    private LaneLease parked(String... ids) {
        List.of(ids).forEach(id -> lot.park(event(id)));
        LaneLease lease = lease(lot);
        calls.made();
        return lease;
    }

    private static LaneLease lease(DynamoDbParkingLot by) {
        return by.lease("consumer", LANE, NOW, Duration.ofMinutes(1)).orElseThrow();
    }

    private static ParkedEvent event(String id) {
        return event(id, LANE);
    }

    private static ParkedEvent event(String id, Lane lane) {
        return event(id, lane, 1);
    }

    private static ParkedEvent event(String id, Lane lane, int bytes) {
        byte[] body = new byte[bytes];
        new Random(bytes).nextBytes(body);
        return new ParkedEvent(
                "consumer",
                lane,
                new EventId("/test", id),
                WireEvent.structured(body),
                "position",
                "reason",
                1,
                NOW,
                Optional.empty());
    }
}
