package io.triskel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.event.EventId;
import io.triskel.inbox.Inbox;
import io.triskel.inbox.Inbox.Claim;
import io.triskel.inbox.Inbox.ClaimResult;
import io.triskel.inbox.WriteOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The contract of every {@link Inbox} whose processes share a store and cache its rows, in addition to
 * {@link InboxContract}.
 */
public abstract class SharedInboxContract {
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private Inbox one;
    private Inbox other;

    /** For implementations to extend. */
    protected SharedInboxContract() {}

    /** {@return the inbox of another process, over a store of this test only, because the test deletes all of its rows} */
    protected abstract Inbox process();

    @BeforeEach
    final void open() {
        one = process();
        other = process();
    }

    @Test
    final void a_redelivered_batch_gets_the_answers_of_each_event_from_another_process() {
        List<EventId> ids = ids(250);
        List<Claim> claims = claims(ids);
        one.completeAll(claims.subList(0, 200), NOW);

        List<ClaimResult> again = other.claimAll("consumer", ids, NOW, LEASE);

        assertThat(again.subList(0, 200)).containsOnly(ClaimResult.completed());
        assertThat(again.subList(200, 250)).allMatch(ClaimResult.InProgress.class::isInstance);
    }

    @Test
    final void an_event_with_a_long_identity_is_the_same_to_every_process() {
        List<EventId> ids = LookAlikes.longIds();
        List<Claim> claims = claims(ids);
        one.completeAll(claims.subList(0, 4), NOW);

        List<ClaimResult> again = other.claimAll("consumer", ids, NOW, LEASE);

        assertThat(again.subList(0, 4)).containsOnly(ClaimResult.completed());
        assertThat(again.subList(4, ids.size())).hasSize(4).allMatch(ClaimResult.InProgress.class::isInstance);
    }

    @Test
    final void a_process_that_remembers_a_claim_which_another_one_ended_asks_again() {
        List<Claim> claims = claims(ids(3));
        List<WriteOutcome> elsewhere = other.completeAll(claims, NOW);

        assertThat(elsewhere).hasSize(3).containsOnly(WriteOutcome.recorded());
        assertThat(one.claimAll("consumer", ids(3), NOW, LEASE)).containsOnly(ClaimResult.completed());
        assertThat(one.completeAll(claims, NOW)).containsOnly(WriteOutcome.recorded());
    }

    @Test
    final void what_another_process_has_handled_is_forgotten_part_by_part_and_leaves_nothing() {
        one.completeAll(claims(ids(150)), NOW);
        Instant later = NOW.plus(Duration.ofDays(8));

        List<Integer> gone = IntStream.range(0, 100)
                .map(call -> other.forgetBefore(later, later, 10))
                .boxed()
                .toList();

        assertThat(gone).allMatch(some -> some <= 10);
        assertThat(gone.stream().mapToInt(some -> some).sum()).isEqualTo(150);
        assertThat(claims(ids(150))).hasSize(150).allMatch(claim -> claim.attempt() == 1);
    }

    private List<Claim> claims(List<EventId> ids) {
        return one.claimAll("consumer", ids, NOW, LEASE).stream()
                .map(ClaimResult.Claimed.class::cast)
                .map(ClaimResult.Claimed::claim)
                .toList();
    }

    private static List<EventId> ids(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new EventId("/orders", "event-" + i))
                .toList();
    }
}
