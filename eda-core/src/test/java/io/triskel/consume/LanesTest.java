package io.triskel.consume;

import static io.triskel.consume.Scene.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.event.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LanesTest {
    private final Scene scene = new Scene();
    private final ExecutorService threads = Executors.newFixedThreadPool(4);

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    void lanes_run_at_the_same_time_on_the_caller_s_executor() {
        CyclicBarrier together = new CyclicBarrier(2);
        scene.processor = builder -> builder.executor(threads);
        Scene.Behaviour meet = handling -> together.await(4, TimeUnit.MINUTES);
        scene.when("a", meet);
        scene.when("b", meet);

        var verdicts = scene.verdicts(Redelivery.ONE_BY_ONE, event("a", "k"), event("b", "l"));

        assertThat(verdicts).containsOnly("handled");
    }

    @Test
    void one_lane_stays_in_order() {
        scene.processor = builder -> builder.executor(threads);
        Delivery[] batch = new Delivery[100];
        for (int i = 0; i < batch.length; i++) {
            batch[i] = event("e" + i, "k" + i % 3);
        }

        Settlement settlement = scene.process(Redelivery.ONE_BY_ONE, batch);

        assertThat(settlement.complete()).isTrue();
        for (int lane = 0; lane < 3; lane++) {
            int of = lane;
            assertThat(scene.handled.stream()
                            .map(id -> Integer.parseInt(id.substring(1)))
                            .filter(number -> number % 3 == of))
                    .isSorted();
        }
    }

    @Test
    void lanes_that_the_executor_rejects_run_on_the_calling_thread() {
        scene.processor = builder -> builder.executor(task -> {
            throw new RejectedExecutionException("full");
        });

        var verdicts = scene.verdicts(Redelivery.ONE_BY_ONE, event("a", "k"), event("b"));

        assertThat(verdicts).containsOnly("handled");
    }

    @Test
    void a_rejected_lane_that_is_interrupted_leaves_the_caller_interrupted_and_settled() {
        scene.processor = builder -> builder.executor(task -> {
            throw new RejectedExecutionException("full");
        });
        scene.when("a", handling -> {
            throw new InterruptedException();
        });

        var verdicts = scene.verdicts(Redelivery.ONE_BY_ONE, event("a", "k"), event("b"));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(verdicts).containsOnly("unsettled-halted");
    }

    @Nested
    class When_the_executor_begins_no_lane {
        private final ExecutorService only = Executors.newSingleThreadExecutor();
        private final CountDownLatch free = new CountDownLatch(1);

        @AfterEach
        void end() {
            free.countDown();
            only.shutdownNow();
        }

        private Settlement process(Duration time) {
            return scene.processor()
                    .process(
                            List.of(event("a", "k"), event("b", "l"), event("c", "k"), event("d")),
                            Redelivery.WHOLE_BATCH,
                            Deadline.in(time, scene));
        }

        @Test
        void its_only_thread_that_calls_runs_them_itself() throws Exception {
            scene.processor = builder -> builder.executor(only);

            Settlement settlement =
                    only.submit(() -> process(Duration.ofSeconds(30))).get(4, TimeUnit.MINUTES);

            assertThat(settlement.verdicts()).containsOnly(Verdict.handled());
            assertThat(scene.handled).containsExactlyInAnyOrder("a", "b", "c", "d");
        }

        @Test
        void its_only_worker_that_calls_runs_them_itself_in_a_fork_join_pool_too() throws Exception {
            ForkJoinPool one = new ForkJoinPool(1);
            scene.processor = builder -> builder.executor(one);

            Settlement settlement =
                    one.submit(() -> process(Duration.ofSeconds(30))).get(4, TimeUnit.MINUTES);
            one.shutdown();

            assertThat(one.awaitTermination(4, TimeUnit.MINUTES)).isTrue();
            assertThat(settlement.verdicts()).containsOnly(Verdict.handled());
            assertThat(scene.handled).containsExactlyInAnyOrder("a", "b", "c", "d");
        }

        @Test
        void a_handler_on_its_thread_may_settle_a_batch_of_its_own() {
            scene.processor = builder -> builder.executor(only);
            Scene inner = new Scene();
            inner.processor = builder -> builder.executor(only);
            scene.when("a", handling -> inner.verdicts(Redelivery.ONE_BY_ONE, event("x", "k"), event("y", "l")));

            Settlement settlement = process(Duration.ofSeconds(10));

            assertThat(settlement.verdicts()).containsOnly(Verdict.handled());
            assertThat(inner.handled).containsExactlyInAnyOrder("x", "y");
        }

        @Test
        void because_others_keep_it_busy_the_caller_runs_them() {
            scene.processor = builder -> builder.executor(only);
            only.execute(() -> {
                try {
                    free.await();
                } catch (InterruptedException theEnd) {
                    Thread.currentThread().interrupt();
                }
            });

            Settlement settlement = process(Duration.ofSeconds(30));

            assertThat(settlement.verdicts()).containsOnly(Verdict.handled());
        }

        @Test
        void what_it_begins_later_is_not_run_again() throws Exception {
            scene.processor = builder -> builder.executor(only);
            only.submit(() -> process(Duration.ofSeconds(30))).get(4, TimeUnit.MINUTES);

            only.shutdown();
            assertThat(only.awaitTermination(4, TimeUnit.MINUTES)).isTrue();

            assertThat(scene.handled).containsExactlyInAnyOrder("a", "b", "c", "d");
        }

        @Test
        void it_is_not_given_ever_more_of_them() {
            List<Runnable> waiting = new ArrayList<>();
            scene.consumer = builder -> builder;
            scene.processor = builder -> builder.executor(waiting::add);

            for (int i = 0; i < 50; i++) {
                assertThat(process(Duration.ofSeconds(10)).complete()).isTrue();
            }

            assertThat(waiting).hasSize(3);
            waiting.forEach(Runnable::run);
            assertThat(scene.handled).hasSize(50 * 4);
            process(Duration.ofSeconds(10));
            assertThat(waiting).as("given lanes again once it keeps up").hasSize(6);
        }

        @Test
        void lanes_that_it_has_not_begun_at_the_deadline_are_out_of_time() throws Exception {
            CountDownLatch running = new CountDownLatch(1);
            scene.processor = builder -> builder.executor(task -> {
                only.execute(task);
                LanesTest.await(running);
            });
            scene.when("a", handling -> {
                running.countDown();
                free.await();
            });

            Settlement settlement = process(Duration.ofMillis(200));

            assertThat(settlement.verdicts().stream().map(Verdict::tag))
                    .containsExactly(
                            "unsettled-out-of-time",
                            "unsettled-out-of-time",
                            "unsettled-behind-a-failure",
                            "unsettled-out-of-time");
        }
    }

    private static void awaitEnd(Future<?> run) {
        try {
            run.get();
        } catch (InterruptedException | ExecutionException theEnd) {
            throw new IllegalStateException(theEnd);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException theEnd) {
            throw new IllegalStateException(theEnd);
        }
    }

    @Test
    void however_many_callers_share_a_small_executor_every_lane_runs_once_a_round() throws Exception {
        ExecutorService small = Executors.newFixedThreadPool(2);
        scene.consumer = builder -> builder;
        scene.processor = builder -> builder.executor(small);
        BatchProcessor shared = scene.processor();
        try {
            for (int round = 0; round < 100; round++) {
                List<Future<Settlement>> settlements = new ArrayList<>();
                for (int caller = 0; caller < 4; caller++) {
                    List<Delivery> batch = new ArrayList<>();
                    for (int i = 0; i < 12; i++) {
                        batch.add(event(round + "-" + caller + "-" + i, "k" + i % 5));
                    }
                    ExecutorService callers = caller % 2 == 0 ? small : threads;
                    settlements.add(
                            callers.submit(() -> shared.process(batch, Redelivery.ONE_BY_ONE, scene.deadline())));
                }
                for (Future<Settlement> settlement : settlements) {
                    assertThat(settlement.get(4, TimeUnit.MINUTES).verdicts()).containsOnly(Verdict.handled());
                }
            }
        } finally {
            small.shutdown();
        }

        assertThat(small.awaitTermination(4, TimeUnit.MINUTES)).isTrue();
        assertThat(scene.handled).hasSize(100 * 4 * 12).doesNotHaveDuplicates();
    }

    @Nested
    class When_a_handler_does_not_return_by_the_deadline {
        private final CountDownLatch handlerMayReturn = new CountDownLatch(1);

        private Settlement processWithHangingHandler(Redelivery redelivery) {
            CountDownLatch hanging = new CountDownLatch(1);
            AtomicBoolean first = new AtomicBoolean(true);
            scene.processor = builder -> builder.parkingReserve(Duration.ZERO).executor(lane -> {
                Future<?> run = threads.submit(lane);
                if (first.getAndSet(false)) {
                    LanesTest.await(hanging);
                } else {
                    LanesTest.awaitEnd(run);
                }
            });
            scene.when("a", handling -> {
                hanging.countDown();
                handlerMayReturn.await();
            });
            return scene.processor()
                    .process(
                            List.of(event("a", "k"), event("b", "k"), event("c", "l")),
                            redelivery,
                            Deadline.in(Duration.ofMillis(300), scene));
        }

        @Test
        void it_is_out_of_time_and_the_other_lanes_are_settled() {
            Settlement settlement = processWithHangingHandler(Redelivery.WHOLE_BATCH);

            assertThat(settlement.verdicts().stream().map(Verdict::tag))
                    .containsExactly("unsettled-out-of-time", "unsettled-behind-a-failure", "handled");
        }

        @Test
        void its_late_success_counts_no_more() throws InterruptedException {
            processWithHangingHandler(Redelivery.WHOLE_BATCH);

            handlerMayReturn.countDown();
            threads.shutdown();
            assertThat(threads.awaitTermination(4, TimeUnit.MINUTES)).isTrue();

            assertThat(scene.handled).doesNotContain("b");
            assertThat(scene.inboxFaults.count("completeAll")).isEqualTo(1);
        }

        @Test
        void it_is_parked_where_nothing_comes_again() {
            Settlement settlement = processWithHangingHandler(Redelivery.NEVER);

            assertThat(settlement.complete()).isTrue();
            assertThat(scene.parked("k")).containsExactly("a", "b");
        }
    }

    @Test
    void an_error_of_the_virtual_machine_on_another_thread_reaches_the_caller() {
        scene.processor = builder -> builder.executor(threads);
        scene.when("a", handling -> {
            throw new OutOfMemoryError("full");
        });

        assertThatThrownBy(() -> scene.process(Redelivery.ONE_BY_ONE, event("a", "k"), event("b", "l")))
                .isInstanceOf(OutOfMemoryError.class);
    }

    @Nested
    class When_the_host_shuts_down {
        @Test
        void what_is_not_settled_is_abandoned_untried_with_its_successors() {
            scene.when("b", handling -> scene.processor().stop());

            var verdicts = scene.verdicts(
                    Redelivery.WHOLE_BATCH, event("a", "k"), event("b", "l"), event("c", "k"), event("d", "k"));

            assertThat(verdicts)
                    .containsExactly("handled", "handled", "unsettled-halted", "unsettled-behind-a-failure");
            assertThat(scene.handled).containsExactly("a", "b");
            assertThat(scene.inboxFaults.calls).containsExactly("claimAll", "completeAll", "releaseAll");
        }

        @Test
        void a_wait_between_two_tries_ends() {
            BatchProcessor processor = BatchProcessor.of(scene.consumer())
                    .codec(scene.codec)
                    .clock(scene)
                    .executor(threads)
                    .build();
            scene.when("a", handling -> {
                processor.stop();
                throw new IllegalStateException("again");
            });

            Settlement settlement = processor.process(List.of(event("a", "k")), Redelivery.HELD, scene.deadline());

            assertThat(settlement.complete()).isTrue();
            assertThat(scene.handled).containsExactly("a");
        }
    }

    @Test
    void no_attempt_begins_in_the_time_that_is_kept_for_parking() {
        scene.processor = builder -> builder.parkingReserve(Duration.ofSeconds(5));
        scene.when("a", handling -> scene.advance(Duration.ofSeconds(55)));

        var verdicts = scene.verdicts(Redelivery.ONE_BY_ONE, event("a"), event("b", "k"), event("c", "k"));

        assertThat(verdicts).containsExactly("handled", "unsettled-out-of-time", "unsettled-behind-a-failure");
        assertThat(scene.handlings.get(0).deadline().at()).isEqualTo(scene.instant());
    }

    @Test
    void a_large_batch_keeps_more_time_for_parking_and_its_claims_outlive_it() {
        Delivery[] batch = new Delivery[1_000];
        for (int i = 0; i < batch.length; i++) {
            batch[i] = event("e" + i);
        }

        scene.process(Redelivery.ONE_BY_ONE, batch);

        assertThat(scene.handlings.get(0).deadline().at())
                .isEqualTo(scene.deadline().at().minusSeconds(4));
    }

    @Test
    void a_deadline_of_half_a_second_settles_a_batch_of_fast_handlers() {
        Delivery[] batch = new Delivery[100];
        for (int i = 0; i < batch.length; i++) {
            batch[i] = event("e" + i, "k" + i % 20);
            scene.when("e" + i, handling -> scene.advance(Duration.ofMillis(3)));
        }

        Settlement settlement = scene.processor()
                .process(List.of(batch), Redelivery.FROM_FIRST_UNSETTLED, Deadline.in(Duration.ofMillis(500), scene));

        assertThat(settlement.verdicts()).containsOnly(Verdict.handled());
    }

    @Test
    void however_short_the_deadline_an_attempt_begins_and_a_quarter_is_kept_for_parking() {
        scene.when("a", handling -> scene.advance(Duration.ofMillis(3)));

        Settlement settlement = scene.processor()
                .process(
                        List.of(event("a"), event("b")),
                        Redelivery.ONE_BY_ONE,
                        Deadline.in(Duration.ofMillis(4), scene));

        assertThat(settlement.verdicts().stream().map(Verdict::tag))
                .containsExactly("handled", "unsettled-out-of-time");
    }

    @Test
    void a_completion_after_the_lease_has_ended_is_not_handled() {
        scene.when("a", handling -> scene.advance(Duration.ofMinutes(2)));

        var verdicts = scene.verdicts(Redelivery.ONE_BY_ONE, event("a"));

        assertThat(verdicts).containsExactly("unsettled-in-progress-elsewhere");
    }

    @Test
    void a_clock_that_goes_back_changes_no_verdict() {
        scene.when("a", handling -> scene.advance(Duration.ofDays(-1)));
        scene.fails("b");

        var first = scene.verdicts(Redelivery.FROM_FIRST_UNSETTLED, event("a", "k"), event("b", "k"));
        var second = scene.verdicts(Redelivery.FROM_FIRST_UNSETTLED, event("a", "k"), event("b", "k"));

        assertThat(first).containsExactly("handled", "unsettled-failed");
        assertThat(second).containsExactly("duplicate", "handled");
    }
}
