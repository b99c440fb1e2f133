package io.triskel.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.WireEvent;
import io.triskel.event.EventId;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot.LaneLease;
import io.triskel.parking.ParkingLot.ParkResult;
import io.triskel.parking.ParkingLot.ParkedEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
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
        this.lot = new DynamoDbParkingLot(dynamoDb.client(calls), tables, InstantSource.fixed(NOW), 10);
        this.other = new DynamoDbParkingLot(dynamoDb.client(), tables, InstantSource.fixed(NOW), 10);
    }

    @Nested
    class Requests_are_few {
        @Test
        void to_park_an_event_and_others_behind_it() {
            lot.park(event("1"));
            assertThat(calls.made()).containsExactly("GetItem", "PutItem", "PutItem");

            lot.parkBehind(event("2"));
            assertThat(calls.made()).containsExactly("GetItem", "PutItem", "PutItem");

            lot.parkBehind(event("2"));
            assertThat(calls.made()).containsExactly("GetItem");
        }

        @Test
        void to_replay_a_lane() {
            LaneLease lease = parked("1", "2");

            lot.postpone(lease, event("1").waiting("later", 2, Optional.empty()));
            assertThat(calls.made()).containsExactly("GetItem", "PutItem", "PutItem", "DeleteItem");

            lot.remove(lease, event("1").event());
            assertThat(calls.made()).containsExactly("GetItem", "PutItem", "DeleteItem");

            lot.discard(lease, event("2").event(), "not wanted");
            assertThat(calls.made()).containsExactly("GetItem", "GetItem", "UpdateItem", "PutItem");

            lot.open(lease);
            assertThat(calls.made()).containsExactly("GetItem", "PutItem");
        }
    }

    @Nested
    class An_answer_that_is_lost {
        @Test
        void leaves_the_event_parked_and_its_body_there() {
            lot.park(event("1"));
            loseAnswerToTheRow();

            assertThat(lot.parkBehind(event("2"))).isEqualTo(ParkResult.parked());

            assertThat(calls.made()).contains("PutItem", "PutItem", "PutItem");
            assertThat(lot.list("consumer", LANE, Optional.empty(), 9)).containsExactly(event("1"), event("2"));
        }

        @Test
        void takes_the_head_out_once() {
            LaneLease lease = parked("1", "2");
            calls.loseNext("PutItem");

            assertThat(lot.remove(lease, event("1").event())).isTrue();

            assertThat(lot.peek(lease, 9)).containsExactly(event("2"));
        }

        /** The body's item is put first. */
        private void loseAnswerToTheRow() {
            calls.beforeNext("PutItem", () -> calls.beforeNext("PutItem", () -> calls.loseNext("PutItem")));
        }
    }

    @Nested
    class Another_that_is_faster {
        @Test
        void leaves_no_body_behind_that_no_lane_names() {
            lot.park(event("1"));
            calls.beforeNext("PutItem", () -> other.parkBehind(event("2")));

            assertThat(lot.parkBehind(event("2"))).isEqualTo(ParkResult.parked());

            assertThat(bodies()).isEqualTo(2);
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

            assertThat(bodies()).isZero();
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

    private long bodies() {
        return dynamoDb.client().scan(scan -> scan.tableName(tables.parking())).items().stream()
                .filter(item -> item.containsKey("body"))
                .count();
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
