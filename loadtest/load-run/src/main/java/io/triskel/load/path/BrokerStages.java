package io.triskel.load.path;

import io.triskel.load.clock.ClockBounds;
import io.triskel.load.clock.ClockOffset;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The stages before and after the moment at which the broker took an event, by the broker's own clock. The clocks of all its machines count
 * as one. Safe for threads.
 */
public final class BrokerStages {
    private static final String TO_BROKER = "send-to-broker";

    private final String fromBroker;
    private final long epoch;
    private final ClockBounds clock = new ClockBounds();

    /**
     * Creates them.
     *
     * @param seen names, in stages, the moment at which the event was seen after the broker
     * @param epoch by the clock of the run, in nanoseconds
     */
    public BrokerStages(String seen, long epoch) {
        this.fromBroker = "broker-to-" + seen;
        this.epoch = epoch;
    }

    /**
     * Notes an event, in nanoseconds by the clock of the run.
     *
     * @param accepted when the broker took it, by its own clock
     * @param seen when it was seen, by the observer's clock
     * @param learnt when we learnt of it
     */
    public void noted(LoadPath.Arrived arrived, long intended, long sent, Instant accepted, long seen, long learnt) {
        long taken = epoch + ChronoUnit.NANOS.between(Instant.EPOCH, accepted);
        arrived.passed(TO_BROKER, intended, taken - sent);
        arrived.passed(fromBroker, intended, seen - taken);
        long rounding = ClockBounds.rounding(accepted);
        clock.after(taken + rounding, sent);
        clock.before(taken - rounding, learnt);
    }

    /**
     * {@return the stages by name, each with how far the clocks at its ends may differ, in microseconds} Empty if no delivery said when the
     * broker took an event.
     *
     * @param ofWhoSaw how far the observer's clock may be from ours
     */
    public Map<String, Double> errorMicros(double ofWhoSaw) {
        Map<String, Double> errors = new LinkedHashMap<>();
        clock.offset().ifPresent(offset -> {
            errors.put(TO_BROKER, offset.errorMicros());
            errors.put(fromBroker, offset.errorMicros() + ofWhoSaw);
        });
        return errors;
    }

    /** {@return what is known of the broker's clock, by its name; empty if no delivery said when the broker took an event} */
    public Map<String, ClockOffset> clocks() {
        return clock.offset().map(offset -> Map.of("broker", offset)).orElse(Map.of());
    }
}
