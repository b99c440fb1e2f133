package io.triskel.load.capacity;

import io.triskel.load.workload.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/**
 * Finds the highest rate whose backlog lasts, and the highest at which the objectives are met, too. A ramp shows where to look, each probe
 * tests whether the backlog grows, and the next rate is chosen by what all of them say together.
 */
public final class CapacitySearch {
    /** The probability that the capacity is below the lower end of the bracket, and that it is above the upper end. */
    public static final double ERROR = 0.02;

    /** Probes that are kept for objectives, if there are any. */
    private static final int FOR_OBJECTIVES = 4;
    /** A probe this share of the precision above what is believed tells most: below the capacity, nothing is seen of it. */
    private static final double ABOVE = 1 / 3.0;
    /** The bracket is confirmed once it is so much narrower than asked, since the confirmation moves it. */
    private static final double NARROW = 0.8;
    /** So much below what is believed to be carried, so that a confirmation that says nothing still confirms. */
    private static final double SAFE = 0.998;

    private final Phase.Capacity asked;
    private final boolean objectives;
    private final Prober prober;
    private final List<Probe> probes = new ArrayList<>();
    private final List<Probe> confirmations = new ArrayList<>();

    /** @param objectives whether there are objectives to meet */
    public CapacitySearch(Phase.Capacity asked, boolean objectives, Prober prober) {
        this.asked = asked;
        this.objectives = objectives;
        this.prober = prober;
    }

    /** Tries rates. It begins once all that was sent before has arrived, or the limit for that is over. */
    public interface Prober {
        /** Raises the rate until less is delivered than offered; {@return what was delivered then} */
        Ramp ramp(double from, double to);

        /**
         * Sends at a rate.
         *
         * @param growth the test to be fed; a probe ends when it finds the backlog growing
         * @param whole whether its figures count, so that it goes on to its end if the backlog is found lasting
         */
        Probe probe(double rate, BacklogGrowth growth, boolean whole);

        /** {@return seconds until the search must have ended} */
        double secondsLeft();

        /** Is told what is believed after each rate. */
        default void learned(Tried tried) {}
    }

    /**
     * A ramp.
     *
     * @param reached the rate at which it broke, or the last
     * @param delivered events a second at its end
     * @param drained whether all that was sent arrived before the limit for it
     */
    public record Ramp(double reached, double delivered, boolean drained) {}

    /**
     * A rate that was tried, and what is believed since.
     *
     * @param number 0 for the ramp
     * @param kind {@code ramp}, {@code probe}, {@code confirmation}, or {@code objectives}
     * @param reason why it did not pass, in a word; empty if it did
     * @param low the capacity is below this with probability {@link #ERROR}; for objectives, the highest rate that met them, 0 if none did
     * @param high the capacity is above this with that probability; for objectives, the lowest rate that missed them
     */
    public record Tried(int number, String kind, double rate, String reason, double low, double high) {
        /** {@return the same of a worker that sent this share of each rate} */
        public Tried part(double share) {
            return new Tried(number, kind, rate * share, reason, low * share, high * share);
        }
    }

    /**
     * What was found.
     *
     * @param capacity the highest rate whose backlog lasts
     * @param underObjectives the highest rate at which objectives are met, too; empty if there are none
     * @param probes all of them, in their order
     */
    public record Found(Bracket capacity, Optional<Bracket> underObjectives, List<Probe> probes) {
        public Found {
            probes = List.copyOf(probes);
        }

        /** {@return the same of a worker that sent this share of each rate} */
        public Found part(double share) {
            return new Found(
                    capacity.part(share),
                    underObjectives.map(each -> each.part(share)),
                    probes.stream().map(probe -> probe.part(share)).toList());
        }

        /** {@return the highest rate that passed all that was asked} */
        public Optional<Double> best() {
            return underObjectives.flatMap(Bracket::passed).or(capacity::passed);
        }
    }

    /** Searches. */
    public Found search() {
        Ramp ramp = prober.ramp(asked.from(), asked.to());
        double near = Math.min(asked.to(), Math.max(asked.from(), ramp.delivered()));
        Belief belief = new Belief(asked.from(), asked.to(), near, asked.precision());
        prober.learned(new Tried(
                0,
                "ramp",
                ramp.reached(),
                ramp.reached() < asked.to() || !ramp.drained() ? Probe.BACKLOG : "",
                lowest(belief),
                highest(belief)));
        if (!ramp.drained()) {
            Bracket below = new Bracket(Optional.empty(), Optional.of(ramp.reached()), Probe.BACKLOG);
            return new Found(below, objectives ? Optional.of(below) : Optional.empty(), probes);
        }
        while (mayProbe(objectives ? FOR_OBJECTIVES : 0) && !isFound(belief)) {
            boolean confirms = isTimeToConfirm(belief);
            double rate =
                    within(confirms ? lowest(belief) * SAFE : belief.quantile(0.5) * (1 + ABOVE * asked.precision()));
            Probe probe = probe(rate, confirms);
            belief.learn(rate, probe.growth());
            learned(confirms ? "confirmation" : "probe", probe, lowest(belief), highest(belief));
        }
        Bracket capacity = capacity(belief);
        return new Found(capacity, objectives ? Optional.of(underObjectives(capacity)) : Optional.empty(), probes);
    }

    private void learned(String kind, Probe probe, double low, double high) {
        prober.learned(new Tried(probes.size(), kind, probe.rate(), probe.reason(), low, high));
    }

    private double lowest(Belief belief) {
        return belief.quantile(ERROR);
    }

    private double highest(Belief belief) {
        return belief.quantile(1 - ERROR);
    }

    private double within(double rate) {
        return Math.min(asked.to(), Math.max(asked.from(), rate));
    }

    private boolean mayProbe(int kept) {
        // The ramp is the first.
        return 1 + probes.size() + kept < Phase.Capacity.MOST_PROBES
                && prober.secondsLeft() >= (1 + kept) * seconds()
                && (probes.isEmpty() || probes.get(probes.size() - 1).drained());
    }

    private double seconds() {
        return asked.probe().toNanos() / 1e9;
    }

    private boolean isFound(Belief belief) {
        double passed = passed(belief).orElse(0);
        return passed >= asked.to()
                || passed * (1 + asked.precision()) >= highest(belief)
                || highest(belief) <= asked.from();
    }

    private boolean isTimeToConfirm(Belief belief) {
        int kept = objectives ? FOR_OBJECTIVES : 0;
        return highest(belief) <= lowest(belief) * (1 + NARROW * asked.precision())
                || lowest(belief) >= asked.to()
                || !mayProbe(kept + 2);
    }

    /** {@return the highest rate that was sent to the end of a probe and is believed to be carried} */
    private OptionalDouble passed(Belief belief) {
        double lowest = lowest(belief);
        return confirmations.stream()
                .filter(probe -> !probe.growth().grows())
                .mapToDouble(Probe::rate)
                .filter(rate -> rate <= lowest)
                .max();
    }

    private Probe probe(double rate, boolean whole) {
        Probe probe = prober.probe(rate, new BacklogGrowth(asked.precision()), whole);
        probes.add(probe);
        if (whole) {
            confirmations.add(probe);
        }
        return probe;
    }

    private Bracket capacity(Belief belief) {
        OptionalDouble passed = passed(belief);
        boolean failed = highest(belief) <= asked.to() || probes.stream().anyMatch(probe -> !probe.ok());
        return bounded(
                probe -> !probe.ok(),
                passed.isPresent() ? Optional.of(passed.getAsDouble()) : Optional.empty(),
                failed ? Optional.of(highest(belief)) : Optional.empty(),
                failed ? Probe.BACKLOG : "");
    }

    /** {@return a bracket without an upper end, if the generator was the bottleneck in the lowest probe that failed} */
    private Bracket bounded(Predicate<Probe> failing, Optional<Double> passed, Optional<Double> failed, String reason) {
        boolean generator = probes.stream()
                .filter(failing)
                .min((one, other) -> Double.compare(one.rate(), other.rate()))
                .map(Probe::limitedByGenerator)
                .orElse(false);
        return generator ? new Bracket(passed, Optional.empty(), Probe.GENERATOR) : new Bracket(passed, failed, reason);
    }

    /** Goes down from the capacity in steps that double, then bisects. */
    private Bracket underObjectives(Bracket capacity) {
        Optional<Probe> first = confirmations.stream()
                .filter(probe ->
                        capacity.passed().filter(rate -> rate == probe.rate()).isPresent())
                .findFirst();
        if (first.isEmpty() || first.get().missed().isEmpty()) {
            return capacity;
        }
        Probe high = first.get();
        double low = 0;
        double step = asked.precision();
        while (mayProbe(0) && low * (1 + asked.precision()) < high.rate() && high.rate() > asked.from()) {
            double rate = low > 0 ? Math.sqrt(low * high.rate()) : Math.max(asked.from(), high.rate() * (1 - step));
            step = Math.min(0.5, 2 * step);
            Probe probe = probe(rate, true);
            if (probe.reason().isEmpty()) {
                low = rate;
            } else {
                high = probe;
            }
            learned("objectives", probe, low, high.rate());
        }
        return bounded(
                probe -> !probe.reason().isEmpty(),
                low > 0 ? Optional.of(low) : Optional.empty(),
                Optional.of(high.rate()),
                high.reason());
    }
}
