package io.triskel.load.run;

import io.triskel.load.path.LoadPath;
import io.triskel.load.workload.Phase;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** Pauses consumers during the phases that build a backlog. */
final class Pausing implements LoadPath.Pauses {
    private static final Duration NEVER = Duration.ofDays(1);

    private final List<Phase> phases;
    private final RunClock clock;
    private volatile OptionalLong started = OptionalLong.empty();

    Pausing(List<Phase> phases, RunClock clock) {
        this.phases = List.copyOf(phases);
        this.clock = clock;
    }

    /** The first phase begins at this instant of the run's clock. */
    void startAt(long nanos) {
        started = OptionalLong.of(nanos);
    }

    @Override
    public Duration untilNext() {
        OptionalLong start = started;
        // Before the start, the answer is the same as at the start: a consumer may ask once and then keep reading until
        // the first pause.
        long now = start.isPresent() ? clock.nanos() - start.getAsLong() : 0;
        long end = 0;
        for (Phase phase : phases) {
            long begin = end;
            end += phase.length().toNanos();
            if (phase instanceof Phase.Backlog && now < end) {
                return Duration.ofNanos(Math.max(0, begin - now));
            }
        }
        return NEVER;
    }
}
