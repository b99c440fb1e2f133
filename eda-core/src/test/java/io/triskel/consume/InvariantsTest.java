package io.triskel.consume;

import static io.triskel.consume.Scene.event;
import static io.triskel.consume.Scene.undecodable;
import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.consume.Delivery.Position;
import io.triskel.consume.FailurePolicy.Decision;
import io.triskel.event.Envelope;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The five promises of a settlement; the seeded simulation asserts them for whatever may happen, this shows each alone. */
class InvariantsTest {
    private final Scene scene = new Scene();

    @ParameterizedTest
    @EnumSource
    void invariant_1_every_delivery_has_exactly_one_verdict_in_delivery_order(Redelivery redelivery) {
        scene.alwaysFails("poison");
        Delivery foreign = Delivery.of(Envelope.of(Scene.id("x"), Scene.OTHER, "data"), new Position("x"));

        Settlement settlement = scene.process(
                redelivery,
                event("a", "k"),
                foreign,
                event("a", "k"),
                event("poison", "l"),
                undecodable("u", "m"),
                event("b"));

        List<String> tags = settlement.verdicts().stream().map(Verdict::tag).toList();
        String poison = redelivery.retriesInPlace() ? "parked" : "unsettled-failed";
        assertThat(tags).containsExactly("handled", "ignored", "duplicate", poison, "parked", "handled");
    }

    @ParameterizedTest
    @EnumSource
    void invariant_2_after_an_unsettled_delivery_no_later_delivery_of_its_lane_is_attempted(Redelivery redelivery) {
        scene.alwaysFails("a");

        scene.process(redelivery, event("a", "k"), event("b", "k"), event("c", "l"), event("d", "k"));

        assertThat(scene.handled).contains("a", "c").doesNotContain("b", "d");
    }

    @ParameterizedTest
    @EnumSource
    void invariant_3_parked_means_the_lot_has_it(Redelivery redelivery) {
        scene.lotFaults.failing.add("park");

        List<String> lotDown = scene.verdicts(redelivery, undecodable("u", "k"), event("b", "k"));
        scene.lotFaults.failing.clear();
        List<String> lotBack = scene.verdicts(redelivery, undecodable("u", "k"), event("b", "k"));

        assertThat(lotDown).doesNotContain("parked", "handled");
        assertThat(lotBack).containsExactly("parked", "parked");
        assertThat(scene.parked("k")).containsExactly("u", "b");
    }

    @ParameterizedTest
    @EnumSource
    void invariant_4_an_event_whose_completion_is_recorded_is_never_handed_over_again(Redelivery redelivery) {
        scene.process(redelivery, event("a", "k"), event("b"));

        List<String> again = scene.verdicts(redelivery, event("a", "k"), event("b"), event("a", "k"));
        scene.advance(Scene.HOUR);
        List<String> later = scene.verdicts(redelivery, event("a", "k"), event("b"));

        assertThat(again).containsOnly("duplicate");
        assertThat(later).containsOnly("duplicate");
        assertThat(scene.handled).containsExactly("a", "b");
    }

    @ParameterizedTest
    @EnumSource
    void invariant_5_other_lanes_of_a_batch_are_attempted(Redelivery redelivery) {
        scene.alwaysFails("a");

        scene.process(redelivery, event("a", "k"), event("b", "l"), event("c"), undecodable("u", "m"), event("d", "n"));

        assertThat(scene.handled).contains("b", "c", "d");
    }

    @ParameterizedTest
    @EnumSource
    void invariant_5_other_lanes_of_a_batch_are_attempted_when_an_event_overflows_the_stack(Redelivery redelivery) {
        Scene.Behaviour deep = handling -> {
            throw new StackOverflowError("deep");
        };
        scene.when("a", deep, deep, deep, deep, deep);

        scene.process(redelivery, event("a", "k"), event("b", "l"), event("c"));

        assertThat(scene.handled).contains("b", "c");
    }

    @ParameterizedTest
    @EnumSource(names = {"FROM_FIRST_UNSETTLED", "WHOLE_BATCH"})
    void invariant_5_an_event_holds_its_shard_no_longer_than_the_retry_budget(Redelivery redelivery) {
        scene.consumer = builder ->
                builder.inbox(scene.inbox).parkingLot(scene.lot).policy((event, failure, attempt) -> Decision.retry());
        scene.alwaysFails("a");

        List<String> first = scene.verdicts(redelivery, event("a", "k"), event("b", "k"));
        scene.advance(Duration.ofSeconds(29));
        List<String> withinBudget = scene.verdicts(redelivery, event("a", "k"), event("b", "k"));
        scene.advance(Duration.ofSeconds(1));
        List<String> budgetSpent = scene.verdicts(redelivery, event("a", "k"), event("b", "k"));

        assertThat(first).containsExactly("unsettled-failed", "unsettled-behind-a-failure");
        assertThat(withinBudget).isEqualTo(first);
        assertThat(budgetSpent).containsExactly("parked", "parked");
        assertThat(scene.lot.due("notes", scene.instant().plusSeconds(60), 10)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"FROM_FIRST_UNSETTLED", "WHOLE_BATCH"})
    void invariant_5_an_event_holds_its_shard_no_longer_when_the_clock_is_set_back(Redelivery redelivery) {
        scene.consumer = builder ->
                builder.inbox(scene.inbox).parkingLot(scene.lot).policy((event, failure, attempt) -> Decision.retry());
        scene.alwaysFails("a");

        scene.process(redelivery, event("a", "k"));
        scene.advance(Duration.ofDays(-1));
        scene.process(redelivery, event("a", "k"));
        scene.advance(Duration.ofSeconds(30));
        scene.process(redelivery, event("a", "k"));

        assertThat(scene.parked("k")).containsExactly("a");
        assertThat(scene.lot.due("notes", scene.instant().plusSeconds(60), 10)).hasSize(1);
    }

    @Test
    void invariant_5_an_event_behind_it_has_its_own_budget() {
        scene.consumer = builder ->
                builder.inbox(scene.inbox).parkingLot(scene.lot).policy((event, failure, attempt) -> Decision.retry());
        scene.fails("a");
        scene.alwaysFails("b");

        scene.process(Redelivery.FROM_FIRST_UNSETTLED, event("a", "k"), event("b", "k"));
        scene.advance(Duration.ofSeconds(29));
        scene.process(Redelivery.FROM_FIRST_UNSETTLED, event("a", "k"), event("b", "k"));
        scene.advance(Duration.ofSeconds(2));
        List<String> verdicts = scene.verdicts(Redelivery.FROM_FIRST_UNSETTLED, event("b", "k"));

        assertThat(verdicts).containsExactly("unsettled-failed");
    }
}
