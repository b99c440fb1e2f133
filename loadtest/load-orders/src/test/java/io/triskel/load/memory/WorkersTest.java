package io.triskel.load.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.load.path.LoadPath;
import io.triskel.load.process.LoadTarget;
import io.triskel.load.run.Budget;
import io.triskel.load.run.LoadRun;
import io.triskel.load.run.RunResult;
import io.triskel.load.workload.Arrivals;
import io.triskel.load.workload.Demand;
import io.triskel.load.workload.EventShape;
import io.triskel.load.workload.KeySpread;
import io.triskel.load.workload.Level;
import io.triskel.load.workload.Objectives;
import io.triskel.load.workload.Phase;
import io.triskel.load.workload.Worker;
import io.triskel.load.workload.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Workers that load one pipeline at the same time. */
@Timeout(300)
class WorkersTest {
    private static final List<Phase> PHASES = List.of(new Phase.Steady(20, Duration.ofSeconds(2)));

    private static final Workload ORDERS = new Workload(
            "shared",
            "",
            Level.PIPELINE,
            1,
            new EventShape(1_024),
            KeySpread.even(20),
            1,
            new Arrivals.Uniform(),
            PHASES,
            Objectives.none(),
            Duration.ofMinutes(1),
            1,
            Optional.empty(),
            Demand.of(PHASES));

    @Test
    void share_a_pipeline_and_each_counts_its_own_orders_alone() {
        try (OrdersInMemory orders = OrdersInMemory.start()) {
            List<CompletableFuture<RunResult>> running = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                Worker worker = new Worker(i, 2);
                running.add(CompletableFuture.supplyAsync(() -> load(orders, worker)));
            }
            List<RunResult> results =
                    running.stream().map(CompletableFuture::join).toList();

            assertThat(results).allSatisfy(result -> {
                assertThat(result.correctness().sent()).isPositive();
                assertThat(result.correctness().delivered())
                        .isEqualTo(result.correctness().sent());
                assertThat(result.correctness().lost()).isZero();
                assertThat(result.correctness().corrupt()).isZero();
                assertThat(result.correctness().duplicates().redelivered()).isZero();
            });
            assertThat(results.stream()
                            .mapToLong(result -> result.correctness().sent())
                            .sum())
                    .isEqualTo(40);
        }
    }

    private static RunResult load(OrdersInMemory orders, Worker worker) {
        long run = 100L + worker.index();
        try (LoadTarget target = MemoryLoad.pipeline(orders, "load-" + worker.index(), List.of());
                LoadPath path = target.path(ORDERS, run)) {
            return new LoadRun(
                            ORDERS,
                            path,
                            run,
                            0,
                            target.clock(),
                            new LoadRun.Lead(worker, () -> {}, () -> false, Budget.NONE, progress -> {}))
                    .run();
        }
    }
}
