package io.triskel.load.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.load.measure.Second;
import io.triskel.load.path.LoadPath;
import io.triskel.load.run.LoadRun;
import io.triskel.load.run.RunResult;
import io.triskel.load.workload.Arrivals;
import io.triskel.load.workload.Demand;
import io.triskel.load.workload.EventShape;
import io.triskel.load.workload.FunctionWork;
import io.triskel.load.workload.KeySpread;
import io.triskel.load.workload.Level;
import io.triskel.load.workload.Objectives;
import io.triskel.load.workload.Phase;
import io.triskel.load.workload.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** Runs of simulated buses, for tests. */
public final class Simulations {
    private Simulations() {}

    /** {@return a fifth of the cases, spread over all of them; all with {@code -Dthorough}} */
    public static <T> List<T> some(List<T> cases) {
        return Boolean.getBoolean("triskel.thorough")
                ? cases
                : IntStream.range(0, cases.size())
                        .filter(place -> place % 5 == 0)
                        .mapToObj(cases::get)
                        .toList();
    }

    public static Workload workload(
            int size, KeySpread keys, int consumers, Duration drain, long seed, Phase... phases) {
        return new Workload(
                "test",
                "",
                Level.BUS,
                seed,
                new EventShape(size),
                keys,
                consumers,
                new Arrivals.Poisson(),
                List.of(phases),
                objectives(),
                drain,
                1,
                Optional.empty(),
                Demand.of(List.of(phases)));
    }

    /** {@return a workload at level function, whose function works so long on an event, half of it on the processor} */
    public static Workload function(KeySpread keys, long workMillis, int batch, Phase... phases) {
        Duration work = Duration.ofMillis(workMillis);
        return function(keys, new FunctionWork(work, work.dividedBy(2), 2048L << 20, batch, Duration.ZERO), phases);
    }

    /** {@return a workload at level function, for this function} */
    public static Workload function(KeySpread keys, FunctionWork function, Phase... phases) {
        Workload bus = workload(1024, keys, 1, Duration.ofMinutes(20), 1, phases);
        Demand demand = bus.demand();
        return new Workload(
                bus.name(),
                bus.about(),
                Level.FUNCTION,
                bus.seed(),
                bus.event(),
                keys,
                1,
                bus.arrivals(),
                bus.phases(),
                bus.objectives(),
                bus.drain(),
                1,
                Optional.empty(),
                new Demand(
                        demand.mean(),
                        demand.peak(),
                        demand.retention(),
                        demand.replay(),
                        demand.kept(),
                        Optional.of(function),
                        false,
                        demand.logs(),
                        demand.region()));
    }

    /** {@return the most instances of a function that were at work in a second before a time, since the start} */
    public static long instances(RunResult result, int beforeSecond) {
        return result.path().columns().get("instances").stream()
                .limit(beforeSecond)
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
    }

    /** {@return the first second from which on what is offered is handled, three seconds in a row} */
    public static int handledFrom(RunResult result, int second) {
        List<Second> seconds = result.measured().seconds();
        int inARow = 0;
        for (int i = second; i < seconds.size(); i++) {
            inARow = seconds.get(i).counts().delivered()
                            >= 0.95 * seconds.get(i).counts().offered()
                    ? inARow + 1
                    : 0;
            if (inARow == 3) {
                return i - 2;
            }
        }
        return Integer.MAX_VALUE;
    }

    /** As in the committed workloads. */
    private static Objectives objectives() {
        return new Objectives(
                Optional.empty(),
                OptionalDouble.of(0.001),
                OptionalDouble.of(0.01),
                OptionalDouble.of(0.05),
                OptionalLong.of(0),
                OptionalLong.of(0));
    }

    public static Phase steady(double rate, int seconds) {
        return new Phase.Steady(rate, Duration.ofSeconds(seconds));
    }

    /** {@return what came of it} */
    public static RunResult run(Workload workload, SimulatedTarget.Maker maker) {
        SimulatedTarget target = new SimulatedTarget(maker, Instant.EPOCH);
        try (LoadPath path = target.path(workload, 7)) {
            return new LoadRun(workload, path, 7, 0, target.clock(), () -> false, progress -> {}).run();
        }
    }

    /** {@return events a second that a consumer gets while the load lasts, on average of all consumers} */
    public static double delivered(RunResult result) {
        double seconds = result.workload().length().toNanos() / 1e9;
        return result.measured().corrected().count()
                / seconds
                / result.workload().consumers();
    }

    /** Fails if events were refused, or if more of them wait for a consumer at the end of the load than came in so many seconds. */
    public static void assertKeepsUp(RunResult result, double seconds) {
        List<Second> load = result.measured().seconds().subList(0, (int)
                result.workload().length().toSeconds());
        double offered = load.stream()
                .mapToLong(each -> each.counts().offered())
                .average()
                .orElseThrow();
        assertThat(throttled(result)).as("share of refused events").isZero();
        assertThat(load.get(load.size() - 1).lag() / offered / result.workload().consumers())
                .as("seconds of the load that wait for each consumer")
                .isLessThan(seconds);
    }

    /** {@return which share of all tries was throttled} */
    public static double throttled(RunResult result) {
        double tries = result.measured().accepted() + result.measured().refused();
        return result.measured().throttled() / tries;
    }
}
