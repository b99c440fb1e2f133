package io.triskel.consume;

import static io.triskel.consume.Scene.event;
import static io.triskel.consume.Scene.undecodable;
import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.consume.Verdict.Why;
import io.triskel.memory.InMemoryParkingLot;
import io.triskel.observe.EventOutcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PortFailureTest {
    private final Scene scene = new Scene();

    @Test
    void an_inbox_that_cannot_claim_leaves_everything_unsettled_and_untried() {
        scene.inboxFaults.failing.add("claimAll");

        var verdicts = scene.verdicts(Redelivery.WHOLE_BATCH, event("a", "k"), event("b", "k"), event("c"));

        assertThat(verdicts)
                .containsExactly("unsettled-port-failed", "unsettled-behind-a-failure", "unsettled-port-failed");
        assertThat(scene.handled).isEmpty();
    }

    @Nested
    class When_the_answer_to_a_claim_is_lost {
        @Test
        void the_event_is_handled_when_it_comes_again_and_does_not_wait_for_the_lease() {
            scene.inboxFaults.losing.add("claimAll");
            var lost = scene.verdicts(Redelivery.FROM_FIRST_UNSETTLED, event("a", "k"), event("b", "l"));
            scene.inboxFaults.losing.clear();

            var again =
                    scene.verdicts(Redelivery.FROM_FIRST_UNSETTLED, event("a", "k"), event("b", "l"), event("c", "m"));

            assertThat(lost).containsOnly("unsettled-port-failed");
            assertThat(again).containsOnly("handled");
            assertThat(scene.handlings).allMatch(handling -> handling.attempt() == 1);
        }

        @Test
        void a_source_that_is_retried_in_place_goes_on_in_the_next_round() {
            scene.inboxFaults.losing.add("claimAll");
            scene.processor = builder -> builder.pause(duration -> {
                scene.advance(duration);
                scene.inboxFaults.losing.clear();
            });

            assertThat(scene.verdicts(Redelivery.HELD, event("a", "k"))).containsExactly("handled");
        }

        @Test
        void another_process_waits_for_the_lease_to_end() {
            scene.inboxFaults.losing.add("claimAll");
            scene.process(Redelivery.ONE_BY_ONE, event("a"));
            scene.inboxFaults.losing.clear();
            BatchProcessor other = BatchProcessor.of(scene.consumer())
                    .codec(scene.codec)
                    .clock(scene)
                    .build();

            var verdicts = other.process(List.of(event("a")), Redelivery.ONE_BY_ONE, scene.deadline())
                    .verdicts();

            assertThat(verdicts).extracting(Verdict::tag).containsExactly("unsettled-in-progress-elsewhere");
        }

        @Test
        void of_two_batches_with_the_event_only_one_handles_it() {
            scene.inboxFaults.losing.add("claimAll");
            scene.process(Redelivery.ONE_BY_ONE, event("a"));
            scene.inboxFaults.losing.clear();
            List<String> meanwhile = new ArrayList<>();
            scene.when("a", handling -> meanwhile.addAll(scene.verdicts(Redelivery.ONE_BY_ONE, event("a"))));

            var verdicts = scene.verdicts(Redelivery.ONE_BY_ONE, event("a"));

            assertThat(verdicts).containsExactly("handled");
            assertThat(meanwhile).containsExactly("unsettled-in-progress-elsewhere");
        }

        @Test
        void names_are_remembered_for_a_thousand_events_and_then_the_oldest_is_dropped() {
            LostClaims lost = new LostClaims();
            for (int i = 0; i < 1_025; i++) {
                lost.remember(Scene.id("e" + i), "name " + i);
            }

            assertThat(lost.take(Scene.id("e0"), "new")).isEqualTo("new");
            assertThat(lost.take(Scene.id("e1"), "new")).isEqualTo("name 1");
            assertThat(lost.take(Scene.id("e1"), "new")).isEqualTo("new");
        }
    }

    @Test
    void a_lot_that_cannot_say_which_lanes_are_parked_concerns_those_lanes_only() {
        scene.lotFaults.failing.add("heldAmong");

        var verdicts = scene.verdicts(Redelivery.WHOLE_BATCH, event("a", "k"), event("b"));

        assertThat(verdicts).containsExactly("unsettled-port-failed", "handled");
        assertThat(scene.handled).containsExactly("b");
    }

    @Test
    void an_inbox_that_cannot_complete_leaves_what_was_handled_unsettled() {
        scene.inboxFaults.failing.add("completeAll");

        var verdicts = scene.verdicts(Redelivery.WHOLE_BATCH, event("a", "k"), event("b", "k"));
        scene.inboxFaults.failing.clear();
        var again = scene.verdicts(Redelivery.WHOLE_BATCH, event("a", "k"), event("b", "k"));

        assertThat(verdicts).containsOnly("unsettled-port-failed");
        assertThat(again).containsOnly("handled");
    }

    @Test
    void a_held_source_waits_for_the_inbox() {
        scene.inboxFaults.failing.add("completeAll");
        scene.processor = builder -> builder.pause(duration -> {
            scene.advance(duration);
            scene.inboxFaults.failing.clear();
        });

        var verdicts = scene.verdicts(Redelivery.HELD, event("a", "k"), event("b", "k"));

        assertThat(verdicts).containsOnly("handled");
        assertThat(scene.handled).containsExactly("a", "b");
    }

    @Test
    void a_release_that_fails_only_makes_the_next_wait_for_the_lease() {
        scene.inboxFaults.failing.add("releaseAll");
        scene.fails("a");

        var first = scene.verdicts(Redelivery.ONE_BY_ONE, event("a"));
        var second = scene.verdicts(Redelivery.ONE_BY_ONE, event("a"));
        scene.advance(java.time.Duration.ofMinutes(2));
        var third = scene.verdicts(Redelivery.ONE_BY_ONE, event("a"));

        assertThat(first).containsExactly("unsettled-failed");
        assertThat(second).containsExactly("unsettled-in-progress-elsewhere");
        assertThat(third).containsExactly("handled");
    }

    @Test
    void a_parked_event_is_settled_even_if_its_inbox_row_could_not_be_written() {
        scene.inboxFaults.failing.add("parkAll");

        var first = scene.verdicts(Redelivery.ONE_BY_ONE, undecodable("u", "k"));
        scene.advance(java.time.Duration.ofMinutes(2));
        var again = scene.verdicts(Redelivery.ONE_BY_ONE, undecodable("u", "k"));

        assertThat(first).containsExactly("parked");
        assertThat(again).containsExactly("parked");
        assertThat(scene.parked("k")).containsExactly("u");
    }

    @Test
    void what_was_handled_is_completed_before_a_later_event_of_its_lane_is_parked() {
        scene.lotFaults.failing.add("park");

        var verdicts = scene.verdicts(Redelivery.WHOLE_BATCH, event("a", "k"), undecodable("u", "k"));

        assertThat(verdicts).containsExactly("handled", "unsettled-port-failed");
        assertThat(scene.inboxFaults.calls).startsWith("claimAll", "completeAll");
        assertThat(scene.lotFaults.calls).containsExactly("heldAmong", "park");
    }

    @Test
    void nothing_is_parked_past_an_event_whose_completion_could_not_be_recorded() {
        scene.inboxFaults.failing.add("completeAll");

        var verdicts = scene.verdicts(Redelivery.WHOLE_BATCH, event("a", "k"), undecodable("u", "k"));

        assertThat(verdicts).containsExactly("unsettled-port-failed", "unsettled-behind-a-failure");
        assertThat(scene.parked("k")).isEmpty();
    }

    @Test
    void a_full_parking_lot_leaves_the_event_unsettled_and_says_why() {
        scene.lot = InMemoryParkingLot.ofCapacity(1);

        Settlement settlement = scene.process(
                Redelivery.WHOLE_BATCH, undecodable("u", "k"), undecodable("v", "l"), event("b", "l"), event("c", "m"));

        assertThat(settlement.verdicts().stream().map(Verdict::tag))
                .containsExactly("parked", "unsettled-port-failed", "unsettled-behind-a-failure", "handled");
        assertThat(settlement.verdicts().get(1))
                .isEqualTo(new Verdict.Unsettled(Why.PORT_FAILED, "the parking lot is full at 1 events"));
    }

    @Test
    void what_could_not_queue_behind_a_parked_head_is_not_attempted() {
        scene.process(Redelivery.ONE_BY_ONE, undecodable("u", "k"));
        scene.lotFaults.failing.add("parkBehind");

        var verdicts = scene.verdicts(Redelivery.WHOLE_BATCH, event("b", "k"), event("c", "k"));

        assertThat(verdicts).containsExactly("unsettled-port-failed", "unsettled-behind-a-failure");
        assertThat(scene.handled).isEmpty();
    }

    @Test
    void an_observer_that_throws_changes_nothing() {
        scene.processor = builder -> builder.observer(new io.triskel.observe.Observer() {
            @Override
            public void handled(
                    String consumer,
                    io.triskel.event.Envelope<?> event,
                    EventOutcome verdict,
                    java.time.Duration took) {
                throw new IllegalStateException("broken metric");
            }

            @Override
            public io.triskel.observe.Observer.Scope handling(String consumer, io.triskel.event.Envelope<?> event) {
                throw new IllegalStateException("broken trace");
            }
        });

        assertThat(scene.verdicts(Redelivery.ONE_BY_ONE, event("a"))).containsExactly("handled");
    }
}
