package io.triskel.consume;

import static io.triskel.consume.Scene.undecodable;
import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.consume.Delivery.Position;
import io.triskel.consume.ParkedReplay.ReplayReport;
import io.triskel.event.OrderingKey;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot.HeldLane;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An event of somebody else, with a key and an id as long as they like, is settled like any other. */
class ForeignEventsTest {
    private static final String KEY = "k".repeat(50_000);
    private static final String ID = "i".repeat(50_000);

    private final Scene scene = new Scene();

    @BeforeEach
    void parkAtOnce() {
        scene.consumer =
                builder -> builder.inbox(scene.inbox).parkingLot(scene.lot).policy(FailurePolicy.retryThenPark(1));
    }

    private static Delivery event(String id, String key) {
        return Delivery.of(
                Scene.note(id).withKey(new OrderingKey(key)),
                new Position("p-" + id.length() + id.charAt(id.length() - 1)));
    }

    @Test
    void it_is_handled_and_a_repeat_is_a_duplicate() {
        var first = scene.verdicts(Redelivery.ONE_BY_ONE, event(ID, KEY));
        var again = scene.verdicts(Redelivery.ONE_BY_ONE, event(ID, KEY), event(ID + "2", KEY));

        assertThat(first).containsExactly("handled");
        assertThat(again).containsExactly("duplicate", "handled");
        assertThat(scene.handled).containsExactly(ID, ID + "2");
    }

    @Test
    void it_is_parked_with_those_behind_it_and_replayed_in_order() {
        scene.fails(ID);
        var parked = scene.verdicts(
                Redelivery.ONE_BY_ONE, event(ID, KEY), event("b", KEY), event("c", KEY + "2"), event(ID + "2", KEY));
        scene.handled.clear();

        assertThat(parked).containsExactly("parked", "parked", "handled", "parked");
        List<Lane> lanes = scene.lot.held("notes", Optional.empty(), 9).stream()
                .map(HeldLane::lane)
                .toList();
        ReplayReport report = scene.replay().replay(lanes.get(0), 9, scene.deadline());

        assertThat(lanes).containsExactly(Lane.of(KEY));
        assertThat(report).isEqualTo(new ReplayReport(3, 0, 0, 1, 0, 0));
        assertThat(scene.handled).containsExactly(ID, "b", ID + "2");
    }

    @Test
    void one_that_cannot_be_decoded_stands_in_the_lane_of_its_long_transport_key() {
        var verdicts = scene.verdicts(Redelivery.ONE_BY_ONE, undecodable("7", KEY), event("b", KEY), Scene.event("c"));

        assertThat(verdicts).containsExactly("parked", "parked", "handled");
        assertThat(scene.parked(Lane.of(KEY))).containsExactly("7", "b");
    }
}
