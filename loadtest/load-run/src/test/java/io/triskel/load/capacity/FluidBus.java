package io.triskel.load.capacity;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.DoubleFunction;
import java.util.function.DoublePredicate;

/** A bus of fluid whose capacity differs from second to second; what it does not use of it is gone. */
final class FluidBus implements CapacitySearch.Prober {
    private final Random random;
    private final double capacity;
    private final double noise;
    private double backlog;
    private int elapsed;
    private Consumer<CapacitySearch.Tried> told = tried -> {};
    DoublePredicate recovers = rate -> true;
    DoublePredicate generatorLimits = rate -> false;
    DoubleFunction<List<String>> missed = rate -> List.of();

    /** @param noise standard deviation of a second's capacity, as a share of the mean */
    FluidBus(long seed, double capacity, double noise) {
        this.random = new Random(seed);
        this.capacity = capacity;
        this.noise = noise;
    }

    /** {@return this bus, which tells so what is believed after each rate} */
    FluidBus told(Consumer<CapacitySearch.Tried> to) {
        told = to;
        return this;
    }

    int elapsed() {
        return elapsed;
    }

    /** {@return what is delivered in a second} */
    private double second(double rate) {
        double passing = Math.max(0, capacity * (1 + noise * random.nextGaussian()));
        double delivered = Math.min(passing, backlog + rate);
        backlog += rate - delivered;
        elapsed++;
        return delivered;
    }

    private boolean drain(double rate) {
        while (backlog > 0) {
            double unused = second(0);
        }
        return recovers.test(rate);
    }

    @Override
    public CapacitySearch.Ramp ramp(double from, double to) {
        List<Double> delivered = new ArrayList<>();
        int behind = 0;
        double rate = from;
        while (behind < 3 && delivered.size() < 60) {
            double before = rate;
            rate = from * Math.pow(to / from, delivered.size() / 60.0);
            delivered.add(second(rate));
            behind = delivered.get(delivered.size() - 1) < 0.9 * before ? behind + 1 : 0;
        }
        boolean drained = drain(rate);
        double last = delivered.subList(delivered.size() - 3, delivered.size()).stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElseThrow();
        return new CapacitySearch.Ramp(rate, behind == 3 ? last : to, drained);
    }

    @Override
    public Probe probe(double rate, BacklogGrowth growth, boolean whole) {
        int begun = elapsed;
        while (elapsed < begun + 60 && !growth.grows() && (whole || !growth.lasts())) {
            double before = backlog;
            double unused = second(rate);
            growth.add((backlog - before) / rate);
        }
        double seconds = elapsed - begun;
        return new Probe(rate, growth, seconds, missed.apply(rate), generatorLimits.test(rate), drain(rate));
    }

    @Override
    public void learned(CapacitySearch.Tried tried) {
        told.accept(tried);
    }

    @Override
    public double secondsLeft() {
        return 15 * 60 - elapsed;
    }
}
