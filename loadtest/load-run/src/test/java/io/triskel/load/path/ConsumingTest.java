package io.triskel.load.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.load.Consumption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ConsumingTest {
    private static final LoadPath.Pauses NEVER = () -> Duration.ofDays(1);

    private final AtomicInteger runs = new AtomicInteger();
    private final CountDownLatch threeRuns = new CountDownLatch(3);

    private Consumption.Progress run(int caughtUpAt, String... problems) {
        threeRuns.countDown();
        return new Consumption.Progress(5, runs.incrementAndGet() >= caughtUpAt, List.of(problems));
    }

    @Test
    void a_consumer_runs_again_and_again_and_what_it_settled_is_summed() throws InterruptedException {
        try (Consuming consuming = new Consuming()) {
            consuming.start("any", (limit, deadline) -> run(1), NEVER);

            assertThat(threeRuns.await(4, TimeUnit.MINUTES)).isTrue();
            assertThat(consuming.settled()).isGreaterThanOrEqualTo(10);
        }
    }

    @Test
    void one_that_is_to_catch_up_has_when_its_start_returns() {
        try (Consuming consuming = new Consuming()) {
            consuming.startCaughtUp("any", (limit, deadline) -> run(3), NEVER, Duration.ofMinutes(1));

            assertThat(runs.get()).isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void one_that_does_not_catch_up_is_told_with_its_problems() {
        try (Consuming consuming = new Consuming()) {
            assertThatThrownBy(() -> consuming.startCaughtUp(
                            "any", (limit, deadline) -> run(Integer.MAX_VALUE, "no shard"), NEVER, Duration.ZERO))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("did not read the events already on the bus")
                    .hasMessageContaining("no shard");
        }
    }

    @Test
    void what_a_run_throws_is_a_problem_and_the_next_run_follows() throws InterruptedException {
        try (Consuming consuming = new Consuming()) {
            consuming.start(
                    "any",
                    (limit, deadline) -> {
                        threeRuns.countDown();
                        throw new IllegalStateException("not now");
                    },
                    NEVER);

            assertThat(threeRuns.await(4, TimeUnit.MINUTES)).isTrue();
            assertThat(consuming.problems()).first().asString().contains("not now");
        }
    }
}
