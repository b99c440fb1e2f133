package io.triskel.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.WireEvent;
import io.triskel.event.EventId;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot.HeldLane.Head;
import io.triskel.parking.ParkingLot.LaneLease;
import io.triskel.parking.ParkingLot.ParkResult;
import io.triskel.parking.ParkingLot.ParkedEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What each step makes of a lane's head; {@code ParkingLotContract} has what a whole lot makes of it. */
class LaneEntryTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Lane LANE = Lane.of("lane");

    private static final Optional<Head> HEAD = Optional.of(new Head("reason", 1, NOW));

    private final LaneEntry absent = LaneEntry.absent();
    private final LaneEntry one = next(absent.park(event(Optional.of(NOW)), true, () -> false, 9));
    private final LaneEntry leased = next(one.lease("view", LANE, NOW, MINUTE));
    private final LaneLease lease = new LaneLease("view", LANE, 1, NOW.plus(MINUTE));

    @Nested
    class Parking {
        @Test
        void the_first_event_parks_the_lane_and_says_when_it_is_due() {
            assertThat(one).isEqualTo(new LaneEntry(true, 0, Optional.empty(), Optional.of(NOW), 1, 2, HEAD));
        }

        @Test
        void an_event_behind_others_takes_the_next_place_and_changes_nothing_of_when_the_lane_is_due() {
            LaneEntry two = next(leased.park(event(Optional.empty()), false, () -> false, 9));

            assertThat(two).isEqualTo(new LaneEntry(true, 1, leased.leaseEnd(), Optional.of(NOW), 2, 3, HEAD));
        }

        @Test
        void an_event_behind_others_that_are_gone_finds_the_lane_open() {
            Change<LaneEntry, ParkResult> step = opened().park(event(Optional.empty()), false, () -> false, 9);

            assertThat(step).isEqualTo(Change.nothing(ParkResult.open()));
        }

        @Test
        void an_event_that_the_lane_has_is_parked_and_nothing_is_written() {
            Change<LaneEntry, ParkResult> step = one.park(event(Optional.empty()), true, () -> true, 1);

            assertThat(step).isEqualTo(Change.nothing(ParkResult.parked()));
        }

        @Test
        void whether_an_open_lane_has_the_event_is_not_asked() {
            BooleanSupplier never = () -> {
                throw new AssertionError("An open lane has no events, so this is a request too many");
            };

            assertThat(absent.park(event(Optional.empty()), true, never, 9).next())
                    .isPresent();
            assertThat(absent.park(event(Optional.empty()), false, never, 9).next())
                    .isEmpty();
        }

        @Test
        void a_lane_takes_as_many_events_as_it_has_room_for() {
            assertThat(one.park(event(Optional.empty()), false, () -> false, 2).next())
                    .isPresent();
            assertThat(one.park(event(Optional.empty()), false, () -> false, 1))
                    .isEqualTo(Change.nothing(new ParkResult.Full(1)));
        }

        @Test
        void a_place_is_never_given_twice() {
            LaneEntry empty = next(leased.remove(lease, there("head")));

            assertThat(next(empty.park(event(Optional.empty()), false, () -> false, 9))
                            .next())
                    .isGreaterThan(leased.next());
            assertThat(next(opened().park(event(Optional.empty()), true, () -> false, 9))
                            .next())
                    .isGreaterThan(leased.next());
        }
    }

    @Nested
    class Leasing {
        @Test
        void a_lease_is_exclusive_until_it_ends() {
            assertThat(leased.lease("view", LANE, NOW.plus(MINUTE).minusNanos(1), MINUTE)
                            .answer())
                    .isEmpty();
            assertThat(leased.lease("view", LANE, NOW.plus(MINUTE), MINUTE).answer())
                    .contains(new LaneLease("view", LANE, 2, NOW.plus(MINUTE).plus(MINUTE)));
        }

        @Test
        void an_open_lane_is_not_leased() {
            assertThat(absent.lease("view", LANE, NOW, MINUTE)).isEqualTo(Change.nothing(Optional.empty()));
        }

        @Test
        void a_lease_that_is_given_back_lets_the_next_one_begin_and_is_void_then() {
            LaneEntry released = next(leased.release(lease));
            LaneEntry again = next(released.lease("view", LANE, NOW, MINUTE));

            assertThat(again.heldBy(lease)).isFalse();
            assertThat(again.release(lease)).isEqualTo(Change.nothing(false));
        }

        @Test
        void no_lease_from_before_fits_a_lane_that_is_parked_again() {
            LaneEntry again = next(opened().park(event(Optional.empty()), true, () -> false, 9));

            assertThat(again.heldBy(lease)).isFalse();
            assertThat(again.leased(NOW)).isFalse();
            assertThat(again.lease("view", LANE, NOW, MINUTE)
                            .answer()
                            .orElseThrow()
                            .fence())
                    .isGreaterThan(lease.fence());
        }

        @Test
        void a_store_that_deletes_the_heads_of_open_lanes_goes_on_with_the_highest_fence_of_them() {
            LaneEntry again = next(LaneEntry.absentSince(7).park(event(Optional.empty()), true, () -> false, 9));

            assertThat(again.lease("view", LANE, NOW, MINUTE)
                            .answer()
                            .orElseThrow()
                            .fence())
                    .isEqualTo(8);
        }
    }

    @Nested
    class Replaying {
        @Test
        void without_its_head_a_lane_is_due_at_once() {
            Change<LaneEntry, Optional<String>> step = leased.remove(lease, there("head"));

            assertThat(step.answer()).contains("head");
            assertThat(next(step))
                    .isEqualTo(new LaneEntry(
                            true, 1, leased.leaseEnd(), Optional.of(Instant.EPOCH), 0, 2, Optional.empty()));
        }

        @Test
        void the_first_event_of_an_empty_lane_is_its_head() {
            LaneEntry empty = next(leased.remove(lease, there("head")));

            assertThat(empty.head()).isEmpty();
            assertThat(next(empty.park(event(Optional.empty()), false, () -> false, 9))
                            .head())
                    .isEqualTo(HEAD);
        }

        @Test
        void what_is_not_the_head_is_not_removed() {
            assertThat(leased.remove(lease, Optional::empty)).isEqualTo(Change.nothing(Optional.empty()));
        }

        @Test
        void where_an_event_is_is_not_asked_without_the_lease() {
            Supplier<Optional<String>> never = () -> {
                throw new AssertionError("Whoever has no lease changes nothing, so this is a request too many");
            };

            assertThat(one.remove(lease, never).answer()).isEmpty();
            assertThat(one.postpone(lease, never, event(Optional.empty())).answer())
                    .isEmpty();
            assertThat(one.discard(lease, never, head -> true).answer()).isEmpty();
        }

        @Test
        void a_head_that_waits_on_says_when_the_lane_is_due() {
            Optional<Instant> later = Optional.of(NOW.plusSeconds(7));

            assertThat(next(leased.postpone(lease, there("head"), event(later))).due())
                    .isEqualTo(later);
            assertThat(next(leased.postpone(lease, there("head"), event(Optional.empty())))
                            .due())
                    .isEmpty();
        }

        @Test
        void a_discarded_head_makes_the_lane_due_and_another_event_does_not() {
            assertThat(next(leased.discard(lease, there("any"), event -> true)).due())
                    .contains(Instant.EPOCH);
            assertThat(next(leased.discard(lease, there("any"), event -> false)).due())
                    .contains(NOW);
            assertThat(next(leased.discard(lease, there("any"), event -> false)).count())
                    .isZero();
        }

        @Test
        void a_lane_is_due_when_its_time_has_come_and_nobody_has_it() {
            assertThat(one.isDue(NOW)).isTrue();
            assertThat(one.isDue(NOW.minusNanos(1))).isFalse();
            assertThat(leased.isDue(NOW)).isFalse();
            assertThat(leased.isDue(NOW.plus(MINUTE))).isTrue();
            assertThat(one.wake()).contains(NOW);
            assertThat(leased.wake()).contains(NOW.plus(MINUTE));
        }
    }

    @Nested
    class Opening {
        @Test
        void a_lane_opens_only_while_it_is_empty() {
            assertThat(leased.open(lease)).isEqualTo(Change.nothing(false));
            assertThat(opened().parked()).isFalse();
            assertThat(opened().due()).isEmpty();
        }

        @Test
        void the_head_of_an_open_lane_is_kept_for_longer_than_anybody_has_a_lease() {
            assertThat(leased.expires()).isEmpty();
            assertThat(opened().expires()).contains(NOW.plus(MINUTE).plus(LaneEntry.KEPT));
        }
    }

    private LaneEntry opened() {
        LaneEntry empty = next(leased.remove(lease, there("head")));
        return next(empty.open(lease));
    }

    private static LaneEntry next(Change<LaneEntry, ?> step) {
        return step.next().orElseThrow();
    }

    private static Supplier<Optional<String>> there(String event) {
        return () -> Optional.of(event);
    }

    private static ParkedEvent event(Optional<Instant> replayAt) {
        return new ParkedEvent(
                "view",
                LANE,
                new EventId("/test", "1"),
                WireEvent.structured(new byte[] {1}),
                "position",
                "reason",
                1,
                NOW,
                replayAt);
    }
}
