package io.triskel.load.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.load.clock.ClockBounds;
import io.triskel.load.ledger.SharedRun.Event;
import io.triskel.load.ledger.WorkerLedger.Seen;
import io.triskel.load.ledger.WorkerLedger.Sent;
import io.triskel.load.result.Duplicates;
import io.triskel.load.result.ResultException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two workers: worker 0 sends keys 0 and 2, worker 1 sends keys 1 and 3. */
class SharedRunTest {
    private static final Sent FOUR_EACH_0 = new Sent(8, 8, new int[] {0, 4, 2, 4}, new int[0], new int[0]);
    private static final Sent FOUR_EACH_1 = new Sent(8, 8, new int[] {1, 4, 3, 4}, new int[0], new int[0]);

    private static WorkerLedger worker(int index, Sent sent, Seen seen) {
        return worker(index, "here", sent, seen, took(1 - index, 1_000_000));
    }

    private static WorkerLedger worker(int index, String machine, Sent sent, Seen seen, Map<Integer, long[]> arrivals) {
        return new WorkerLedger(2, "r", index, 2, machine, sent, List.of(seen), arrivals, 10);
    }

    /** Events of a worker: when they were sent, and how much later they came, by both clocks. */
    private static Map<Integer, long[]> took(int sender, long nanos) {
        return took(sender, new long[][] {{0, nanos}});
    }

    private static Map<Integer, long[]> took(int sender, long[][] secondsAndNanos) {
        ClockBounds bounds = new ClockBounds();
        for (long[] event : secondsAndNanos) {
            bounds.before(event[0] * 1_000_000_000, event[0] * 1_000_000_000 + event[1]);
        }
        return Map.of(sender, bounds.arrivals(1_795_000_000_000_000_000L));
    }

    private static Seen seen(int[] runs, long... times) {
        return seen(runs, times, new int[0], 0);
    }

    private static Seen seen(int[] runs, long[] times, int[] repeats, long reordered) {
        return new Seen(runs, times, repeats, reordered, reordered, 0, 0, 5_000, true);
    }

    private static int[] runs(int... numbers) {
        return numbers;
    }

    @Test
    void nothing_is_lost_if_each_event_was_seen_by_one_of_them() {
        SharedRun run = SharedRun.of(List.of(
                worker(0, FOUR_EACH_0, seen(runs(0, 0, 3, 1, 0, 3), 1, 2, 1, 2)),
                worker(1, FOUR_EACH_1, seen(runs(2, 0, 3, 3, 0, 3), 1, 2, 1, 2))));

        assertThat(run.correctness().sent()).isEqualTo(16);
        assertThat(run.correctness().accepted()).isEqualTo(16);
        assertThat(run.correctness().delivered()).isEqualTo(16);
        assertThat(run.correctness().knownLost()).hasValue(0);
        assertThat(run.correctness().duplicates().all()).isZero();
        assertThat(run.correctness().reordered()).isZero();
        assertThat(run.correctness().undecidedOrder()).isZero();
        assertThat(run.correctness().longestSilenceMs()).hasValue(5);
        assertThat(run.words()).isEmpty();
    }

    @Test
    void exactly_the_events_that_nobody_saw_are_lost() {
        SharedRun run = SharedRun.of(List.of(
                worker(0, FOUR_EACH_0, seen(runs(0, 0, 3, 1, 0, 0, 1, 3, 3), 1, 2, 1, 1, 3, 3)),
                worker(1, FOUR_EACH_1, seen(runs(2, 0, 3, 3, 0, 2), 1, 2, 1, 2))));

        assertThat(run.correctness().lost()).isEqualTo(3);
        assertThat(run.lost()).containsExactly(new Event(1, 1), new Event(1, 2), new Event(3, 3));
        assertThat(run.words()).containsExactly("Lost events (key, number), the first of 3: k1 #1, k1 #2, k3 #3");
    }

    @Test
    void what_was_never_acknowledged_is_not_lost() {
        Sent sent = new Sent(8, 6, new int[] {1, 4, 3, 4}, new int[] {1, 3, 1, 3, 3, 0}, new int[0]);

        SharedRun run = SharedRun.of(List.of(
                worker(0, FOUR_EACH_0, seen(runs(0, 0, 3, 1, 0, 2), 1, 2, 1, 2)),
                worker(1, sent, seen(runs(2, 0, 3, 3, 0, 2), 1, 2, 1, 2))));

        assertThat(run.correctness().lost()).isZero();
        assertThat(run.correctness().unknownOutcome()).isEqualTo(1);
    }

    @Test
    void a_missing_ledger_makes_loss_undecided_and_is_named() {
        SharedRun run = SharedRun.of(List.of(worker(0, FOUR_EACH_0, seen(runs(0, 0, 3, 1, 0, 3), 1, 2, 1, 2))));

        assertThat(run.correctness().knownLost()).isEmpty();
        assertThat(run.correctness().undecided()).isEqualTo(4);
        assertThat(run.lost()).isEmpty();
        assertThat(run.problems()).containsExactly("Worker 1 of 2 left no ledger: what it sent and saw is not known");
    }

    @Test
    void a_worker_without_room_makes_loss_undecided() {
        Seen cut = new Seen(runs(0, 0, 3), new long[] {1, 2}, new int[0], 0, 0, 0, 0, 0, false);

        SharedRun run = SharedRun.of(List.of(
                worker(0, FOUR_EACH_0, cut), worker(1, FOUR_EACH_1, seen(runs(2, 0, 3, 3, 0, 3), 1, 2, 1, 2))));

        assertThat(run.correctness().undecided()).isEqualTo(4);
        assertThat(run.problems()).singleElement().asString().contains("no room");
    }

    @Nested
    class Repeats {
        @Test
        void an_event_that_two_workers_saw_came_again() {
            SharedRun run = SharedRun.of(List.of(
                    worker(0, FOUR_EACH_0, seen(runs(0, 0, 3, 1, 0, 3), 1, 2, 1, 2)),
                    worker(1, FOUR_EACH_1, seen(runs(2, 0, 3, 3, 0, 3, 1, 2, 3), 1, 2, 1, 2, 8, 9))));

            assertThat(run.correctness().duplicates()).isEqualTo(new Duplicates(0, 2));
            assertThat(run.correctness().delivered()).isEqualTo(16);
            assertThat(run.correctness().reordered()).isZero();
        }

        @Test
        void are_the_producers_as_often_as_it_sent_again_whoever_saw_them() {
            Sent again = new Sent(8, 8, new int[] {1, 4, 3, 4}, new int[0], new int[] {1, 2, 1});

            SharedRun run = SharedRun.of(List.of(
                    worker(
                            0,
                            FOUR_EACH_0,
                            seen(runs(0, 0, 3, 1, 0, 3), new long[] {1, 2, 1, 2}, new int[] {1, 2, 2}, 0)),
                    worker(1, again, seen(runs(2, 0, 3, 3, 0, 3), 1, 2, 1, 2))));

            assertThat(run.correctness().duplicates()).isEqualTo(new Duplicates(1, 1));
        }
    }

    @Nested
    class Order {
        @Test
        void of_one_consumer_is_its_own_count() {
            SharedRun run = SharedRun.of(List.of(
                    worker(
                            0,
                            FOUR_EACH_0,
                            seen(
                                    runs(0, 0, 3, 1, 0, 0, 1, 2, 3, 1, 1, 1),
                                    new long[] {1, 2, 1, 1, 3, 4, 5, 5},
                                    new int[0],
                                    1)),
                    worker(1, FOUR_EACH_1, seen(runs(2, 0, 3, 3, 0, 3), 1, 2, 1, 2))));

            assertThat(run.correctness().reordered()).isEqualTo(1);
            assertThat(run.correctness().lost()).isZero();
        }

        @Test
        void of_a_key_that_moved_in_order_is_known_on_one_machine() {
            assertThat(moved("here", "here", 10, 20, 21, 30)).isEqualTo(new Found(0, 0));
        }

        @Test
        void of_a_key_that_moved_and_came_too_early_there_is_known_on_one_machine() {
            assertThat(moved("here", "here", 10, 20, 5, 30)).isEqualTo(new Found(2, 0));
        }

        @Test
        void of_a_run_that_was_overtaken_midway_is_known_of_its_last_event_only() {
            assertThat(moved("here", "here", 10, 20, 15, 30)).isEqualTo(new Found(1, 1));
        }

        @Test
        void is_undecided_where_the_clocks_of_two_machines_cannot_tell() {
            assertThat(moved("here", "there", 10, 20, 900, 1_000)).isEqualTo(new Found(0, 1));
            assertThat(moved("here", "there", 10, 20, 1_022, 1_100)).isEqualTo(new Found(0, 0));
            assertThat(moved("here", "there", 1_100, 1_200, 5, 90)).isEqualTo(new Found(2, 0));
        }

        private record Found(long reordered, long undecided) {}

        /** Worker 0 saw events 0 and 1 of key 1, worker 1 saw 2 and 3; clocks of two machines are apart by 1,001 us at most: the bounds are
         * 1 ms, and one of them holds 1 ms later than the other, in which a clock may gain 0.5 us. */
        private Found moved(String one, String other, long first, long last, long firstThere, long lastThere) {
            SharedRun run = SharedRun.of(List.of(
                    worker(0, one, FOUR_EACH_0, seen(runs(0, 0, 3, 1, 0, 1), 1, 2, first, last), took(1, 1_000_000)),
                    worker(
                            1,
                            other,
                            FOUR_EACH_1,
                            seen(runs(2, 0, 3, 3, 0, 3, 1, 2, 3), 1, 2, 1, 2, firstThere, lastThere),
                            took(0, 1_000_000))));

            assertThat(run.correctness().lost()).isZero();
            return new Found(run.correctness().reordered(), run.correctness().undecidedOrder());
        }
    }

    @Nested
    class Clocks {
        @Test
        void of_one_machine_are_one() {
            assertThat(clocks("here", 3_000_000, 4_000_000).clockErrorUs()).hasValue(0);
        }

        @Test
        void of_two_machines_are_apart_by_the_slower_of_the_quickest_events_at_most() {
            SharedRun run = clocks("there", 3_000_000, 4_000_000);

            assertThat(run.clockErrorUs().orElseThrow()).isBetween(4_000.0, 4_002.0);
            assertThat(run.problems()).isEmpty();
        }

        @Test
        void that_differ_bound_each_other_all_the_same() {
            SharedRun run = clocks("there", -90_000_000, 97_000_000);

            assertThat(run.clockErrorUs().orElseThrow()).isBetween(97_000.0, 97_050.0);
            assertThat(run.problems()).isEmpty();
        }

        @Test
        void that_drift_are_apart_by_as_much_at_the_end() {
            // 100 ppm for 200 s, and ways of 5 ms.
            SharedRun run = clocks(took(0, new long[][] {{0, 5_000_000}, {200, 25_000_000}}), took(1, new long[][] {
                {0, 5_000_000}, {200, -15_000_000}
            }));

            assertThat(run.clockErrorUs().orElseThrow()).isBetween(25_000.0, 25_100.0);
            assertThat(run.problems()).isEmpty();
        }

        @Test
        void of_which_one_was_set_are_told() {
            SharedRun run = clocks(took(0, new long[][] {{0, 5_000_000}, {10, 105_000_000}}), took(1, new long[][] {
                {0, 5_000_000}, {10, -95_000_000}
            }));

            assertThat(run.clockErrorUs().orElseThrow()).isBetween(105_000.0, 106_000.0);
            assertThat(run.problems())
                    .singleElement()
                    .asString()
                    .matches(
                            "The clocks of workers 0 and 1 moved against each other by at least [89]\\d\\.\\d{3} ms during"
                                    + " the run");
        }

        @Test
        void between_which_no_event_went_have_no_bound() {
            WorkerLedger silent =
                    worker(1, "there", FOUR_EACH_1, seen(runs(2, 0, 3, 3, 0, 3, 1, 2, 3), 1, 2, 1, 2, 9, 9), Map.of());

            SharedRun run =
                    SharedRun.of(List.of(worker(0, FOUR_EACH_0, seen(runs(0, 0, 3, 1, 0, 1), 1, 2, 1, 2)), silent));

            assertThat(run.clockErrorUs()).isEmpty();
            assertThat(run.correctness().undecidedOrder()).isEqualTo(1);
            assertThat(run.problems()).singleElement().asString().contains("cannot be compared");
        }

        private SharedRun clocks(String machine, long there, long back) {
            return clocks(machine, took(0, there), took(1, back));
        }

        private SharedRun clocks(Map<Integer, long[]> there, Map<Integer, long[]> back) {
            return clocks("there", there, back);
        }

        private SharedRun clocks(String machine, Map<Integer, long[]> there, Map<Integer, long[]> back) {
            return SharedRun.of(List.of(
                    worker(0, "here", FOUR_EACH_0, seen(runs(0, 0, 3, 1, 0, 3), 1, 2, 1, 2), back),
                    worker(1, machine, FOUR_EACH_1, seen(runs(2, 0, 3, 3, 0, 3), 1, 2, 1, 2), there)));
        }
    }

    @Test
    void ledgers_of_different_runs_are_refused() {
        WorkerLedger stranger = new WorkerLedger(
                2, "other", 1, 2, "here", FOUR_EACH_1, List.of(seen(runs(3, 0, 3), 1, 2)), Map.of(), 0);

        assertThatThrownBy(() -> SharedRun.of(List.of(worker(0, FOUR_EACH_0, seen(runs(0, 0, 3), 1, 2)), stranger)))
                .isInstanceOf(ResultException.class)
                .hasMessageContaining("workers 0 and 1 are of different runs");
    }

    @Test
    void a_ledger_is_read_as_it_was_written(@TempDir Path folder) throws IOException {
        Path file = WorkerLedger.beside(folder.resolve("r0-w1.json"));
        WorkerLedger ledger =
                worker(1, FOUR_EACH_1, seen(runs(1, 0, 3), 1_795_000_000_000_000L, 1_795_000_000_000_001L));

        ledger.write(file);

        assertThat(file).hasFileName("r0-w1.ledger");
        assertThat(WorkerLedger.read(file)).usingRecursiveComparison().isEqualTo(ledger);
    }
}
