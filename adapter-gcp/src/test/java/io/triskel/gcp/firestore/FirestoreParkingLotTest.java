package io.triskel.gcp.firestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.FieldValue;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.QueryDocumentSnapshot;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What no contract asks of the parking lot: how many calls it makes, and what happens between two of them. */
@ExtendWith(LocalFirestore.class)
class FirestoreParkingLotTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Lane LANE = new Lane("lane", false);

    private final Calls calls = new Calls();
    private final Firestore client;
    private final FirestoreCollections collections;
    private final FirestoreParkingLot lot;
    private final FirestoreParkingLot other;

    FirestoreParkingLotTest(LocalFirestore.Running local) {
        this.client = local.client();
        this.collections = local.own();
        this.lot = new FirestoreParkingLot(local.client(calls), collections, InstantSource.fixed(NOW), 1_000);
        this.other = new FirestoreParkingLot(client, collections, InstantSource.fixed(NOW), 1_000);
    }

    @Nested
    class Calls_are_few {
        @Test
        void to_park_an_event_and_others_behind_it() {
            lot.park(event(LANE, "1"));
            List<String> parking = calls.made();
            lot.parkBehind(event(LANE, "2"));
            List<String> behind = calls.made();

            assertThat(parking).containsExactly("BatchGetDocuments", "Commit");
            assertThat(behind).containsExactly("BatchGetDocuments", "BatchGetDocuments", "Commit");
        }

        @Test
        void to_ask_which_of_a_batch_of_lanes_are_parked() {
            lot.park(event(LANE, "1"));
            List<Lane> lanes = new ArrayList<>(List.of(LANE));
            IntStream.range(0, 99).forEach(i -> lanes.add(new Lane("open-" + i, false)));
            calls.made();

            assertThat(lot.heldAmong("consumer", lanes)).containsExactly(LANE);
            assertThat(calls.made()).containsExactly("BatchGetDocuments");
            assertThat(lot.heldAmong("consumer", List.of())).isEmpty();
            assertThat(calls.made()).isEmpty();
        }

        @Test
        void to_look_for_due_lanes_where_none_waits() {
            assertThat(lot.due("consumer", NOW, 100)).isEmpty();

            assertThat(calls.made()).containsExactly("RunQuery");
        }

        @Test
        void to_take_out_the_head_and_to_open() {
            lot.park(event(LANE, "1"));
            LaneLease lease = lease(lot);
            calls.made();

            lot.remove(lease, id("1"));
            List<String> removing = calls.made();
            lot.open(lease);
            List<String> opening = calls.made();

            assertThat(removing).containsExactly("BatchGetDocuments", "RunQuery", "Commit");
            assertThat(opening).containsExactly("BatchGetDocuments", "Commit");
        }
    }

    @Test
    void an_event_that_arrives_while_its_lane_is_being_opened_keeps_it_parked() {
        lot.park(event(LANE, "1"));
        LaneLease lease = lease(lot);
        lot.remove(lease, id("1"));
        calls.beforeNextCommit(() -> other.parkBehind(event(LANE, "2")));

        boolean opened = lot.open(lease);

        assertThat(opened).isFalse();
        assertThat(lot.peek(lease, 10)).containsExactly(event(LANE, "2"));
    }

    @Test
    void an_event_whose_lane_is_opened_while_it_is_being_parked_is_not_parked() {
        lot.park(event(LANE, "1"));
        calls.beforeNextCommit(() -> {
            LaneLease lease = lease(other);
            other.remove(lease, id("1"));
            assertThat(other.open(lease)).isTrue();
        });

        ParkResult result = lot.parkBehind(event(LANE, "2"));

        assertThat(result).isEqualTo(ParkResult.open());
        assertThat(lot.list("consumer", LANE, Optional.empty(), 10)).isEmpty();
    }

    @Test
    void a_head_that_somebody_else_has_taken_out_is_not_taken_out_twice() {
        lot.park(event(LANE, "1"));
        lot.park(event(LANE, "2"));
        LaneLease lease = lease(lot);
        calls.beforeNextCommit(() -> other.remove(lease, id("1")));

        boolean removed = lot.remove(lease, id("1"));

        assertThat(removed).isFalse();
        assertThat(lot.peek(lease, 10)).containsExactly(event(LANE, "2"));
    }

    @Test
    void lanes_are_due_in_the_order_of_their_time_whatever_their_buckets() {
        List<Lane> lanes = IntStream.range(0, 60)
                .mapToObj(i -> new Lane("lane-" + i, false))
                .toList();
        IntStream.range(0, 60)
                .map(i -> 59 - i)
                .forEach(i -> lot.park(event(lanes.get(i), "e").waiting("later", 1, Optional.of(NOW.plusSeconds(i)))));

        assertThat(lot.due("consumer", NOW.plusSeconds(49), 100)).isEqualTo(lanes.subList(0, 50));
        assertThat(lot.due("consumer", NOW.plusSeconds(49), 7)).isEqualTo(lanes.subList(0, 7));
        assertThat(lot.due("consume", NOW.plusSeconds(49), 7)).isEmpty();
    }

    @Nested
    class An_event_larger_than_a_document {
        /** Pub/Sub gives messages of up to 10 MB. */
        private final ParkedEvent large = event(LANE, "large", body(9_900_000));

        @Test
        void is_parked_once_and_read_whole_between_others() {
            lot.park(event(LANE, "1"));
            lot.park(large);
            lot.park(large);
            lot.park(event(LANE, "3"));

            assertThat(lot.list("consumer", LANE, Optional.empty(), 10))
                    .containsExactly(event(LANE, "1"), large, event(LANE, "3"));
        }

        @Test
        void waits_on_and_is_taken_out_with_all_its_parts() throws Exception {
            lot.park(large);
            LaneLease lease = lease(lot);
            ParkedEvent later = large.waiting("later", 2, Optional.of(NOW.plusSeconds(60)));

            assertThat(lot.postpone(lease, later)).isTrue();
            assertThat(lot.peek(lease, 1)).containsExactly(later);
            assertThat(lot.remove(lease, id("large"))).isTrue();

            assertThat(parts()).isEmpty();
            assertThat(lot.open(lease)).isTrue();
        }

        @Test
        void is_kept_whole_when_it_is_discarded_and_its_parts_go_when_it_does() throws Exception {
            lot.park(large);

            assertThat(lot.discard(lease(lot), id("large"), "not wanted")).contains(large);

            assertThat(lot.discarded("consumer", 10))
                    .singleElement()
                    .satisfies(kept -> assertThat(kept.wire().body())
                            .isEqualTo(large.wire().body()));
            assertThat(parts())
                    .isNotEmpty()
                    .allSatisfy(part -> assertThat(part.getTimestamp("expires"))
                            .isEqualTo(Timestamp.ofTimeSecondsAndNanos(
                                    NOW.plus(FirestoreParkingLot.DISCARDED_KEPT).getEpochSecond(), 0)));
        }

        @Test
        void has_no_field_that_an_index_would_take() throws Exception {
            lot.park(large);
            lot.discard(lease(lot), id("large"), "not wanted");

            List<String> exempt = collections.layouts().stream()
                    .filter(layout -> layout.collection().equals(collections.parked()))
                    .flatMap(layout -> layout.exempt().stream())
                    .toList();
            assertThat(parts())
                    .allSatisfy(part ->
                            assertThat(exempt).containsAll(part.getData().keySet()));
        }

        private List<QueryDocumentSnapshot> parts() throws Exception {
            return client.collectionGroup(collections.parked()).get().get().getDocuments();
        }
    }

    @Test
    void a_lane_that_an_earlier_release_parked_is_held_and_lists_its_head() throws Exception {
        lot.park(event(LANE, "1"));
        Map<String, Object> gone = new HashMap<>();
        List.of("reason", "attempts", "parkedAt").forEach(field -> gone.put(field, FieldValue.delete()));
        client.collection(collections.lanes())
                .document(LaneFields.id("consumer", LANE))
                .update(gone)
                .get();

        assertThat(lot.held("consumer", Optional.empty(), 9))
                .containsExactly(new HeldLane(LANE, 1, Optional.empty(), Optional.empty(), Optional.empty()));
        assertThat(lot.list("consumer", LANE, Optional.empty(), 1)).containsExactly(event(LANE, "1"));
    }

    @Test
    void a_lot_without_room_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FirestoreParkingLot(client, collections, InstantSource.fixed(Instant.EPOCH), 0));
    }

    private static LaneLease lease(FirestoreParkingLot by) {
        return by.lease("consumer", LANE, NOW, LEASE).orElseThrow();
    }

    private static EventId id(String id) {
        return new EventId("/test", id);
    }

    private static byte[] body(int bytes) {
        byte[] body = new byte[bytes];
        new Random(1).nextBytes(body);
        return body;
    }

    private static ParkedEvent event(Lane lane, String id) {
        return event(lane, id, new byte[] {1});
    }

    private static ParkedEvent event(Lane lane, String id, byte[] body) {
        return new ParkedEvent(
                "consumer", lane, id(id), WireEvent.structured(body), "position", "reason", 1, NOW, Optional.empty());
    }
}
