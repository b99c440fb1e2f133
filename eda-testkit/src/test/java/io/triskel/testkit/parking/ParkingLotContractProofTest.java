package io.triskel.testkit.parking;

import io.triskel.testkit.ContractRun;
import org.junit.jupiter.api.Test;

class ParkingLotContractProofTest {
    @Test
    void a_lot_that_does_nothing_fails_every_test() {
        ContractRun.of(ParkingLotMutants.DoesNothing.class).everyTestFails();
    }

    @Test
    void the_lot_that_the_mutants_spoil_is_right() {
        ContractRun.of(ParkingLotMutants.Control.class).everyTestPasses();
    }

    @Test
    void one_that_opens_a_lane_with_a_tail_is_caught() {
        ContractRun.of(ParkingLotMutants.OpensALaneWithATail.class)
                .isCaughtBy("a_lane_is_not_opened_while_something_waits_in_it");
    }

    @Test
    void one_that_parks_an_event_twice_is_caught() {
        ContractRun run = ContractRun.of(ParkingLotMutants.ParksTwice.class);
        run.isCaughtBy("an_event_that_the_lane_has_already_stays_as_it_is");
        run.isCaughtBy("whoever_parks_the_same_event_at_once_parks_it_once");
    }

    @Test
    void one_that_appends_behind_an_open_lane_is_caught() {
        ContractRun.of(ParkingLotMutants.AppendsBehindAnOpenLane.class)
                .isCaughtBy("behind_an_open_lane_nothing_is_parked");
    }

    @Test
    void one_that_reads_before_it_appends_is_caught() {
        ContractRun.of(ParkingLotMutants.ReadsBeforeItAppends.class)
                .isCaughtBy("of_what_arrives_while_the_lane_is_opened_nothing_is_stranded");
    }

    @Test
    void one_that_loses_bytes_is_caught() {
        ContractRun.of(ParkingLotMutants.LosesBytes.class)
                .isCaughtBy("an_event_is_kept_with_all_that_is_known_of_it_byte_for_byte");
    }

    @Test
    void one_that_ignores_the_fence_is_caught() {
        ContractRun run = ContractRun.of(ParkingLotMutants.IgnoresTheFence.class);
        run.isCaughtBy("whoever_was_taken_over_reads_and_writes_nothing");
        run.isCaughtBy("whoever_was_taken_over_does_not_open_the_lane");
    }

    @Test
    void one_that_leases_a_lane_to_everyone_is_caught() {
        ContractRun run = ContractRun.of(ParkingLotMutants.LeasesToEveryone.class);
        run.isCaughtBy("a_lane_is_leased_by_one_until_the_lease_ends");
        run.isCaughtBy("of_16_racing_replays_one_gets_the_lane");
    }

    @Test
    void one_whose_fences_start_anew_is_caught() {
        ContractRun.of(ParkingLotMutants.StartsFencesAnew.class)
                .isCaughtBy("a_lease_from_before_the_lane_was_opened_and_parked_again_is_void");
    }

    @Test
    void one_that_takes_out_any_event_is_caught() {
        ContractRun.of(ParkingLotMutants.TakesOutAnyEvent.class).isCaughtBy("only_the_head_is_taken_out");
    }

    @Test
    void one_that_puts_a_postponed_head_last_is_caught() {
        ContractRun.of(ParkingLotMutants.PutsAPostponedHeadLast.class)
                .isCaughtBy("a_head_that_waits_on_keeps_its_place_with_the_new_reason_and_attempts");
    }

    @Test
    void one_that_is_due_too_early_is_caught() {
        ContractRun.of(ParkingLotMutants.IsDueTooEarly.class)
                .isCaughtBy("a_lane_is_due_when_the_time_of_its_head_has_come_and_not_before");
    }

    @Test
    void one_that_forgets_lanes_which_must_be_opened_is_caught() {
        ContractRun.of(ParkingLotMutants.ForgetsLanesToOpen.class)
                .isCaughtBy("a_lane_whose_head_was_taken_out_is_due_until_it_is_opened");
    }

    @Test
    void one_that_forgets_why_an_event_was_discarded_is_caught() {
        ContractRun.of(ParkingLotMutants.ForgetsWhyItWasDiscarded.class)
                .isCaughtBy("any_event_is_discarded_and_kept_apart_with_the_reason");
    }

    @Test
    void one_that_begins_every_page_at_the_head_is_caught() {
        ContractRun.of(ParkingLotMutants.BeginsEveryPageAtTheHead.class)
                .isCaughtBy("the_events_of_a_lane_are_paged_head_first");
    }

    @Test
    void one_that_forgets_why_a_head_waits_is_caught() {
        ContractRun.of(ParkingLotMutants.ForgetsWhyTheHeadWaits.class)
                .isCaughtBy("a_held_lane_tells_how_many_events_wait_and_why_the_first_one_does");
    }

    @Test
    void one_that_counts_the_head_only_is_caught() {
        ContractRun.of(ParkingLotMutants.CountsTheHeadOnly.class)
                .isCaughtBy("a_held_lane_tells_how_many_events_wait_and_why_the_first_one_does");
    }

    @Test
    void one_that_tells_the_first_head_for_ever_is_caught() {
        ContractRun.of(ParkingLotMutants.TellsTheFirstHeadForEver.class)
                .isCaughtBy("a_held_lane_does_not_tell_of_a_head_that_is_gone");
    }

    @Test
    void one_that_hides_the_lease_is_caught() {
        ContractRun.of(ParkingLotMutants.HidesTheLease.class)
                .isCaughtBy("a_held_lane_tells_the_new_reason_of_a_head_that_was_put_off_and_until_when_it_is_leased");
    }

    @Test
    void one_that_is_full_in_secret_is_caught() {
        ContractRun.of(ParkingLotMutants.IsFullInSecret.class)
                .isCaughtBy("a_full_lot_says_so_and_takes_again_once_there_is_room");
    }

    @Test
    void one_that_mixes_up_lanes_is_caught() {
        ContractRun.of(ParkingLotMutants.MixesUpLanes.class)
                .isCaughtBy("lanes_whose_names_look_alike_are_different_lanes");
    }

    @Test
    void one_that_cuts_long_identities_is_caught() {
        ContractRun run = ContractRun.of(ParkingLotMutants.CutsLongIds.class);
        run.isCaughtBy("events_with_long_identities_are_different_events_to_their_last_character");
        run.isCaughtBy("an_event_with_a_long_identity_goes_through_a_lane_with_a_long_name");
        run.isCaughtBy("an_event_that_is_all_identity_is_kept_whole");
    }

    @Test
    void one_that_cuts_long_lanes_is_caught() {
        ContractRun run = ContractRun.of(ParkingLotMutants.CutsLongLanes.class);
        run.isCaughtBy("lanes_whose_names_look_alike_are_different_lanes");
        run.isCaughtBy("an_event_with_a_long_identity_goes_through_a_lane_with_a_long_name");
    }
}
