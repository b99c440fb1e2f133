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
    private static final double BELOW_THE_BREAK = 0.75;

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
    public record Probe(double rate, boolean ok, String reason) {
        private Probe part(double share) {
            return new Probe(rate * share, ok, reason);
        }
    }

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

        /** {@return the same of a worker that sent this share of each rate} */
        public Bracket part(double share) {
            return new Bracket(
                    passed.map(rate -> rate * share),
                    failed.map(rate -> rate * share),
                    reason,
                    confirmed,
                    probes.stream().map(probe -> probe.part(share)).toList());
        }
    }

    /** Searches. */
    public Bracket search() {
        Probe high = prober.ramp(asked.from(), asked.to());
        probes.add(high);
        double low = high.ok() ? high.rate() : 0;
        boolean fallen = false;
        int confirmed = 0;
        while (probes.size() < MOST_PROBES) {
            boolean settled = low > 0 && !fallen && (high.ok() || isNarrow(low, high.rate()) || isTimeToConfirm());
            if ((settled && confirmed == asked.confirm()) || (low == 0 && high.rate() <= asked.from())) {
                break;
            }
            Probe probe = probe(settled ? low : next(low, high.rate(), fallen));
            if (!probe.ok()) {
                high = probe;
                confirmed = 0;
                low = highestPassedBelow(probe.rate());
                fallen = hasPassed(probe.rate()) && closeBelow(probe.rate()) > low;
            } else {
                confirmed = settled ? confirmed + 1 : 0;
                low = probe.rate();
                fallen = false;
            }
        }
        return new Bracket(
                low > 0 ? Optional.of(low) : Optional.empty(),
                high.ok() ? Optional.empty() : Optional.of(high.rate()),
                high.reason(),
                confirmed,
                probes);
    }

    /** @param fallen whether the upper end has passed once, so that the capacity is near */
    private double next(double low, double high, boolean fallen) {
        if (fallen) {
            return Math.max(asked.from(), closeBelow(high));
        }
        return low > 0 ? (low + high) / 2 : Math.max(asked.from(), high * BELOW_THE_BREAK);
    }

    private double closeBelow(double rate) {
        return rate * (1 - asked.precision() / 2);
    }

    private boolean isNarrow(double low, double high) {
        return high - low <= asked.precision() * high;
    }

    private boolean isTimeToConfirm() {
        return probes.size() >= MOST_PROBES - asked.confirm();
    }

    private boolean hasPassed(double rate) {
        return probes.stream().anyMatch(probe -> probe.ok() && probe.rate() >= rate);
    }

    private double highestPassedBelow(double rate) {
        return probes.stream()
                .filter(probe -> probe.ok() && probe.rate() < rate)
                .mapToDouble(Probe::rate)
                .max()
                .orElse(0);
    }

    private Probe probe(double rate) {
        Probe probe = prober.probe(rate);
        probes.add(probe);
        return probe;
    }
}
