package io.triskel.load.run;

import io.triskel.load.path.LoadPath;
import io.triskel.load.traffic.Timeline;
import io.triskel.load.workload.Phase;
import java.time.Duration;
import java.util.OptionalLong;

/** Consumers stand still during the phases that build a backlog. */
final class Pausing implements LoadPath.Pauses {
    private static final Duration NEVER = Duration.ofDays(1);

    private final Timeline timeline;
    private final RunClock clock;
    private volatile OptionalLong started = OptionalLong.empty();

    Pausing(Timeline timeline, RunClock clock) {
        this.timeline = timeline;
        this.clock = clock;
    }

    /** The timeline begins at this instant of the run's clock. */
    void startAt(long nanos) {
        started = OptionalLong.of(nanos);
    }

    @Override
    public Duration untilNext() {
        OptionalLong start = started;
        // Before the start as at the start: a consumer may ask once and then read on until the first pause.
        long now = start.isPresent() ? clock.nanos() - start.getAsLong() : 0;
        for (int i = 0; i < timeline.phases().size(); i++) {
            if (isBacklog(i) && now < timeline.end(i)) {
                return Duration.ofNanos(Math.max(0, timeline.start(i) - now));
            }
        }
        return NEVER;
    }

    private boolean isBacklog(int phase) {
        return timeline.phases().get(phase) instanceof Phase.Backlog;
    }
}
