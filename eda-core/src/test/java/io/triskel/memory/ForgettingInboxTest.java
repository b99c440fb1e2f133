package io.triskel.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.event.EventId;
import io.triskel.inbox.Inbox.Claim;
import io.triskel.inbox.Inbox.ClaimResult;
import io.triskel.inbox.Inbox.ClaimResult.Claimed;
import io.triskel.inbox.Inbox.Release;
import io.triskel.inbox.WriteOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ForgettingInboxTest {
    private static final Duration LEASE = Duration.ofDays(100);
    private static final Duration RETENTION = Duration.ofDays(7);

    private final InMemoryInbox inbox = new InMemoryInbox(RETENTION, 3);
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Nested
    class When_a_consumer_has_completed_more_events_than_are_kept {
        @Test
        void the_event_that_was_completed_first_is_forgotten() {
            Claim first = claim("1");
            complete("2", "3", "4");
            assertThat(complete(first)).isEqualTo(WriteOutcome.recorded());

            assertThat(claimAgain("2")).isInstanceOf(Claimed.class);
            assertThat(List.of(claimAgain("3"), claimAgain("4"), claimAgain("1")))
                    .containsOnly(ClaimResult.completed());
        }

        @Test
        void an_event_that_the_bus_still_brings_again_stays() {
            complete("1");
            for (int other = 2; other < 20; other++) {
                now = now.plus(Duration.ofDays(1));
                complete("" + other);
                assertThat(claimAgain("1")).isEqualTo(ClaimResult.completed());
            }
        }

        @Test
        void an_event_that_is_only_looked_up_does_not_stay() {
            complete("1", "2", "3");
            assertThat(inbox.seeAll("consumer", List.of(new EventId("/orders", "1")), now))
                    .hasSize(1);

            complete("4");

            assertThat(claimAgain("1")).isInstanceOf(Claimed.class);
        }

        @Test
        void its_memory_does_not_grow() {
            complete(IntStream.range(0, 1_000).mapToObj(i -> "e" + i).toArray(String[]::new));

            assertThat(inbox.size()).isEqualTo(3);
        }

        @Test
        void claimed_parked_and_released_events_stay() {
            claim("claimed");
            park(claim("parked"));
            Claim released = claim("released");
            inbox.releaseAll(List.of(Release.tried(released, 1)), now);

            complete("1", "2", "3", "4", "5", "6", "7");

            assertThat(claimAgain("claimed")).isInstanceOf(ClaimResult.InProgress.class);
            assertThat(claimAgain("parked")).isEqualTo(ClaimResult.parked());
            assertThat(claim("released").attempt()).isEqualTo(2);
        }

        @Test
        void events_of_another_consumer_stay() {
            complete("1");
            IntStream.range(0, 9).forEach(i -> inbox.completeParked("other", new EventId("/orders", "e" + i), now));

            assertThat(claimAgain("1")).isEqualTo(ClaimResult.completed());
        }

        @Test
        void an_event_that_was_discarded_counts_once_and_as_completed_last() {
            complete("1", "2", "3");
            inbox.completeParked("consumer", new EventId("/orders", "1"), now);

            complete("4");

            assertThat(claimAgain("1")).isEqualTo(ClaimResult.completed());
            assertThat(claimAgain("2")).isInstanceOf(Claimed.class);
        }
    }

    @Nested
    class When_an_event_was_completed_longer_ago_than_the_retention {
        @Test
        void it_is_forgotten_with_the_next_completion() {
            complete("1");
            now = now.plus(RETENTION).plusMillis(1);
            complete("2");

            assertThat(claimAgain("1")).isInstanceOf(Claimed.class);
            assertThat(claimAgain("2")).isEqualTo(ClaimResult.completed());
        }

        @Test
        void until_then_it_stays() {
            complete("1");
            now = now.plus(RETENTION);
            complete("2");

            assertThat(claimAgain("1")).isEqualTo(ClaimResult.completed());
        }

        @Test
        void claimed_and_parked_events_of_that_time_stay() {
            claim("claimed");
            park(claim("parked"));
            now = now.plus(RETENTION.multipliedBy(2));

            complete("1");

            assertThat(claimAgain("claimed")).isInstanceOf(ClaimResult.InProgress.class);
            assertThat(claimAgain("parked")).isEqualTo(ClaimResult.parked());
        }
    }

    @Nested
    class When_the_clock_goes_back {
        @Test
        void what_is_completed_then_is_kept_as_long_as_what_was_completed_before() {
            complete("before");
            now = now.minus(RETENTION.multipliedBy(2));
            complete("while it is wrong");
            now = now.plus(RETENTION.multipliedBy(2));
            complete("after");

            assertThat(claimAgain("while it is wrong")).isEqualTo(ClaimResult.completed());
        }

        @Test
        void that_holds_when_what_was_completed_before_is_forgotten() {
            inbox.completeParked("consumer", new EventId("/orders", "before"), now);
            now = now.minus(Duration.ofDays(1));
            complete("1", "2", "3");
            now = now.plus(RETENTION);
            complete("4");

            assertThat(claimAgain("before")).isInstanceOf(Claimed.class);
            assertThat(claimAgain("2")).isEqualTo(ClaimResult.completed());
        }

        @Test
        void no_more_events_are_kept() {
            now = now.plus(Duration.ofDays(365));
            complete("1", "2", "3");
            now = now.minus(Duration.ofDays(365));

            complete("4", "5");

            assertThat(inbox.size()).isEqualTo(3);
            assertThat(claimAgain("3")).isEqualTo(ClaimResult.completed());
        }
    }

    @Nested
    class When_it_is_told_to_forget {
        @Test
        void claimed_events_that_it_may_not_forget_do_not_hide_completed_ones() {
            IntStream.range(0, 10).forEach(i -> claim("claimed-" + i));
            complete("1", "2");
            now = now.plusSeconds(1);

            int gone = IntStream.range(0, 20)
                    .map(i -> inbox.forgetBefore(now, now, 1))
                    .sum();

            assertThat(gone).isEqualTo(2);
        }

        @Test
        void completed_events_that_it_may_not_forget_do_not_hide_released_ones() {
            now = now.plus(Duration.ofDays(30));
            complete("1", "2", "3");
            now = now.minus(Duration.ofDays(30));
            inbox.releaseAll(List.of(Release.tried(claim("released"), 1)), now);
            now = now.plusSeconds(1);

            int gone = IntStream.range(0, 20)
                    .map(i -> inbox.forgetBefore(now, now, 1))
                    .sum();

            assertThat(gone).isEqualTo(1);
            assertThat(claim("released").attempt()).isEqualTo(1);
        }
    }

    @Test
    void a_bound_that_forgets_everything_is_refused() {
        assertThatThrownBy(() -> new InMemoryInbox(Duration.ZERO, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "An inbox keeps completed events for some time and at least one of a consumer, these are PT0S"
                                + " and 1");
        assertThatThrownBy(() -> new InMemoryInbox(RETENTION, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private void complete(String... ids) {
        for (String id : ids) {
            assertThat(complete(claim(id))).isEqualTo(WriteOutcome.recorded());
        }
    }

    private WriteOutcome complete(Claim claim) {
        return inbox.completeAll(List.of(claim), now).get(0);
    }

    private void park(Claim claim) {
        assertThat(inbox.parkAll(List.of(Release.tried(claim, 1)), now)).containsExactly(WriteOutcome.recorded());
    }

    private Claim claim(String id) {
        ClaimResult result = claimAgain(id);
        assertThat(result).isInstanceOf(Claimed.class);
        return ((Claimed) result).claim();
    }

    private ClaimResult claimAgain(String id) {
        return inbox.claimAll("consumer", List.of(new EventId("/orders", id)), now, LEASE)
                .get(0);
    }
}
