package io.triskel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.event.EventId;
import io.triskel.inbox.Inbox;
import io.triskel.inbox.Inbox.Claim;
import io.triskel.inbox.Inbox.ClaimResult;
import io.triskel.inbox.Inbox.Release;
import io.triskel.inbox.WriteOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The contract of every {@link Inbox}. The inbox may be shared: each test has its own consumer, and deletes only rows older
 * than any row that others need.
 */
public abstract class InboxContract {
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final int RACERS = 16;
    /** Enough calls, at two rows each, to get past the rows that other tests of a run leave in a shared table. */
    private static final int IDLE_CALLS = 500;

    private final String consumer = "consumer-" + UUID.randomUUID();
    private final EventId event = new EventId("/orders", "event");
    private ManualClock clock = ManualClock.atNewYear();
    private Inbox inbox;

    /** For implementations to extend. */
    protected InboxContract() {}

    /** {@return the inbox to test} */
    protected abstract Inbox create();

    @BeforeEach
    final void open() {
        inbox = create();
        clock = ManualClock.atNewYear();
    }

    @Test
    final void a_free_event_is_claimed_as_the_first_attempt() {
        Claim claim = claim(event);

        assertThat(claim.consumer()).isEqualTo(consumer);
        assertThat(claim.event()).isEqualTo(event);
        assertThat(claim.attempt()).isEqualTo(1);
        assertThat(claim.cutOff()).isZero();
        assertThat(claim.since()).isEqualTo(now());
        assertThat(claim.leaseEnd()).isEqualTo(now().plus(LEASE));
        assertThat(claim.fence().token()).isPositive();
    }

    @Test
    final void a_batch_gets_one_result_per_event_in_its_order() {
        List<EventId> ids = ids(5);
        complete(claim(ids.get(1)));
        park(claim(ids.get(2)));
        claim(ids.get(3));

        List<ClaimResult> results = inbox.claimAll(consumer, ids, now(), LEASE);

        assertThat(results).hasSize(5);
        assertThat(claimed(results.get(0)).event()).isEqualTo(ids.get(0));
        assertThat(results.get(1)).isEqualTo(ClaimResult.completed());
        assertThat(results.get(2)).isEqualTo(ClaimResult.parked());
        assertThat(results.get(3)).isInstanceOf(ClaimResult.InProgress.class);
        assertThat(claimed(results.get(4)).event()).isEqualTo(ids.get(4));
    }

    @Test
    final void a_look_up_tells_what_a_claim_would_meet_and_claims_nothing() {
        List<EventId> ids = ids(250);
        complete(claim(ids.get(1)));
        park(claim(ids.get(2)));
        Claim claim = claim(ids.get(3));

        List<Optional<ClaimResult>> seen = inbox.seeAll(consumer, ids, now());
        List<ClaimResult> claims = inbox.claimAll(consumer, ids, now(), LEASE);

        assertThat(seen).hasSize(250);
        assertThat(seen.subList(0, 4))
                .containsExactly(
                        Optional.empty(),
                        Optional.of(ClaimResult.completed()),
                        Optional.of(ClaimResult.parked()),
                        Optional.of(new ClaimResult.InProgress(claim.since(), claim.leaseEnd())));
        assertThat(seen.subList(4, 250)).containsOnly(Optional.empty());
        assertThat(claimed(claims.get(0)).attempt()).isEqualTo(1);
        assertThat(claims.subList(1, 4))
                .containsExactlyElementsOf(
                        seen.subList(1, 4).stream().flatMap(Optional::stream).toList());
        assertThat(claimed(claims.get(249)).fence())
                .isEqualTo(claimed(claims.get(0)).fence());
        assertThat(inbox.seeAll(consumer, List.of(), now())).isEmpty();
    }

    @Test
    final void a_look_up_sees_a_claim_until_its_lease_ends_also_that_of_a_parked_event() {
        List<EventId> ids = ids(2);
        Claim first = claim(ids.get(0));
        park(claim(ids.get(1)));
        Claim replay = claimed(tryToClaimParked(ids.get(1)));
        clock.advance(LEASE.minusMillis(1));

        List<Optional<ClaimResult>> during = inbox.seeAll(consumer, ids, now());
        clock.advance(Duration.ofMillis(1));
        List<Optional<ClaimResult>> after = inbox.seeAll(consumer, ids, now());

        assertThat(during)
                .containsExactly(
                        Optional.of(new ClaimResult.InProgress(first.since(), first.leaseEnd())),
                        Optional.of(new ClaimResult.InProgress(replay.since(), replay.leaseEnd())));
        assertThat(after).containsExactly(Optional.empty(), Optional.of(ClaimResult.parked()));
    }

    @Test
    final void a_large_batch_is_claimed_and_completed_to_its_last_event() {
        List<EventId> ids = ids(250);

        List<Claim> claims = claimAll(ids);
        List<WriteOutcome> outcomes = inbox.completeAll(claims, now());

        assertThat(claims).extracting(Claim::event).containsExactlyElementsOf(ids);
        assertThat(outcomes).hasSize(250).containsOnly(WriteOutcome.recorded());
        assertThat(inbox.claimAll(consumer, ids, now(), LEASE)).hasSize(250).containsOnly(ClaimResult.completed());
    }

    @Test
    final void nobody_else_claims_before_the_lease_ends() {
        Claim claim = claim(event);
        clock.advance(LEASE.minusMillis(1));

        ClaimResult again = tryToClaim(event);

        assertThat(again).isEqualTo(new ClaimResult.InProgress(claim.since(), claim.leaseEnd()));
    }

    @Test
    final void a_claim_that_is_repeated_under_its_name_is_the_same_claim_with_the_later_end() {
        Claim first = claimed(
                inbox.claimAll(consumer, List.of(event), now(), LEASE, "one").get(0));
        clock.advance(Duration.ofSeconds(10));

        Claim again = claimed(
                inbox.claimAll(consumer, List.of(event), now(), LEASE, "one").get(0));
        ClaimResult shorter = inbox.claimAll(consumer, List.of(event), now(), Duration.ofSeconds(1), "one")
                .get(0);

        assertThat(again.fence()).isEqualTo(first.fence());
        assertThat(again.attempt()).isEqualTo(1);
        assertThat(again.cutOff()).isZero();
        assertThat(again.since()).isEqualTo(first.since());
        assertThat(again.leaseEnd()).isEqualTo(now().plus(LEASE));
        assertThat(claimed(shorter)).isEqualTo(again);
        assertThat(inbox.completeAll(List.of(again), now())).containsExactly(WriteOutcome.recorded());
    }

    @Test
    final void a_claim_for_the_lot_is_repeated_under_its_name_too() {
        park(claim(event));

        Claim first = claimed(inbox.claimParked(consumer, event, now(), LEASE, "one"));
        Claim again = claimed(inbox.claimParked(consumer, event, now(), LEASE, "one"));

        assertThat(again).isEqualTo(first);
        assertThat(inbox.claimParked(consumer, event, now(), LEASE, "other"))
                .isInstanceOf(ClaimResult.InProgress.class);
    }

    @Test
    final void the_name_of_a_claim_that_was_given_back_claims_anew() {
        Claim first = claimed(
                inbox.claimAll(consumer, List.of(event), now(), LEASE, "one").get(0));
        inbox.releaseAll(List.of(Release.tried(first, 1)), now());

        Claim again = claimed(
                inbox.claimAll(consumer, List.of(event), now(), LEASE, "one").get(0));

        assertThat(again.fence()).isGreaterThan(first.fence());
        assertThat(again.attempt()).isEqualTo(2);
    }

    @Test
    final void once_the_lease_has_ended_somebody_else_claims_with_a_higher_fence() {
        Claim first = claim(event);
        clock.advance(LEASE);

        Claim second = claim(event);

        assertThat(second.fence()).isGreaterThan(first.fence());
        assertThat(second.attempt()).isEqualTo(2);
        assertThat(second.since()).isEqualTo(first.since());
        assertThat(second.leaseEnd()).isEqualTo(now().plus(LEASE));
    }

    @Test
    final void claims_that_nobody_ended_are_counted_as_cut_off() {
        claim(event);
        clock.advance(LEASE);
        claim(event);
        clock.advance(LEASE);

        Claim third = claim(event);

        assertThat(third.cutOff()).isEqualTo(2);
        assertThat(third.attempt()).isEqualTo(3);
    }

    @Test
    final void a_completed_event_is_never_claimed_again() {
        WriteOutcome outcome = complete(claim(event));
        clock.advance(Duration.ofDays(30));

        assertThat(outcome).isEqualTo(WriteOutcome.recorded());
        assertThat(tryToClaim(event)).isEqualTo(ClaimResult.completed());
        assertThat(tryToClaimParked(event)).isEqualTo(ClaimResult.completed());
    }

    @Test
    final void a_completion_may_be_repeated_also_after_the_lease() {
        Claim claim = claim(event);
        complete(claim);
        clock.advance(LEASE);

        assertThat(complete(claim)).isEqualTo(WriteOutcome.recorded());
    }

    @Test
    final void a_completion_after_the_lease_is_lost_and_writes_nothing() {
        Claim late = claim(event);
        clock.advance(LEASE);

        WriteOutcome outcome = complete(late);

        assertThat(outcome).isEqualTo(WriteOutcome.lost());
        assertThat(claim(event).attempt()).isEqualTo(2);
    }

    @Test
    final void a_completion_under_an_older_fence_is_lost_and_writes_nothing() {
        Claim stalled = claim(event);
        clock.advance(LEASE);
        Claim second = claim(event);

        assertThat(complete(stalled)).isEqualTo(WriteOutcome.lost());
        assertThat(tryToClaim(event)).isInstanceOf(ClaimResult.InProgress.class);
        assertThat(complete(second)).isEqualTo(WriteOutcome.recorded());
    }

    @Test
    final void a_holder_whose_clock_is_slow_ends_nothing_that_was_taken_over_before_its_lease_seems_to_end() {
        Claim slow = claim(event);
        clock.advance(LEASE);
        Claim second = claim(event);
        clock.advance(LEASE.negated());

        List<WriteOutcome> outcomes =
                List.of(complete(slow), release(Release.tried(slow, 1)), park(Release.tried(slow, 1)));

        assertThat(outcomes).containsOnly(WriteOutcome.lost());
        assertThat(tryToClaim(event)).isInstanceOf(ClaimResult.InProgress.class);
        assertThat(complete(second)).isEqualTo(WriteOutcome.recorded());
    }

    @Test
    final void entries_of_a_batch_are_independent_of_each_other() {
        List<EventId> ids = ids(3);
        Claim stalled = claim(ids.get(1));
        clock.advance(LEASE);
        List<Claim> claims = new ArrayList<>(claimAll(ids));
        claims.set(1, stalled);

        List<WriteOutcome> outcomes = inbox.completeAll(claims, now());

        assertThat(outcomes).containsExactly(WriteOutcome.recorded(), WriteOutcome.lost(), WriteOutcome.recorded());
        assertThat(tryToClaim(ids.get(2))).isEqualTo(ClaimResult.completed());
    }

    @Test
    final void a_released_event_is_claimed_at_once_with_the_attempts_that_count() {
        Claim first = claim(event);
        WriteOutcome outcome = release(Release.tried(first, 1));
        clock.advance(Duration.ofSeconds(1));
        Claim second = claim(event);
        release(Release.tried(second, 1));

        Claim third = claim(event);

        assertThat(outcome).isEqualTo(WriteOutcome.recorded());
        assertThat(second.attempt()).isEqualTo(2);
        assertThat(third.attempt()).isEqualTo(2);
        assertThat(third.cutOff()).isZero();
        assertThat(third.since()).isEqualTo(first.since());
        assertThat(List.of(first.fence(), second.fence(), third.fence()))
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    final void a_first_claim_that_was_given_back_untried_is_forgotten_but_for_its_fence() {
        Claim untried = claim(event);
        release(Release.untried(untried));
        clock.advance(Duration.ofSeconds(9));

        Claim second = claim(event);

        assertThat(second.attempt()).isEqualTo(1);
        assertThat(second.since()).isEqualTo(now());
        assertThat(second.cutOff()).isZero();
        assertThat(second.fence()).isGreaterThan(untried.fence());
    }

    @Test
    final void a_later_claim_that_was_given_back_untried_keeps_since_when_the_event_holds_up_others() {
        Claim tried = claim(event);
        release(Release.tried(tried, 1));
        clock.advance(Duration.ofSeconds(9));
        release(Release.untried(claim(event)));

        Claim third = claim(event);

        assertThat(third.attempt()).isEqualTo(2);
        assertThat(third.since()).isEqualTo(tried.since());
    }

    @Test
    final void a_release_may_be_repeated_until_somebody_else_claims() {
        Release release = Release.tried(claim(event), 1);
        release(release);

        WriteOutcome again = release(release);
        Claim next = claim(event);
        WriteOutcome late = release(release);

        assertThat(again).isEqualTo(WriteOutcome.recorded());
        assertThat(late).isEqualTo(WriteOutcome.lost());
        assertThat(tryToClaim(event)).isEqualTo(new ClaimResult.InProgress(next.since(), next.leaseEnd()));
    }

    @Test
    final void a_release_never_undoes_a_completion() {
        Claim claim = claim(event);
        complete(claim);

        WriteOutcome outcome = release(Release.tried(claim, 1));

        assertThat(outcome).isEqualTo(WriteOutcome.lost());
        assertThat(tryToClaim(event)).isEqualTo(ClaimResult.completed());
    }

    @Test
    final void what_was_handed_to_the_lot_is_final_for_the_source_and_claimed_by_the_lot() {
        Claim claim = claim(event);

        WriteOutcome outcome = park(Release.tried(claim, 1));

        assertThat(outcome).isEqualTo(WriteOutcome.recorded());
        clock.advance(Duration.ofDays(30));
        assertThat(tryToClaim(event)).isEqualTo(ClaimResult.parked());
        Claim ofTheLot = claimed(tryToClaimParked(event));
        assertThat(ofTheLot.attempt()).isEqualTo(2);
        assertThat(ofTheLot.fence()).isGreaterThan(claim.fence());
        assertThat(tryToClaim(event)).isEqualTo(ClaimResult.parked());
    }

    @Test
    final void a_hand_over_may_be_repeated_and_one_under_an_older_fence_is_lost() {
        Claim stalled = claim(event);
        clock.advance(LEASE);
        Claim second = claim(event);

        WriteOutcome late = park(Release.tried(stalled, 1));
        ClaimResult meanwhile = tryToClaim(event);
        WriteOutcome first = park(Release.tried(second, 2));
        WriteOutcome again = park(Release.tried(second, 2));

        assertThat(late).isEqualTo(WriteOutcome.lost());
        assertThat(meanwhile).isInstanceOf(ClaimResult.InProgress.class);
        assertThat(List.of(first, again)).containsOnly(WriteOutcome.recorded());
        assertThat(claimed(tryToClaimParked(event)).attempt()).isEqualTo(3);
    }

    @Test
    final void the_lot_has_one_claim_at_a_time() {
        park(claim(event));
        Claim first = claimed(tryToClaimParked(event));

        ClaimResult meanwhile = tryToClaimParked(event);
        clock.advance(LEASE);
        Claim second = claimed(tryToClaimParked(event));

        assertThat(meanwhile).isInstanceOf(ClaimResult.InProgress.class);
        assertThat(second.fence()).isGreaterThan(first.fence());
        assertThat(complete(first)).isEqualTo(WriteOutcome.lost());
    }

    @Test
    final void a_parked_event_that_the_lot_gives_back_stays_parked() {
        park(claim(event));
        Claim ofTheLot = claimed(tryToClaimParked(event));

        release(Release.tried(ofTheLot, 2));

        assertThat(tryToClaim(event)).isEqualTo(ClaimResult.parked());
        assertThat(claimed(tryToClaimParked(event)).attempt()).isEqualTo(3);
    }

    @Test
    final void a_parked_event_that_the_lot_completes_is_completed_for_all() {
        park(claim(event));
        Claim ofTheLot = claimed(tryToClaimParked(event));

        WriteOutcome outcome = complete(ofTheLot);

        assertThat(outcome).isEqualTo(WriteOutcome.recorded());
        assertThat(tryToClaim(event)).isEqualTo(ClaimResult.completed());
        assertThat(tryToClaimParked(event)).isEqualTo(ClaimResult.completed());
    }

    @Test
    final void the_lot_claims_a_free_event_too_and_waits_for_a_lease_of_the_source() {
        List<EventId> ids = ids(2);
        claim(ids.get(1));

        ClaimResult free = tryToClaimParked(ids.get(0));
        ClaimResult held = tryToClaimParked(ids.get(1));

        assertThat(claimed(free).attempt()).isEqualTo(1);
        assertThat(held).isInstanceOf(ClaimResult.InProgress.class);
    }

    @Test
    final void a_discarded_event_is_completed_without_a_claim() {
        List<EventId> ids = ids(2);
        park(claim(ids.get(0)));

        WriteOutcome parked = inbox.completeParked(consumer, ids.get(0), now());
        WriteOutcome unknown = inbox.completeParked(consumer, ids.get(1), now());
        WriteOutcome again = inbox.completeParked(consumer, ids.get(0), now());

        assertThat(List.of(parked, unknown, again)).containsOnly(WriteOutcome.recorded());
        assertThat(inbox.claimAll(consumer, ids, now(), LEASE)).containsOnly(ClaimResult.completed());
    }

    @Test
    final void an_event_that_is_being_replayed_is_not_discarded_before_the_lease_ends() {
        park(claim(event));
        Claim ofTheLot = claimed(tryToClaimParked(event));

        WriteOutcome meanwhile = inbox.completeParked(consumer, event, now());
        clock.advance(LEASE);
        WriteOutcome after = inbox.completeParked(consumer, event, now());

        assertThat(meanwhile).isEqualTo(WriteOutcome.lost());
        assertThat(after).isEqualTo(WriteOutcome.recorded());
        assertThat(tryToClaimParked(event)).isEqualTo(ClaimResult.completed());
        assertThat(ofTheLot.attempt()).isEqualTo(2);
    }

    @Test
    final void of_16_racing_claimers_one_gets_the_event() {
        for (EventId contended : ids(20)) {
            List<ClaimResult> results = Race.of(RACERS, i -> tryToClaim(contended));

            assertThat(results)
                    .filteredOn(ClaimResult.Claimed.class::isInstance)
                    .hasSize(1);
            assertThat(results)
                    .filteredOn(ClaimResult.InProgress.class::isInstance)
                    .hasSize(RACERS - 1);
        }
    }

    @Test
    final void racing_batches_in_different_orders_claim_every_event_once() {
        List<EventId> ids = ids(40);

        List<List<ClaimResult>> results = Race.of(8, i -> {
            List<EventId> shuffled = new ArrayList<>(ids);
            Collections.shuffle(shuffled, new Random(i));
            return inbox.claimAll(consumer, shuffled, now(), LEASE);
        });

        List<EventId> won = results.stream()
                .flatMap(List::stream)
                .filter(ClaimResult.Claimed.class::isInstance)
                .map(result -> claimed(result).event())
                .toList();
        assertThat(won).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    final void when_a_lease_has_ended_one_of_16_takes_over_and_the_holder_completes_no_more() {
        Claim stalled = claim(event);
        clock.advance(LEASE);

        List<Boolean> won = Race.of(
                RACERS,
                i -> i == 0
                        ? complete(stalled).equals(WriteOutcome.recorded())
                        : tryToClaim(event) instanceof ClaimResult.Claimed);

        assertThat(won.get(0)).isFalse();
        assertThat(won.subList(1, RACERS)).containsOnlyOnce(true);
    }

    @Test
    final void a_clock_that_goes_back_makes_leases_longer_and_nothing_worse() {
        Claim claim = claim(event);
        clock.advance(Duration.ofHours(-1));

        ClaimResult meanwhile = tryToClaim(event);
        WriteOutcome outcome = complete(claim);

        assertThat(meanwhile).isInstanceOf(ClaimResult.InProgress.class);
        assertThat(outcome).isEqualTo(WriteOutcome.recorded());
        assertThat(tryToClaim(event)).isEqualTo(ClaimResult.completed());
    }

    @Test
    final void fences_grow_whatever_the_clock_says() {
        Claim first = claim(event);
        release(Release.untried(first));
        clock.advance(Duration.ofHours(-1));
        Claim second = claim(event);
        release(Release.tried(second, 1));

        Claim third = claim(event);

        assertThat(List.of(first.fence(), second.fence(), third.fence()))
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(complete(first)).isEqualTo(WriteOutcome.lost());
    }

    @Test
    final void events_whose_names_look_alike_are_different_events() {
        List<EventId> ids = LookAlikes.ids();

        List<Claim> claims = claimAll(ids);
        WriteOutcome outcome = complete(claims.get(0));

        assertThat(claims).extracting(Claim::event).containsExactlyElementsOf(ids);
        assertThat(outcome).isEqualTo(WriteOutcome.recorded());
        assertThat(inbox.claimAll(consumer, ids.subList(1, ids.size()), now(), LEASE))
                .hasSize(ids.size() - 1)
                .allMatch(ClaimResult.InProgress.class::isInstance);
    }

    @Test
    final void events_with_long_identities_are_different_events_to_their_last_character() {
        List<EventId> ids = LookAlikes.longIds();

        List<Claim> claims = claimAll(ids);
        WriteOutcome completed = complete(claims.get(1));
        WriteOutcome parked =
                inbox.parkAll(List.of(Release.tried(claims.get(3), 1)), now()).get(0);
        List<ClaimResult> again = inbox.claimAll(consumer, ids, now(), LEASE);
        ClaimResult ofTheLot = inbox.claimParked(consumer, ids.get(3), now(), LEASE);

        assertThat(claims).extracting(Claim::event).containsExactlyElementsOf(ids);
        assertThat(List.of(completed, parked)).containsOnly(WriteOutcome.recorded());
        assertThat(again.get(1)).isEqualTo(ClaimResult.completed());
        assertThat(again.get(3)).isEqualTo(ClaimResult.parked());
        assertThat(again.stream().filter(ClaimResult.InProgress.class::isInstance))
                .hasSize(ids.size() - 2);
        assertThat(claimed(ofTheLot).event()).isEqualTo(ids.get(3));
    }

    @Test
    final void consumers_whose_names_look_alike_are_different_consumers() {
        complete(claim(event));

        for (String name : LookAlikes.names()) {
            ClaimResult result = inbox.claimAll(consumer + name, List.of(event), now(), LEASE)
                    .get(0);
            assertThat(claimed(result).consumer()).isEqualTo(consumer + name);
        }
    }

    @Test
    final void rows_written_before_the_moment_are_forgotten_and_later_ones_stay() {
        clock.set(longAgo());
        List<EventId> ids = ids(3);
        Claim completedLate = claim(ids.get(0));
        complete(claim(ids.get(1)));
        release(Release.tried(claim(ids.get(2)), 1));
        clock.advance(Duration.ofSeconds(10));
        complete(completedLate);
        Instant moment = now();
        clock.advance(Duration.ofDays(1));

        int forgotten = forgetAll(moment, 50);

        assertThat(forgotten).isGreaterThanOrEqualTo(2);
        assertThat(tryToClaim(ids.get(0))).isEqualTo(ClaimResult.completed());
        assertThat(claim(ids.get(1)).attempt()).isEqualTo(1);
        assertThat(claim(ids.get(2)).attempt()).isEqualTo(1);
    }

    @Test
    final void parked_rows_and_leases_that_have_not_ended_are_never_forgotten_nor_do_they_hide_others() {
        clock.set(longAgo());
        List<EventId> ids = ids(7);
        ids.subList(0, 3).forEach(id -> park(claim(id)));
        ids.subList(3, 6).forEach(id -> claimFor(id, Duration.ofDays(9)));
        complete(claim(ids.get(6)));
        clock.advance(Duration.ofDays(1));

        int forgotten = forgetAll(now(), 2);

        assertThat(forgotten).isPositive();
        assertThat(claim(ids.get(6)).attempt()).isEqualTo(1);
        assertThat(inbox.claimAll(consumer, ids.subList(0, 3), now(), LEASE)).containsOnly(ClaimResult.parked());
        assertThat(inbox.claimAll(consumer, ids.subList(3, 6), now(), LEASE))
                .hasSize(3)
                .allMatch(ClaimResult.InProgress.class::isInstance);
    }

    @Test
    final void no_more_is_forgotten_than_asked_for() {
        clock.set(longAgo());
        claimAll(ids(5)).forEach(this::complete);
        clock.advance(Duration.ofDays(1));

        int first = inbox.forgetBefore(now(), now(), 2);
        List<ClaimResult> left = inbox.claimAll(consumer, ids(5), now(), LEASE);

        assertThat(first).isBetween(0, 2);
        assertThat(left).hasSize(5);
        assertThat(left.stream().filter(ClaimResult.completed()::equals).count())
                .isGreaterThanOrEqualTo(3);
    }

    /** A moment long ago, at which most likely no other test of any run has written. */
    private static Instant longAgo() {
        long seconds = new Random(UUID.randomUUID().getMostSignificantBits()).nextLong(1_000_000_000L);
        return Instant.EPOCH.plusSeconds(seconds);
    }

    /**
     * Calls until {@code IDLE_CALLS} calls have removed no row: rows that must stay, and those of other tests, may come
     * first.
     */
    private int forgetAll(Instant moment, int limit) {
        int gone = 0;
        for (int idle = 0; idle < IDLE_CALLS; idle++) {
            int now = inbox.forgetBefore(moment, now(), limit);
            assertThat(now).as("rows that are gone").isBetween(0, limit);
            gone += now;
            idle = now > 0 ? 0 : idle;
        }
        return gone;
    }

    private Instant now() {
        return clock.instant();
    }

    private static List<EventId> ids(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> new EventId("/orders", "event-" + i))
                .toList();
    }

    private ClaimResult tryToClaim(EventId id) {
        List<ClaimResult> results = inbox.claimAll(consumer, List.of(id), now(), LEASE);
        assertThat(results).as("results for one event").hasSize(1);
        return results.get(0);
    }

    private ClaimResult tryToClaimParked(EventId id) {
        return inbox.claimParked(consumer, id, now(), LEASE);
    }

    private Claim claim(EventId id) {
        return claimed(tryToClaim(id));
    }

    private void claimFor(EventId id, Duration lease) {
        assertThat(inbox.claimAll(consumer, List.of(id), now(), lease)).hasSize(1);
    }

    private List<Claim> claimAll(List<EventId> ids) {
        return inbox.claimAll(consumer, ids, now(), LEASE).stream()
                .map(InboxContract::claimed)
                .toList();
    }

    private static Claim claimed(ClaimResult result) {
        assertThat(result).isInstanceOf(ClaimResult.Claimed.class);
        return ((ClaimResult.Claimed) result).claim();
    }

    private WriteOutcome complete(Claim claim) {
        return only(inbox.completeAll(List.of(claim), now()));
    }

    private WriteOutcome release(Release release) {
        return only(inbox.releaseAll(List.of(release), now()));
    }

    private WriteOutcome park(Release release) {
        return only(inbox.parkAll(List.of(release), now()));
    }

    private void park(Claim claim) {
        assertThat(park(Release.tried(claim, claim.attempt()))).isEqualTo(WriteOutcome.recorded());
    }

    private static WriteOutcome only(List<WriteOutcome> outcomes) {
        assertThat(outcomes).as("outcomes of one entry").hasSize(1);
        return outcomes.get(0);
    }
}
