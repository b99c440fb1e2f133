package io.triskel.load.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.triskel.load.result.Evidence;
import io.triskel.load.result.RunVerdict;
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
    /** Not round: a reading that could be of milliseconds only bounds less. */
    private static final Instant ORIGIN = Instant.parse("2026-11-30T12:00:00.123456789Z");

    private static final Phase STEADY = new Phase.Steady(100, Duration.ofSeconds(4));

    @Test
    void a_clock_that_goes_as_the_monotonic_one_does_passes() {
        RunResult result = run(Duration.ZERO);

        assertThat(check(result, "clockStep").value()).isZero();
        assertThat(check(result, "clockDrift").value()).isZero();
        assertThat(result.valid()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {300, -300, 3_600_000, -3_600_000})
    void a_clock_that_jumps_makes_the_run_invalid_and_says_by_how_much(long millis) {
        RunResult result = run(Duration.ofMillis(millis));

        assertThat(check(result, "clockStep").value()).isCloseTo((double) Math.abs(millis), within(2.0));
        assertThat(result.valid()).isFalse();
        assertThat(result.exit()).isEqualTo(RunVerdict.INVALID);
        assertThat(result.toFile("memory", Evidence.MEMORY)
                        .build()
                        .toJson()
                        .path("verdict")
                        .path("checks")
                        .toString())
                .contains("\"name\":\"clockStep\"", "\"unit\":\"ms\",\"limit\":1.0,\"ok\":false");
    }

    @Test
    void a_clock_that_steps_by_20_ms_and_back_is_noticed_and_the_cure_is_told() {
        RunResult result =
                run((wall, nanos) -> nanos > 1_200_000_000L && nanos < 2_700_000_000L ? wall.plusMillis(20) : wall);

        assertThat(check(result, "clockStep").value()).isCloseTo(20, within(0.1));
        assertThat(result.valid()).isFalse();
        assertThat(result.path().problems())
                .containsExactly("This machine's wall clock was stepped 2 times, by at least 20.0 ms: let chrony slew"
                        + " the clocks instead of stepping them (makestep at boot only), and run again");
    }

    @Test
    void a_clock_that_drifts_by_50_ppm_is_noticed_and_the_cure_is_told() {
        RunResult result = run((wall, nanos) -> wall.plusNanos(nanos / 20_000));

        assertThat(check(result, "clockDrift").value()).isCloseTo(50, within(1.0));
        assertThat(check(result, "clockStep").value()).isZero();
        assertThat(result.valid()).isFalse();
        assertThat(result.path().problems())
                .singleElement()
                .asString()
                .contains("drifts by 50 to 50 ppm from this machine's monotonic clock: let chrony discipline");
    }

    @Test
    void latencies_are_of_the_monotonic_clock_and_do_not_jump() {
        long right = run(Duration.ZERO).measured().corrected().percentile(99);

        assertThat(run(Duration.ofHours(1)).measured().corrected().percentile(99))
                .isEqualTo(right);
    }

    private static Check check(RunResult result, String name) {
        return result.part().checks().stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static RunResult run(Duration jump) {
        return run((wall, nanos) -> nanos > 2_000_000_000L ? wall.plus(jump) : wall);
    }

    private static RunResult run(WallClock wall) {
        VirtualClock clock = new VirtualClock();
        return new LoadRun(
                        Workloads.of(1, Objectives.none(), STEADY),
                        new ScriptedPath(clock, new ScriptedPath.Script() {}),
                        5,
                        0,
                        new OfMachine(clock, wall),
                        () -> false,
                        each -> {})
                .run();
    }

    /** What the time of day says at a time of the run, if it should say the first. */
    private interface WallClock {
        Instant says(Instant right, long nanos);
    }

    private record OfMachine(VirtualClock clock, WallClock wallClock) implements RunClock {
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
            return () -> wallClock.says(ORIGIN.plusNanos(nanos()), nanos());
        }
    }
}
