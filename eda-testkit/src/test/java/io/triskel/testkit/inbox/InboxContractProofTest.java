package io.triskel.testkit.inbox;

import io.triskel.testkit.ContractRun;
import org.junit.jupiter.api.Test;

class InboxContractProofTest {
    @Test
    void an_inbox_that_does_nothing_fails_every_test() {
        ContractRun.of(InboxMutants.DoesNothing.class).everyTestFails();
    }

    @Test
    void the_inbox_that_the_mutants_spoil_is_right() {
        ContractRun.of(InboxMutants.Control.class).everyTestPasses();
    }

    @Test
    void one_that_claims_what_it_looks_up_is_caught() {
        ContractRun.of(InboxMutants.ClaimsWhatItLooksUp.class)
                .isCaughtBy("a_look_up_tells_what_a_claim_would_meet_and_claims_nothing");
    }

    @Test
    void one_that_sees_leases_that_ended_is_caught() {
        ContractRun.of(InboxMutants.SeesEndedLeases.class)
                .isCaughtBy("a_look_up_sees_a_claim_until_its_lease_ends_also_that_of_a_parked_event");
    }

    @Test
    void one_that_forgets_who_claimed_is_caught() {
        ContractRun run = ContractRun.of(InboxMutants.ForgetsWhoClaimed.class);
        run.isCaughtBy("a_claim_that_is_repeated_under_its_name_is_the_same_claim_with_the_later_end");
    }

    @Test
    void one_that_completes_without_a_fence_is_caught() {
        ContractRun run = ContractRun.of(InboxMutants.CompletesWithoutAFence.class);
        run.isCaughtBy("a_completion_under_an_older_fence_is_lost_and_writes_nothing");
        run.isCaughtBy("entries_of_a_batch_are_independent_of_each_other");
    }

    @Test
    void one_that_asks_for_the_fence_only_after_the_lease_is_caught() {
        ContractRun.of(InboxMutants.TrustsALeaseThatSeemsToBeLive.class)
                .isCaughtBy(
                        "a_holder_whose_clock_is_slow_ends_nothing_that_was_taken_over_before_its_lease_seems_to_end");
    }

    @Test
    void one_that_releases_without_a_fence_is_caught() {
        ContractRun.of(InboxMutants.ReleasesWithoutAFence.class)
                .isCaughtBy("a_release_may_be_repeated_until_somebody_else_claims");
    }

    @Test
    void one_that_completes_after_the_end_of_the_lease_is_caught() {
        ContractRun.of(InboxMutants.CompletesAfterTheLease.class)
                .isCaughtBy("a_completion_after_the_lease_is_lost_and_writes_nothing");
    }

    @Test
    void one_that_never_ends_a_lease_is_caught() {
        ContractRun run = ContractRun.of(InboxMutants.NeverEndsALease.class);
        run.isCaughtBy("once_the_lease_has_ended_somebody_else_claims_with_a_higher_fence");
        run.isCaughtBy("when_a_lease_has_ended_one_of_16_takes_over_and_the_holder_completes_no_more");
    }

    @Test
    void one_that_claims_in_spite_of_a_lease_is_caught() {
        ContractRun run = ContractRun.of(InboxMutants.KnowsNoLease.class);
        run.isCaughtBy("nobody_else_claims_before_the_lease_ends");
        run.isCaughtBy("of_16_racing_claimers_one_gets_the_event");
    }

    @Test
    void one_that_reads_before_it_writes_is_caught() {
        ContractRun.of(InboxMutants.ReadsBeforeItWrites.class).isCaughtBy("of_16_racing_claimers_one_gets_the_event");
    }

    @Test
    void one_that_forgets_attempts_is_caught() {
        ContractRun.of(InboxMutants.ForgetsAttempts.class)
                .isCaughtBy("a_released_event_is_claimed_at_once_with_the_attempts_that_count");
    }

    @Test
    void one_that_does_not_count_what_was_cut_off_is_caught() {
        ContractRun.of(InboxMutants.ForgetsWhatWasCutOff.class)
                .isCaughtBy("claims_that_nobody_ended_are_counted_as_cut_off");
    }

    @Test
    void one_that_drops_the_last_entry_of_a_batch_is_caught() {
        ContractRun run = ContractRun.of(InboxMutants.DropsTheLastEntry.class);
        run.isCaughtBy("a_large_batch_is_claimed_and_completed_to_its_last_event");
        run.isCaughtBy("entries_of_a_batch_are_independent_of_each_other");
    }

    @Test
    void one_that_lets_a_source_claim_a_parked_event_is_caught() {
        ContractRun.of(InboxMutants.LetsASourceClaimAParkedEvent.class)
                .isCaughtBy("what_was_handed_to_the_lot_is_final_for_the_source_and_claimed_by_the_lot");
    }

    @Test
    void one_that_lets_the_source_have_what_the_lot_gave_back_is_caught() {
        ContractRun.of(InboxMutants.UnparksOnRelease.class)
                .isCaughtBy("a_parked_event_that_the_lot_gives_back_stays_parked");
    }

    @Test
    void one_that_forgets_parked_events_is_caught() {
        ContractRun.of(InboxMutants.ForgetsParkedEvents.class)
                .isCaughtBy("parked_rows_and_leases_that_have_not_ended_are_never_forgotten_nor_do_they_hide_others");
    }

    @Test
    void one_that_forgets_more_than_asked_for_is_caught() {
        ContractRun.of(InboxMutants.ForgetsTooMuch.class).isCaughtBy("no_more_is_forgotten_than_asked_for");
    }

    @Test
    void one_whose_fence_is_the_clock_is_caught() {
        ContractRun.of(InboxMutants.TakesFencesFromTheClock.class).isCaughtBy("fences_grow_whatever_the_clock_says");
    }

    @Test
    void one_that_replaces_what_its_store_forbids_is_caught() {
        ContractRun.of(InboxMutants.MixesUpNames.class)
                .isCaughtBy("events_whose_names_look_alike_are_different_events");
    }

    @Test
    void one_that_joins_source_and_id_is_caught() {
        ContractRun.of(InboxMutants.JoinsSourceAndId.class)
                .isCaughtBy("events_whose_names_look_alike_are_different_events");
    }

    @Test
    void one_that_cuts_long_ids_or_sources_is_caught() {
        ContractRun.of(InboxMutants.CutsLongIds.class)
                .isCaughtBy("events_with_long_identities_are_different_events_to_their_last_character");
        ContractRun.of(InboxMutants.CutsLongSources.class)
                .isCaughtBy("events_with_long_identities_are_different_events_to_their_last_character");
    }
}
