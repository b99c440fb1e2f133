package io.triskel.consume;

import static io.triskel.consume.Scene.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.consume.EventHandler.Handling;
import io.triskel.consume.FailurePolicy.Decision;
import io.triskel.consume.ParkedReplay.ReplayReport;
import io.triskel.inbox.Inbox.ClaimResult;
import io.triskel.parking.Lane;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InPlaceTest {
    private final Scene scene = new Scene();

    @ParameterizedTest
    @EnumSource(names = {"NEVER", "HELD"})
    void a_failed_event_is_tried_again_while_time_is_left(Redelivery redelivery) {
        scene.fails("a");
        scene.fails("a");

        var verdicts = scene.verdicts(redelivery, event("a", "k"), event("b", "k"), event("c", "l"));

        assertThat(verdicts).containsExactly("handled", "handled", "handled");
        assertThat(scene.handled).containsExactly("a", "c", "a", "a", "b");
        assertThat(scene.pauses).containsExactly(Duration.ofMillis(100), Duration.ofMillis(200));
    }

    @ParameterizedTest
    @EnumSource(names = {"NEVER", "HELD"})
    void what_still_fails_when_time_runs_out_is_parked_with_its_successors_and_due_by_itself(Redelivery redelivery) {
        scene.consumer = builder ->
                builder.inbox(scene.inbox).parkingLot(scene.lot).policy((event, failure, attempt) -> Decision.retry());
        scene.alwaysFails("a");

        var verdicts = scene.verdicts(redelivery, event("a", "k"), event("b", "k"));

        assertThat(verdicts).containsExactly("parked", "parked");
        assertThat(scene.parked("k")).containsExactly("a", "b");
        assertThat(scene.lot.due("notes", scene.instant().plusSeconds(60), 9)).hasSize(1);
        assertThat(scene.instant()).isBefore(scene.deadline().at());
    }

    @ParameterizedTest
    @EnumSource(names = {"NEVER", "HELD"})
    void a_clock_that_stands_still_does_not_keep_a_batch_for_ever(Redelivery redelivery) {
        scene.consumer = builder ->
                builder.inbox(scene.inbox).parkingLot(scene.lot).policy((event, failure, attempt) -> Decision.retry());
        scene.processor = builder -> builder.pause(duration -> scene.pauses.add(duration));
        scene.alwaysFails("a");

        var verdicts = scene.verdicts(redelivery, event("a"));

        assertThat(verdicts).containsExactly("parked");
    }

    @ParameterizedTest
    @EnumSource(names = {"NEVER", "HELD"})
    void attempts_in_place_count_in_the_inbox(Redelivery redelivery) {
        scene.alwaysFails("a");

        scene.process(redelivery, event("a", "k"));
        scene.replay().replay(Lane.of("k"), 1, scene.deadline());

        assertThat(scene.handlings.stream().map(Handling::attempt)).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Nested
    class When_an_event_is_in_progress_elsewhere {
        private ClaimResult.Claimed elsewhere(Duration lease) {
            return InPlaceTest.this.elsewhere("a", lease);
        }

        @ParameterizedTest
        @EnumSource(names = {"NEVER", "HELD"})
        void it_is_waited_for(Redelivery redelivery) {
            ClaimResult.Claimed claimed = elsewhere(Scene.HOUR);
            scene.processor = builder -> builder.pause(duration -> {
                scene.advance(duration);
                scene.realInbox.completeAll(List.of(claimed.claim()), scene.instant());
            });

            var verdicts = scene.verdicts(redelivery, event("a", "k"), event("b", "k"));

            assertThat(verdicts).containsExactly("duplicate", "handled");
        }

        @ParameterizedTest
        @EnumSource(names = {"NEVER", "HELD"})
        void it_is_parked_in_the_end_without_touching_its_inbox_row(Redelivery redelivery) {
            ClaimResult.Claimed claimed = elsewhere(Scene.HOUR);

            var verdicts = scene.verdicts(redelivery, event("a", "k"), event("b", "k"));
            var completed = scene.realInbox.completeAll(List.of(claimed.claim()), scene.instant());
            ReplayReport replayed = scene.replay().replay(Lane.of("k"), 9, scene.deadline());

            assertThat(verdicts).containsExactly("parked", "parked");
            assertThat(completed).containsExactly(io.triskel.inbox.WriteOutcome.recorded());
            assertThat(replayed).isEqualTo(new ReplayReport(1, 1, 0, 1, 0, 0));
            assertThat(scene.handled).containsExactly("b");
        }

        @Test
        void a_source_that_brings_it_back_by_itself_does_so() {
            elsewhere(Scene.HOUR);

            var verdicts = scene.verdicts(Redelivery.ONE_BY_ONE, event("a", "k"), event("b", "k"));
            scene.advance(Duration.ofMinutes(2));
            var later = scene.verdicts(Redelivery.ONE_BY_ONE, event("a", "k"));

            assertThat(verdicts).containsExactly("unsettled-in-progress-elsewhere", "unsettled-behind-a-failure");
            assertThat(later).containsExactly("unsettled-in-progress-elsewhere");
        }

        @ParameterizedTest
        @EnumSource(names = {"FROM_FIRST_UNSETTLED", "WHOLE_BATCH"})
        void it_holds_its_shard_no_longer_than_the_retry_budget(Redelivery redelivery) {
            elsewhere(Scene.HOUR);

            scene.advance(Duration.ofSeconds(29));
            var within = scene.verdicts(redelivery, event("a", "k"));
            scene.advance(Duration.ofSeconds(1));
            var spent = scene.verdicts(redelivery, event("a", "k"));

            assertThat(within).containsExactly("unsettled-in-progress-elsewhere");
            assertThat(spent).containsExactly("parked");
        }

        @Test
        void a_lease_that_has_ended_is_no_obstacle_and_the_fence_is_higher() {
            ClaimResult.Claimed claimed = elsewhere(Duration.ofSeconds(10));

            scene.advance(Duration.ofSeconds(10));
            var verdicts = scene.verdicts(Redelivery.ONE_BY_ONE, event("a"));

            assertThat(verdicts).containsExactly("handled");
            assertThat(scene.handlings.get(0).fence())
                    .isGreaterThan(claimed.claim().fence());
        }
    }

    @Nested
    class When_nothing_comes_again {
        @Test
        void what_there_was_no_time_for_is_parked_too() {
            scene.when("a", handling -> scene.advance(Scene.HOUR));

            var verdicts = scene.verdicts(Redelivery.NEVER, event("a"), event("b", "k"), event("c", "k"));

            assertThat(verdicts.subList(1, 3)).containsExactly("parked", "parked");
            assertThat(scene.parked("k")).containsExactly("b", "c");
        }

        @Test
        void what_a_halt_left_is_parked_too() {
            scene.consumer = builder ->
                    builder.inbox(scene.inbox).parkingLot(scene.lot).policy((event, e, n) -> Decision.halt("out"));
            scene.fails("a");

            var verdicts = scene.verdicts(Redelivery.NEVER, event("a", "k"), event("b", "l"));

            assertThat(verdicts).containsExactly("parked", "parked");
            assertThat(scene.lot.due("notes", scene.instant().plusSeconds(60), 9))
                    .hasSize(2);
        }

        @Test
        void what_the_inbox_could_not_claim_is_parked_too() {
            scene.inboxFaults.failing.add("claimAll");

            var verdicts = scene.verdicts(Redelivery.NEVER, event("a", "k"), event("b", "k"));

            assertThat(verdicts).containsExactly("parked", "parked");
            assertThat(scene.handled).isEmpty();
        }

        @Test
        void an_outage_of_the_lot_that_ends_in_time_costs_nothing() {
            scene.lotFaults.failing.add("park");
            scene.processor = builder -> builder.pause(duration -> {
                scene.advance(duration);
                scene.lotFaults.failing.clear();
            });

            var verdicts = scene.verdicts(Redelivery.NEVER, Scene.undecodable("u", "k"), event("b", "k"));

            assertThat(verdicts).containsExactly("parked", "parked");
        }

        @Test
        void a_settlement_says_so_if_parking_failed() {
            scene.lotFaults.failing.add("park");
            scene.alwaysFails("a");

            Settlement settlement = scene.process(Redelivery.NEVER, event("a", "k"), event("b", "l"));

            assertThat(settlement.complete()).isFalse();
            assertThat(settlement.verdicts().get(0).tag()).isEqualTo("unsettled-port-failed");
            assertThat(settlement.verdicts().get(1).tag()).isEqualTo("handled");
            assertThat(scene.handled.stream().filter("a"::equals)).hasSize(5);
        }

        @Test
        void nothing_of_a_lane_is_parked_past_an_event_that_could_not_be() {
            scene.lotFaults.failing.add("park");
            scene.alwaysFails("a");

            Settlement settlement = scene.process(Redelivery.NEVER, event("a", "k"), event("b", "k"));

            assertThat(settlement.verdicts().stream().map(Verdict::tag))
                    .containsExactly("unsettled-port-failed", "unsettled-behind-a-failure");
            assertThat(scene.parked("k")).isEmpty();
        }

        @Test
        void what_somebody_who_took_it_over_has_completed_is_a_duplicate_and_not_parked() {
            scene.when("a", handling -> {
                scene.advance(Duration.ofMinutes(2));
                scene.realInbox.completeAll(List.of(elsewhere("a", Scene.HOUR).claim()), scene.instant());
                throw new IllegalStateException("too late");
            });

            var verdicts = scene.verdicts(Redelivery.NEVER, event("a", "k"));

            assertThat(verdicts).containsExactly("duplicate");
            assertThat(scene.parked("k")).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ONE_BY_ONE", "FROM_FIRST_UNSETTLED", "WHOLE_BATCH", "HELD"})
    void an_event_whose_lease_has_ended_is_not_parked_by_who_held_it(Redelivery redelivery) {
        scene.consumer =
                builder -> builder.inbox(scene.inbox).parkingLot(scene.lot).policy(FailurePolicy.retryThenPark(1));
        scene.when("a", handling -> {
            scene.advance(Duration.ofMinutes(2));
            throw new IllegalStateException("too late");
        });

        var verdicts = scene.verdicts(redelivery, event("a", "k"), event("b", "k"));

        assertThat(verdicts).containsExactly("unsettled-in-progress-elsewhere", "unsettled-behind-a-failure");
        assertThat(scene.parked("k")).isEmpty();
    }

    private ClaimResult.Claimed elsewhere(String id, Duration lease) {
        return (ClaimResult.Claimed) scene.realInbox
                .claimAll("notes", List.of(Scene.id(id)), scene.instant(), lease)
                .get(0);
    }
}
