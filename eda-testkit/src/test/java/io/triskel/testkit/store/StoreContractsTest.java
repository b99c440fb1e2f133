package io.triskel.testkit.store;

import io.triskel.testkit.ContractRun;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The stores' contracts can fail: on a store that does nothing in every test, on each mutant in the test meant for it.
 */
class StoreContractsTest {
    @ParameterizedTest
    @ValueSource(
            classes = {
                DoNothing.Events.class,
                DoNothing.EncodedEvents.class,
                DoNothing.Publishing.class,
                DoNothing.Leasing.class,
                DoNothing.States.class,
                DoNothing.Places.class
            })
    void a_store_that_does_nothing_fails_every_test(Class<?> suite) {
        ContractRun.of(suite).everyTestFails();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                EventStoreMutants.Control.class,
                EncodedEventStoreMutants.Control.class,
                OutboxMutants.Control.class,
                LeasedAppendMutants.Control.class
            })
    void the_store_that_mutants_are_made_of_is_right(Class<?> suite) {
        ContractRun.of(suite).everyTestPasses();
    }

    @Nested
    class Of_event_stores {
        @Test
        void one_that_ignores_the_expected_revision_is_caught() {
            ContractRun.of(EventStoreMutants.IgnoresTheExpectedRevision.class)
                    .isCaughtBy("an_expectation_that_others_overtook_is_a_conflict_and_stores_nothing");
        }

        @Test
        void one_that_drops_the_last_entry_is_caught() {
            ContractRun.of(EventStoreMutants.DropsTheLastEntry.class)
                    .isCaughtBy("appended_events_are_read_back_in_order_with_their_stream_and_revision");
        }

        @Test
        void one_that_answers_repeats_as_conflicts_is_caught() {
            ContractRun.of(EventStoreMutants.AnswersRepeatsAsConflicts.class)
                    .isCaughtBy("the_same_append_again_is_answered_its_first_result_and_stores_nothing");
        }

        @Test
        void one_that_answers_conflicts_as_repeats_is_caught() {
            ContractRun.of(EventStoreMutants.AnswersConflictsAsRepeats.class)
                    .isCaughtBy("another_command_with_the_same_events_is_a_conflict");
        }

        @Test
        void one_that_leaves_gaps_is_caught() {
            ContractRun.of(EventStoreMutants.LeavesGaps.class)
                    .isCaughtBy("an_expectation_beyond_the_end_is_a_conflict_and_leaves_no_gap");
        }

        @Test
        void one_that_reads_backwards_is_caught() {
            ContractRun.of(EventStoreMutants.ReadsBackwards.class)
                    .isCaughtBy("appended_events_are_read_back_in_order_with_their_stream_and_revision");
        }

        @Test
        void one_that_skips_the_rest_of_a_commit_at_a_pages_end_is_caught() {
            ContractRun.of(EventStoreMutants.SkipsTheRestOfACommitAtAPagesEnd.class)
                    .isCaughtBy("a_page_ends_at_its_limit_also_inside_a_commit_and_the_next_goes_on");
        }

        @Test
        void one_that_lets_escaped_names_meet_is_caught() {
            ContractRun.of(EventStoreMutants.LetsEscapedNamesMeet.class)
                    .isCaughtBy("stream_names_of_any_characters_are_told_apart");
        }
    }

    @Nested
    class Of_event_stores_that_keep_bytes {
        @Test
        void one_that_takes_what_it_cannot_read_for_a_failure_is_caught() {
            ContractRun.of(EncodedEventStoreMutants.TakesWhatItCannotReadForAFailure.class)
                    .isCaughtBy(
                            "an_event_that_cannot_be_read_is_told_from_a_failing_store_and_those_before_it_are_read");
        }

        @Test
        void one_whose_unreadable_events_are_not_seen_in_the_outbox_is_caught() {
            ContractRun.of(EncodedEventStoreMutants.TakesWhatItCannotReadForAFailure.class)
                    .isCaughtBy(
                            "an_event_that_cannot_be_read_is_stuck_in_the_outbox_and_those_before_it_are_published");
        }

        @Test
        void one_that_passes_over_what_it_cannot_read_is_caught() {
            ContractRun.of(EncodedEventStoreMutants.PassesOverWhatItCannotRead.class)
                    .isCaughtBy(
                            "an_event_that_cannot_be_read_is_stuck_in_the_outbox_and_those_before_it_are_published");
        }

        @Test
        void one_that_stores_event_by_event_is_caught() {
            ContractRun.of(EncodedEventStoreMutants.StoresEventByEvent.class)
                    .isCaughtBy("what_could_not_be_read_is_refused_and_nothing_of_its_append_is_stored");
        }

        @Test
        void one_that_finds_out_when_it_reads_is_caught() {
            ContractRun.of(EncodedEventStoreMutants.FindsOutWhenItReads.class)
                    .isCaughtBy("what_could_not_be_read_is_refused_and_nothing_of_its_append_is_stored");
        }
    }

    @Nested
    class Of_outboxes {
        @Test
        void one_that_ignores_the_fence_is_caught() {
            ContractRun.of(OutboxMutants.IgnoresTheFence.class)
                    .isCaughtBy("a_holder_that_was_taken_over_records_nothing");
        }

        @Test
        void one_whose_leases_are_given_back_by_others_is_caught() {
            ContractRun.of(OutboxMutants.IgnoresTheFence.class)
                    .isCaughtBy("a_holder_that_was_taken_over_gives_back_nothing");
        }

        @Test
        void one_that_gives_the_lease_to_everyone_is_caught() {
            ContractRun.of(OutboxMutants.GivesTheLeaseToEveryone.class)
                    .isCaughtBy("one_holder_has_the_lease_until_it_runs_out");
        }

        @Test
        void one_that_forgets_what_was_appended_meanwhile_is_caught() {
            ContractRun.of(OutboxMutants.ForgetsWhatWasAppendedMeanwhile.class)
                    .isCaughtBy("an_append_while_the_stream_is_published_leaves_it_dirty");
        }

        @Test
        void one_that_loses_the_mark_of_whoever_was_refused_is_caught() {
            ContractRun.of(OutboxMutants.LosesTheMark.class)
                    .isCaughtBy("a_lease_that_others_wanted_is_given_back_only_after_one_more_look");
        }

        @Test
        void one_that_takes_the_mark_off_too_late_is_caught() {
            ContractRun.of(OutboxMutants.TakesTheMarkOffTooLate.class)
                    .isCaughtBy("a_lease_that_others_wanted_is_given_back_only_after_one_more_look");
        }

        @Test
        void one_that_gives_back_without_recording_is_caught() {
            ContractRun.of(OutboxMutants.FinishesWithoutRecording.class)
                    .isCaughtBy("a_finish_records_and_gives_back_at_once");
        }

        @Test
        void one_that_names_stuck_streams_first_is_caught() {
            ContractRun.of(OutboxMutants.NamesStuckStreamsFirst.class)
                    .isCaughtBy("streams_that_are_put_off_do_not_hide_others");
        }
    }

    @Nested
    class Of_leasing_appenders {
        @Test
        void one_that_publishes_although_the_commit_before_is_not_published_is_caught() {
            ContractRun.of(LeasedAppendMutants.PublishesBehindWhatIsNotPublished.class)
                    .isCaughtBy("behind_what_is_not_published_yet_its_publisher_goes_on");
        }

        @Test
        void one_that_records_out_of_order_is_caught() {
            ContractRun.of(LeasedAppendMutants.RecordsOutOfOrder.class)
                    .isCaughtBy("a_slow_appender_records_no_commit_but_those_it_published");
        }

        @Test
        void one_that_leases_what_is_claimed_is_caught() {
            ContractRun.of(LeasedAppendMutants.LeasesWhatIsClaimed.class)
                    .isCaughtBy("what_is_appended_to_a_new_stream_is_its_appenders_to_publish");
        }

        @Test
        void one_that_forgets_who_waits_is_caught() {
            ContractRun.of(LeasedAppendMutants.ForgetsWhoWaits.class)
                    .isCaughtBy("behind_what_is_not_published_yet_its_publisher_goes_on");
        }
    }

    @Nested
    class Of_snapshots_and_checkpoints {
        @Test
        void snapshots_that_an_older_one_replaces_are_caught() {
            ContractRun.of(SnapshotAndCheckpointMutants.ReplacesALaterSnapshot.class)
                    .isCaughtBy("an_earlier_snapshot_never_replaces_a_later_one");
        }

        @Test
        void snapshots_that_ignore_the_fingerprint_are_caught() {
            ContractRun.of(SnapshotAndCheckpointMutants.IgnoresTheFingerprint.class)
                    .isCaughtBy("a_snapshot_is_found_under_its_own_stream_and_fingerprint_only");
        }

        @Test
        void snapshots_that_forget_the_commands_are_caught() {
            ContractRun.of(SnapshotAndCheckpointMutants.ForgetsTheCommands.class)
                    .isCaughtBy("a_snapshot_is_loaded_as_it_was_saved");
        }

        @Test
        void checkpoints_that_ignore_the_fence_are_caught() {
            ContractRun.of(SnapshotAndCheckpointMutants.IgnoresTheFence.class)
                    .isCaughtBy("a_holder_that_was_taken_over_is_refused_and_moves_nothing");
        }

        @Test
        void checkpoints_that_forget_the_position_at_a_claim_are_caught() {
            ContractRun.of(SnapshotAndCheckpointMutants.ForgetsThePositionAtAClaim.class)
                    .isCaughtBy("a_claim_takes_over_the_position_under_a_higher_fence");
        }
    }
}
