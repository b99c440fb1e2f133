package io.triskel.load.run;

import io.triskel.load.measure.Measured;
import io.triskel.load.result.RunVerdict.Check;
import io.triskel.load.result.Sending;
import java.time.Duration;
import java.util.List;

/**
 * A part of a run that has been sent and drained.
 *
 * @param drained from the last send until all events arrived, or until the drain's deadline
 * @param self what this process did meanwhile
 * @param sending calls in flight, and what held events back
 * @param checks of this process
 */
record DrainedPart(Measured measurement, Duration drained, SelfCheck.Self self, Sending sending, List<Check> checks) {
    DrainedPart {
        checks = List.copyOf(checks);
    }

    /** {@return whether this process was the bottleneck; a clock that jumped is none} */
    boolean limitedByGenerator() {
        return checks.stream().anyMatch(check -> !check.ok() && !check.name().equals("clockDrift"));
    }
}
