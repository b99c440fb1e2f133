package io.triskel.load.evaluate.criteria;

import io.triskel.load.workload.Workload;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The weights and the workload of one decision.
 *
 * @param why the reason for these weights
 * @param workload empty without a profile; nothing can be computed then
 * @param measured the workload whose runs fill a measure, if it is not the profile's own
 * @param weights by id of a criterion; every other criterion keeps its own weight
 * @param requires what every offer must meet, beyond what the workload demands
 */
public record Profile(
        String name,
        Phrase why,
        Optional<Workload> workload,
        Map<ScoredMeasure, Workload> measured,
        Map<String, Double> weights,
        List<Requirement> requires) {
    public Profile {
        measured = Map.copyOf(measured);
        requires = List.copyOf(requires);
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
                Map.of(),
                List.of());
    }

    /** {@return the workload whose runs fill a measure} */
    public Optional<Workload> workload(ScoredMeasure measure) {
        return Optional.ofNullable(measured.get(measure)).or(this::workload);
    }

    public double weight(Criterion criterion) {
        return weights.getOrDefault(criterion.id(), criterion.weight());
    }
}
