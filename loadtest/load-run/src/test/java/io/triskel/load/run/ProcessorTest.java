package io.triskel.load.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.load.path.LoadPath;
import io.triskel.load.result.RunVerdict;
import io.triskel.load.traffic.Burst;
import io.triskel.load.traffic.Stamp;
import io.triskel.load.workload.Objectives;
import io.triskel.load.workload.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/** What no virtual clock has: a processor that is used, and one that is not. What is asserted holds however busy the machine is. */
class ProcessorTest {
    private static final long MILLI = 1_000_000;

    @Test
    void a_client_that_works_longer_than_there_is_time_makes_the_run_invalid() {
        RunResult result = run(call -> {
            for (long end = System.nanoTime() + 200 * MILLI; System.nanoTime() < end; ) {
                Thread.onSpinWait();
            }
        });

        assertThat(result.part().sending().generator().share()).isGreaterThan(0.5);
        assertThat(result.exit()).isEqualTo(RunVerdict.INVALID);
    }

    @Test
    void a_client_that_waits_for_its_target_without_working_is_the_targets() {
        RunResult result = run(call -> {
            if (call == 3) {
                LockSupport.parkNanos(900 * MILLI);
            }
        });

        assertThat(result.measured().targetDelay().percentile(99.9)).isGreaterThan(300_000);
    }

    private RunResult run(IntConsumer client) {
        return new LoadRun(
                        Workloads.of(1, Objectives.none(), new Phase.Steady(100, Duration.ofSeconds(1))),
                        new Calling(client),
                        5,
                        0,
                        RunClock.ofThisMachine(),
                        () -> false,
                        each -> {})
                .run();
    }

    /** Answers and delivers when its client returns. */
    private static final class Calling implements LoadPath {
        private final IntConsumer client;
        private Optional<Arrived> arrived = Optional.empty();
        private int calls;

        private Calling(IntConsumer client) {
            this.client = client;
        }

        @Override
        public void start(Arrived told, Pauses pauses) {
            arrived = Optional.of(told);
        }

        @Override
        public void send(Burst burst, Answered answered) {
            client.accept(calls++);
            for (int i = 0; i < burst.size(); i++) {
                Stamp stamp = new Stamp(5, burst.key(i), burst.number(i), burst.intended(i), burst.sent(), 0);
                arrived.orElseThrow().arrived(0, stamp, true);
            }
            answered.answered(burst);
        }

        @Override
        public void resume(int key) {
            // Nothing is refused.
        }

        @Override
        public List<String> problems() {
            return List.of();
        }

        @Override
        public void close() {
            // Nothing was opened.
        }
    }
}
