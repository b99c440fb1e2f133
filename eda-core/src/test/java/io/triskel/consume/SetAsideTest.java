package io.triskel.consume;

import static io.triskel.consume.Scene.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.consume.NotYetException.SetAside;
import io.triskel.consume.ParkedReplay.ReplayReport;
import io.triskel.parking.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An event that waits for one behind it: it is parked in a lane of its own, and its lane goes on. */
class SetAsideTest {
    private static final Lane ALONE = Lane.alone(Scene.id("a"));

    private final Scene scene = new Scene();

    private void waits(String id) {
        scene.when(id, handling -> {
            throw new SetAside("round 1 has not ended");
        });
    }

    private ReplayReport replayDue() {
        return scene.replay().replayDue(scene.instant(), 10, scene.deadline());
    }

    @ParameterizedTest
    @EnumSource(Redelivery.class)
    void those_behind_it_are_handled_whatever_the_source(Redelivery redelivery) {
        waits("a");

        assertThat(scene.verdicts(redelivery, event("a", "k"), event("b", "k"))).containsExactly("parked", "handled");
        assertThat(scene.parked(ALONE)).containsExactly("a");
        assertThat(scene.lot.heldAmong("notes", List.of(Lane.of("k")))).isEmpty();
        assertThat(scene.verdicts(redelivery, event("c", "k"))).containsExactly("handled");
    }

    @ParameterizedTest
    @EnumSource(Redelivery.class)
    void without_an_inbox_it_is_the_same(Redelivery redelivery) {
        scene.consumer = builder -> builder.parkingLot(scene.lot);
        waits("a");
        waits("a");

        assertThat(scene.verdicts(redelivery, event("a", "k"), event("b", "k"))).containsExactly("parked", "handled");
        assertThat(scene.verdicts(redelivery, event("a", "k"))).containsExactly("parked");
        assertThat(scene.parked(ALONE)).containsExactly("a");
    }

    @Test
    void no_attempt_is_counted_and_it_is_due_after_the_replay_delay() {
        waits("a");

        scene.process(Redelivery.ONE_BY_ONE, event("a", "k"));

        assertThat(scene.head(ALONE).attempts()).isZero();
        assertThat(scene.head(ALONE).reason()).isEqualTo("set aside: round 1 has not ended");
        assertThat(scene.head(ALONE).replayAt()).contains(scene.instant().plus(Duration.ofMinutes(1)));
    }

    @Test
    void replayed_once_it_may_be_handled_it_is_gone() {
        waits("a");
        scene.process(Redelivery.ONE_BY_ONE, event("a", "k"));
        scene.advance(Duration.ofMinutes(1));

        assertThat(replayDue()).isEqualTo(new ReplayReport(1, 0, 0, 1, 0, 0));
        assertThat(scene.verdicts(Redelivery.ONE_BY_ONE, event("a", "k"))).containsExactly("duplicate");
    }

    @Test
    void replayed_too_early_it_waits_on_longer_each_time_and_no_attempt_is_counted() {
        Instant parked = scene.instant();
        for (int i = 0; i < 8; i++) {
            waits("a");
        }
        scene.process(Redelivery.ONE_BY_ONE, event("a", "k"));

        StringBuilder pauses = new StringBuilder();
        for (int i = 0; i < 7; i++) {
            Instant next = scene.head(ALONE).replayAt().orElseThrow();
            pauses.append(Duration.between(scene.instant(), next).toMinutes()).append(' ');
            scene.now.set(next);
            assertThat(replayDue().failed()).isEqualTo(1);
        }

        assertThat(pauses).hasToString("1 1 2 4 8 15 15 ");
        assertThat(scene.head(ALONE).attempts()).isZero();
        assertThat(scene.head(ALONE).parkedAt()).isEqualTo(parked);
    }

    @Test
    void parked_behind_another_event_it_moves_to_a_lane_of_its_own_when_its_turn_comes() {
        scene.consumer =
                builder -> builder.inbox(scene.inbox).parkingLot(scene.lot).policy(FailurePolicy.retryThenPark(1));
        scene.fails("x");
        scene.process(Redelivery.ONE_BY_ONE, event("x", "k"), event("a", "k"), event("b", "k"));
        waits("a");
        scene.handled.clear();

        ReplayReport report = scene.replay().replay(Lane.of("k"), 10, scene.deadline());

        assertThat(scene.handled).containsExactly("x", "a", "b");
        assertThat(report).isEqualTo(new ReplayReport(2, 0, 1, 1, 0, 0));
        assertThat(scene.parked("k")).isEmpty();
        assertThat(scene.parked(ALONE)).containsExactly("a");
        assertThat(scene.head(ALONE).attempts()).isZero();
    }

    @Test
    void without_a_parking_lot_it_is_tried_again_in_its_lane() {
        scene.consumer = builder -> builder.inbox(scene.inbox);
        waits("a");

        assertThat(scene.verdicts(Redelivery.ONE_BY_ONE, event("a", "k"), event("b", "k")))
                .containsExactly("unsettled-failed", "unsettled-behind-a-failure");
    }

    @Test
    void if_the_lot_is_out_of_order_it_comes_again_and_nothing_is_lost() {
        waits("a");
        scene.lotFaults.failing.add("park");

        assertThat(scene.verdicts(Redelivery.ONE_BY_ONE, event("a", "k"), event("b", "k")))
                .containsExactly("unsettled-port-failed", "unsettled-behind-a-failure");
        assertThat(scene.lot.held("notes", Optional.empty(), 9)).isEmpty();
    }
}
