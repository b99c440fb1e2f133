package io.triskel.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.OrderingKey;
import io.triskel.publish.EventPublisher;
import io.triskel.publish.PublishReport;
import io.triskel.publish.PublishReport.Entry;
import io.triskel.publish.RejectionCause;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * A scheduler may start a clock function while its last run still goes on: two hosts fire timers and send, drain or replay at
 * the same time, in every order of their port calls. Nothing takes effect twice, nothing is lost or out of order, and neither
 * keeps the other from its end.
 */
class ClockFunctionsTest {
    private static final int SEEDS =
            Integer.getInteger("triskel.turns.seeds", Boolean.getBoolean("triskel.thorough") ? 200 : 50);
    private static final int SEEDS_FOR_A_MISTAKE = 200;

    private static List<String> violations(int seeds, LongFunction<Optional<String>> run) {
        List<String> violations = new ArrayList<>();
        for (long seed = 0; seed < seeds; seed++) {
            String prefix = "seed " + seed + ": ";
            run.apply(seed).map(prefix::concat).ifPresent(violations::add);
        }
        return violations;
    }

    @Nested
    class Two_runners_of_one_saga {
        @Test
        void fire_every_timer_once_in_effect_and_send_every_command_in_order() {
            assertThat(violations(SEEDS, seed -> new TwoRunners(seed, true).run()))
                    .isEmpty();
        }

        @Test
        void would_fire_timers_twice_if_the_store_let_the_last_writer_win() {
            assertThat(violations(SEEDS_FOR_A_MISTAKE, seed -> new TwoRunners(seed, false).run()))
                    .isNotEmpty();
        }
    }

    @Nested
    class Two_drainers_of_one_outbox {
        @Test
        void publish_every_event_and_first_occurrences_in_revision_order() {
            assertThat(violations(SEEDS, seed -> new TwoDrainers(seed, true).run()))
                    .isEmpty();
        }

        @Test
        void would_lose_events_if_a_lease_went_on_behind_what_was_only_sent() {
            assertThat(violations(SEEDS_FOR_A_MISTAKE, seed -> new TwoDrainers(seed, false).run()))
                    .isNotEmpty();
        }
    }

    @Nested
    class Two_replays_of_one_lot {
        @Test
        void hand_over_every_event_once_in_the_order_of_its_lane_and_open_every_lane() {
            assertThat(violations(SEEDS, seed -> new TwoReplays(seed, true, true).run()))
                    .isEmpty();
        }

        @Test
        void do_so_without_an_inbox_too() {
            assertThat(violations(SEEDS, seed -> new TwoReplays(seed, false, true).run()))
                    .isEmpty();
        }

        @Test
        void would_hand_events_over_twice_if_a_lane_had_two_leases() {
            assertThat(violations(SEEDS_FOR_A_MISTAKE, seed -> new TwoReplays(seed, false, false).run()))
                    .isNotEmpty();
        }
    }

    /** What a bus has received of two publishers; it refuses now and then, and a key's later events with it. */
    static final class SharedBus {
        final List<Envelope<?>> received = new ArrayList<>();
        private final Turns turns;
        private final Random random;
        boolean troubled = true;

        SharedBus(Turns turns, long seed) {
            this.turns = turns;
            this.random = new Random(seed);
        }

        /** A publisher of its own for each host; between two events the other host may have its turn. */
        EventPublisher publisher() {
            return new EventPublisher() {
                @Override
                public CompletionStage<PublishReport> publish(List<? extends Envelope<?>> events, Deadline deadline) {
                    Set<Optional<OrderingKey>> refused = new HashSet<>();
                    List<Entry> entries = new ArrayList<>();
                    for (Envelope<?> event : events) {
                        entries.add(take(event, refused));
                    }
                    return CompletableFuture.completedFuture(new PublishReport(entries));
                }

                @Override
                public void resume(OrderingKey key) {}

                @Override
                public EventPublisher withOwnWithholding() {
                    return this;
                }
            };
        }

        private Entry take(Envelope<?> event, Set<Optional<OrderingKey>> refused) {
            turns.pass();
            if (refused.contains(event.key())) {
                return new Entry.Withheld(event, event.id());
            }
            if (troubled && random.nextInt(8) == 0) {
                refused.add(event.key());
                return new Entry.Rejected(event, RejectionCause.THROTTLED, "busy");
            }
            received.add(event);
            return new Entry.Accepted(event, "p");
        }
    }
}
