package io.triskel.load.workload;

import io.triskel.load.yaml.InputException;
import io.triskel.load.yaml.Place;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * The load of a trace: plan, bill and report use the rates of the trace instead of those of the phases.
 *
 * @param arrivals the trace
 * @param phases those of the workload, each with the mean rate that the trace has in it
 * @param peak arrivals within the busiest second of the phases in the figures
 */
record Recording(Arrivals.Trace arrivals, List<Phase> phases, double peak) {
    private static final long SECOND = 1_000_000_000;
    /** Rates are above 0, so a phase without events gets this rate, which rounds to none. */
    private static final double NO_EVENT = 1e-3;

    /** No capacity search: it sets its rates itself, and cannot be combined with a trace. */
    private static final Map<Class<?>, BiFunction<Double, Duration, Phase>> AT_ANOTHER_RATE = Map.of(
            Phase.WarmUp.class, Phase.WarmUp::new,
            Phase.Steady.class, Phase.Steady::new,
            Phase.Ramp.class, (rate, length) -> new Phase.Ramp(rate, rate, length),
            Phase.Step.class, Phase.Step::new,
            Phase.Spike.class, Phase.Spike::new,
            Phase.Backlog.class, Phase.Backlog::new);

    Recording {
        phases = List.copyOf(phases);
    }

    /**
     * {@return the load of a trace in these phases}
     *
     * @throws InputException if it cannot be read, or lasts longer than the phases
     */
    static Recording read(Path file, List<Phase> stated) {
        long[] times = TraceFile.read(file);
        long end = Workload.length(stated).toNanos();
        long last = times[times.length - 1];
        if (last > end) {
            throw new Place(file, times.length)
                    .problem("the trace lasts until " + Numbers.plain(last / 1e9) + " s, but the phases end at "
                            + Numbers.plain(end / 1e9) + " s. Lengthen a phase, or cut the trace.");
        }
        List<Phase> recorded = new ArrayList<>();
        double peak = 0;
        int from = 0;
        long until = 0;
        for (Phase phase : stated) {
            until += phase.length().toNanos();
            int to = from;
            while (to < times.length && (times[to] < until || until == end)) {
                to++;
            }
            double rate = Math.max(NO_EVENT, to - from) / (phase.length().toNanos() / 1e9);
            recorded.add(AT_ANOTHER_RATE
                    .getOrDefault(phase.getClass(), (mean, length) -> phase)
                    .apply(rate, phase.length()));
            peak = Math.max(peak, phase.counts() ? busiestSecond(times, from, to) : 0);
            from = to;
        }
        return new Recording(new Arrivals.Trace(file, TraceFile.digest(times)), recorded, peak);
    }

    private static int busiestSecond(long[] times, int from, int to) {
        int most = 0;
        int first = from;
        for (int i = from; i < to; i++) {
            while (times[i] - times[first] >= SECOND) {
                first++;
            }
            most = Math.max(most, i - first + 1);
        }
        return most;
    }

    /** {@return the demand of a production that is as recorded} */
    Demand demand() {
        Demand mean = Demand.of(phases);
        return new Demand(
                mean.mean(),
                Math.max(mean.peak(), peak),
                mean.retention(),
                mean.replay(),
                mean.kept(),
                mean.function(),
                mean.orders(),
                mean.logs(),
                mean.region());
    }
}
