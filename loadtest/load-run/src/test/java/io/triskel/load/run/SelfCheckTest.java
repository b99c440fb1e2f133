package io.triskel.load.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.triskel.load.result.Evidence;
import io.triskel.load.result.RunVerdict.Check;
import io.triskel.load.workload.Objectives;
import io.triskel.load.workload.Phase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs whose machine's clock goes right, or jumps in their midst. */
class SelfCheckTest {
    private static final Phase STEADY = new Phase.Steady(100, Duration.ofSeconds(4));

    @Test
    void a_clock_that_goes_as_the_monotonic_one_does_passes() {
        RunResult result = run(Duration.ZERO);

        assertThat(drift(result).ok()).isTrue();
        assertThat(drift(result).value()).isLessThan(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {300, -300, 3_600_000, -3_600_000})
    void a_clock_that_jumps_makes_the_run_invalid_and_says_by_how_much(long millis) {
        RunResult result = run(Duration.ofMillis(millis));

        assertThat(drift(result).value()).isCloseTo((double) Math.abs(millis), within(2.0));
        assertThat(result.valid()).isFalse();
        assertThat(result.exit()).isEqualTo(RunResult.INVALID);
        assertThat(result.toFile("memory", Evidence.MEMORY)
                        .build()
                        .toJson()
                        .path("verdict")
                        .path("checks")
                        .toString())
                .contains("\"name\":\"clockDrift\"", "\"unit\":\"ms\",\"limit\":250.0,\"ok\":false");
    }

    @Test
    void latencies_are_of_the_monotonic_clock_and_do_not_jump() {
        long right = run(Duration.ZERO).measured().corrected().percentile(99);

        assertThat(run(Duration.ofHours(1)).measured().corrected().percentile(99))
                .isEqualTo(right);
    }

    private static Check drift(RunResult result) {
        return result.part().checks().stream()
                .filter(check -> check.name().equals("clockDrift"))
                .findFirst()
                .orElseThrow();
    }

    private static RunResult run(Duration jump) {
        VirtualClock clock = new VirtualClock();
        return new LoadRun(
                        Workloads.of(1, Objectives.none(), STEADY),
                        new ScriptedPath(clock, new ScriptedPath.Script() {}),
                        5,
                        0,
                        new Jumping(clock, jump),
                        () -> false,
                        each -> {})
                .run();
    }

    /** A machine whose time of day jumps after two seconds. */
    private record Jumping(VirtualClock clock, Duration jump) implements RunClock {
        @Override
        public long nanos() {
            return clock.nanos();
        }

        @Override
        public void pause(long forNanos) {
            clock.pause(forNanos);
        }

        @Override
        public Ticking everySecond(Runnable work) {
            return clock.everySecond(work);
        }

        @Override
        public InstantSource wall() {
            return () -> Instant.EPOCH.plusNanos(nanos()).plus(nanos() > 2_000_000_000L ? jump : Duration.ZERO);
        }
    }
}
