package io.triskel.benchmarks.ratio;

import java.util.ArrayList;
import java.util.List;

/**
 * Ours against a baseline. After the warm-up the two run in turns, the baseline first in every other round, so that what slows
 * the machine slows both.
 *
 * @param name of what is compared
 * @param baseline what ours is divided by
 * @param candidate ours
 * @param goals for the ratios, one per measure at most
 */
public record RatioRun(String name, Side baseline, Side candidate, List<Goal> goals) {
    public RatioRun {
        goals = List.copyOf(goals);
        if (goals.isEmpty()) {
            throw new IllegalArgumentException("What is compared has at least one goal: " + name);
        }
    }

    /**
     * Measures.
     *
     * @param warmUps rounds that do not count
     * @param rounds that count, 1 or more
     * @throws Exception what either side threw
     */
    public RatioResult run(int warmUps, int rounds) throws Exception {
        if (rounds < 1) {
            throw new IllegalArgumentException("At least one round counts, not " + rounds);
        }
        for (int i = 0; i < warmUps; i++) {
            baseline.work().run();
            candidate.work().run();
        }
        List<Round> measured = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            measured.add(i % 2 == 0 ? baselineFirst() : candidateFirst());
        }
        return new RatioResult(this, measured);
    }

    private Round baselineFirst() throws Exception {
        Sample theirs = baseline.work().run();
        return new Round(theirs, candidate.work().run());
    }

    private Round candidateFirst() throws Exception {
        Sample ours = candidate.work().run();
        return new Round(baseline.work().run(), ours);
    }

    /** Both sides, one right after the other. */
    record Round(Sample baseline, Sample candidate) {
        double ratio(RatioMeasure measure) {
            return measure.of(candidate) / measure.of(baseline);
        }
    }
}
