package io.triskel.orders.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who has a turn when. */
@Timeout(300)
class TurnsTest {
    private static final List<String> TWO = List.of("quick", "slow");

    @Nested
    class On_the_thread_that_calls {
        @Test
        void turns_are_taken_in_order() {
            List<String> taken = new ArrayList<>();

            new Turns<String>(Runnable::run, taken::add).round(TWO);

            assertThat(taken).isEqualTo(TWO);
        }

        @Test
        void a_round_in_which_nobody_gets_further_says_so() {
            assertThat(new Turns<String>(Runnable::run, each -> false).round(TWO))
                    .isFalse();
            assertThat(new Turns<String>(Runnable::run, "slow"::equals).round(TWO))
                    .isTrue();
        }

        @Test
        void what_a_turn_throws_is_thrown() {
            Turns<String> turns = new Turns<>(Runnable::run, each -> {
                throw new IllegalArgumentException(each);
            });

            assertThatThrownBy(() -> turns.round(TWO))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("quick");
        }
    }

    @Nested
    class Side_by_side {
        private final ExecutorService threads = Executors.newFixedThreadPool(2);

        @AfterEach
        void end() {
            threads.shutdownNow();
        }

        @Test
        void turns_are_under_way_at_once() {
            CountDownLatch both = new CountDownLatch(2);
            ConcurrentLinkedQueue<Boolean> met = new ConcurrentLinkedQueue<>();
            Turns<String> turns = new Turns<>(threads, each -> {
                both.countDown();
                return met.add(waitedFor(both));
            });

            turns.round(TWO);
            turns.round(TWO);

            assertThat(met).hasSizeGreaterThanOrEqualTo(2).containsOnly(true);
        }

        @Test
        void the_next_round_waits_for_a_slow_turn_and_begins_the_others_meanwhile() {
            Semaphore quickTwice = new Semaphore(0);
            ConcurrentLinkedQueue<String> ended = new ConcurrentLinkedQueue<>();
            Predicate<String> turn = each -> {
                if (each.equals("quick")) {
                    quickTwice.release();
                } else {
                    quickTwice.acquireUninterruptibly(2);
                    quickTwice.release(2);
                    ended.add(each);
                }
                return true;
            };
            Turns<String> turns = new Turns<>(threads, turn);

            turns.round(TWO);
            turns.round(TWO);

            assertThat(ended).isNotEmpty();
        }

        private static boolean waitedFor(CountDownLatch latch) {
            try {
                return latch.await(4, TimeUnit.MINUTES);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }
}
