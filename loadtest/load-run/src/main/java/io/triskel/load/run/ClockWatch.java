package io.triskel.load.run;

import io.triskel.load.clock.ClockBounds;
import io.triskel.load.clock.ClockOffset;
import io.triskel.load.path.LoadPath;
import io.triskel.load.result.RunVerdict.Check;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Judges the clocks of a run: this machine's wall clock, read once a second next to its monotonic clock, and those of other machines whose times
 * the path reads. In virtual time there is no wall clock to follow.
 */
final class ClockWatch {
    /** The most by which RFC 5905 lets a disciplined clock's frequency be off (PHI, 15 ppm). */
    private static final double MOST_DRIFT_PPM = 15;

    private static final double MOST_STEP_MILLIS = 1;

    private static final String DISCIPLINE_THE_CLOCKS =
            "let chrony discipline the clocks (chronyc tracking), and run again";
    private static final String SLEW_THE_CLOCKS =
            "let chrony slew the clocks instead of stepping them (makestep at boot only), and run again";

    private final RunClock clock;
    private final InstantSource wall;
    private final LoadPath path;
    private final ClockBounds ofThisMachine = new ClockBounds();

    ClockWatch(RunClock clock, LoadPath path) {
        this.clock = clock;
        this.wall = clock.wall();
        this.path = path;
        look();
    }

    /** Reads the wall clock. If the thread has to wait between two readings, they only say less. */
    void look() {
        if (!clock.isVirtual()) {
            long before = clock.nanos();
            Instant reading = wall.instant();
            long after = clock.nanos();
            long theirs = ChronoUnit.NANOS.between(Instant.EPOCH, reading);
            long rounding = ClockBounds.rounding(reading);
            ofThisMachine.after(theirs + rounding, before);
            ofThisMachine.before(theirs - rounding, after);
        }
    }

    private Map<String, ClockOffset> clocks() {
        look();
        Map<String, ClockOffset> clocks = new LinkedHashMap<>();
        ofThisMachine.offset().ifPresent(offset -> clocks.put("machine", offset));
        clocks.putAll(path.clocks());
        return clocks;
    }

    /** {@return the worst drift and the largest step that are proven of any clock; empty if no clock but the monotonic one was read} */
    List<Check> checks() {
        return clocks().values().stream()
                .reduce(ClockOffset::worst)
                .map(worst -> List.of(
                        Check.of("clockDrift", worst.driftPpm(), "ppm", MOST_DRIFT_PPM)
                                .withFix(DISCIPLINE_THE_CLOCKS),
                        Check.of("clockStep", worst.stepMicros() / 1e3, "ms", MOST_STEP_MILLIS)
                                .withFix(SLEW_THE_CLOCKS)))
                .orElse(List.of());
    }

    /** {@return which clocks are wrong, by how much, and what helps} */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        clocks().forEach((name, offset) -> {
            String whose = name.equals("machine") ? "This machine's wall clock" : "The clock of the " + name;
            if (offset.driftPpm() > MOST_DRIFT_PPM) {
                problems.add(String.format(
                        Locale.ROOT,
                        "%s drifts by %.0f to %.0f ppm from this machine's monotonic clock: %s",
                        whose,
                        offset.leastPpm(),
                        offset.mostPpm(),
                        DISCIPLINE_THE_CLOCKS));
            }
            if (offset.stepMicros() > 1e3 * MOST_STEP_MILLIS) {
                problems.add(String.format(
                        Locale.ROOT,
                        "%s was stepped %d times, by at least %.1f ms: %s",
                        whose,
                        offset.steps(),
                        offset.stepMicros() / 1e3,
                        SLEW_THE_CLOCKS));
            }
        });
        return problems;
    }
}
