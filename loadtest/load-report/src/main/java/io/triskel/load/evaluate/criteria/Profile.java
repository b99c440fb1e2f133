package io.triskel.load.evaluate.criteria;

import io.triskel.load.workload.Workload;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The weights and the workload of one decision.
 *
 * @param why the reason for these weights
 * @param workload empty without a profile; nothing can be computed then
 * @param weights by id of a criterion; every other criterion keeps its own weight
 * @param replayDays how far back the bus itself must be readable; empty means as far as the workload's retention
 */
public record Profile(
        String name, Phrase why, Optional<Workload> workload, Map<String, Double> weights, OptionalDouble replayDays) {
    public Profile {
        weights = Map.copyOf(weights);
    }

    /** {@return the criteria's own weights, without a workload} */
    public static Profile none() {
        return new Profile(
                "-",
                new Phrase(
                        "The criteria's own weights; without a profile there is no workload to compute with.",
                        "Les poids des critères\u202f; sans profil, il n’y a pas de charge à partir de laquelle calculer."),
                Optional.empty(),
                Map.of(),
                OptionalDouble.empty());
    }

    public double weight(Criterion criterion) {
        return weights.getOrDefault(criterion.id(), criterion.weight());
    }
}
