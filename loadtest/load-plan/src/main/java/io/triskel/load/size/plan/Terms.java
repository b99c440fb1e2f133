package io.triskel.load.size.plan;

import io.triskel.load.workload.Logs;
import java.time.Duration;
import java.util.Optional;

/**
 * What a profile demands beyond its load.
 *
 * @param replay how far back events must be readable, by the bus or a priced archive
 * @param kept how long stores keep what they keep for good: events, snapshots, rows of views
 * @param objective from placed to seen with orders, otherwise from sent to handled; empty if none is stated
 * @param logs how much of the functions' logs is kept; empty for the range from none to all
 */
public record Terms(Duration replay, Duration kept, Optional<Duration> objective, Optional<Logs> logs) {
    /** {@return the same with so much of the logs} */
    public Terms with(Logs kept) {
        return new Terms(replay, this.kept, objective, Optional.of(kept));
    }
}
