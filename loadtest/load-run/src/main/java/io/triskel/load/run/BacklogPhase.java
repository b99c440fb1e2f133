package io.triskel.load.run;

import io.triskel.load.measure.Second;
import io.triskel.load.result.Backlog;
import io.triskel.load.traffic.Timeline;
import io.triskel.load.workload.Phase;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The backlog that a phase built on purpose. It has drained in the first second with at most twice as many waiting events as before the
 * phase.
 */
final class BacklogPhase {
    /** So few waiting events count as none. */
    private static final long FEW = 10;

    private BacklogPhase() {}

    /** {@return the last backlog of a run, if it has a phase for one} */
    static Optional<Backlog> of(Timeline timeline, List<Second> seconds) {
        for (int phase = timeline.phases().size() - 1; phase >= 0; phase--) {
            if (timeline.phases().get(phase) instanceof Phase.Backlog) {
                return Optional.of(
                        of(second(timeline.start(phase), seconds), second(timeline.end(phase), seconds), seconds));
            }
        }
        return Optional.empty();
    }

    private static int second(long nanos, List<Second> seconds) {
        return (int) Math.min(seconds.size(), nanos / 1_000_000_000);
    }

    private static Backlog of(int from, int to, List<Second> seconds) {
        long usual = Math.max(FEW, 2 * most(seconds.subList(0, from)));
        OptionalLong drained = OptionalLong.empty();
        for (int i = to; i < seconds.size() && drained.isEmpty(); i++) {
            if (seconds.get(i).lag() <= usual) {
                drained = OptionalLong.of((i + 1 - to) * 1_000L);
            }
        }
        return new Backlog(most(seconds.subList(from, seconds.size())), drained);
    }

    private static long most(List<Second> seconds) {
        return seconds.stream().mapToLong(Second::lag).max().orElse(0);
    }
}
