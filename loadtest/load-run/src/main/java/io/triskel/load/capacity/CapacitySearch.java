package io.triskel.load.capacity;

import io.triskel.load.workload.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the highest rate that passes: one continuous ramp shows where it breaks, bisection narrows the bracket down to the precision,
 * and the rate that passed must pass again. A ramp breaks late, since backlogs take time to show, so that its rate is an upper bound.
 */
public final class CapacitySearch {
    /** The first lower bound, as a share of where the ramp broke. */
    private static final double BELOW_THE_BREAK = 0.7;

    private static final int MOST_PROBES = 12;

    private final Phase.Capacity asked;
    private final Prober prober;
    private final List<Probe> probes = new ArrayList<>();

    public CapacitySearch(Phase.Capacity asked, Prober prober) {
        this.asked = asked;
        this.prober = prober;
    }

    /** Tries rates. */
    public interface Prober {
        /** {@return the rate at which a ramp broke, with the reason; passed with the last rate if it did not break} */
        Probe ramp(double from, double to);

        /** {@return whether a rate passed for the length of a probe} */
        Probe probe(double rate);
    }

    /**
     * One probe.
     *
     * @param reason why it did not pass, in a word; empty if it did
     */
    public record Probe(double rate, boolean ok, String reason) {}

    /**
     * A bracket: the capacity is between the two.
     *
     * @param passed the highest rate that passed; empty if none did
     * @param failed the lowest rate that failed; empty if none did
     * @param reason why it failed
     * @param confirmed how often the rate passed again
     * @param probes all of them, the ramp first
     */
    public record Bracket(
            Optional<Double> passed, Optional<Double> failed, String reason, int confirmed, List<Probe> probes) {
        public Bracket {
            probes = List.copyOf(probes);
        }
    }

    /** Searches. */
    public Bracket search() {
        Probe ramp = prober.ramp(asked.from(), asked.to());
        probes.add(ramp);
        if (ramp.ok()) {
            return confirm(asked.to(), Optional.empty());
        }
        double low = 0;
        Probe high = ramp;
        double next = Math.max(asked.from(), ramp.rate() * BELOW_THE_BREAK);
        while (isWide(low, high.rate()) && probes.size() < MOST_PROBES - asked.confirm() && next >= asked.from()) {
            Probe probe = probe(next);
            if (probe.ok()) {
                low = Math.max(low, probe.rate());
            } else {
                high = probe;
            }
            next = low > 0 ? (low + high.rate()) / 2 : high.rate() * BELOW_THE_BREAK;
            if (low == 0 && next < asked.from() && high.rate() > asked.from()) {
                next = asked.from();
            }
        }
        return low > 0
                ? confirm(low, Optional.of(high))
                : new Bracket(Optional.empty(), Optional.of(high.rate()), high.reason(), 0, probes);
    }

    private boolean isWide(double low, double high) {
        return high - low > asked.precision() * high;
    }

    private Bracket confirm(double passed, Optional<Probe> failed) {
        int confirmed = 0;
        while (confirmed < asked.confirm() && probes.size() < MOST_PROBES) {
            Probe again = probe(passed);
            if (!again.ok()) {
                return lower(passed, again);
            }
            confirmed++;
        }
        return new Bracket(
                Optional.of(passed),
                failed.map(Probe::rate),
                failed.map(Probe::reason).orElse(""),
                confirmed,
                probes);
    }

    /** A rate that passed once and then failed is the upper end: the next lower rate that passed is the lower one. */
    private Bracket lower(double unsteady, Probe failed) {
        Optional<Double> below = probes.stream()
                .filter(probe -> probe.ok() && probe.rate() < unsteady)
                .map(Probe::rate)
                .max(Double::compare);
        return new Bracket(below, Optional.of(failed.rate()), failed.reason(), 0, probes);
    }

    private Probe probe(double rate) {
        Probe probe = prober.probe(rate);
        probes.add(probe);
        return probe;
    }
}
