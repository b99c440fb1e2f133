package io.triskel.load.evaluate.tree;

import io.triskel.load.evaluate.criteria.Requirement;
import io.triskel.load.evaluate.score.Check;
import io.triskel.load.evaluate.score.Qualification.Tried;
import io.triskel.load.workload.Workload;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A gate as a question to the offers that passed the ones before.
 *
 * @param gate its id
 * @param requirement behind it, whether or not the profile states it
 * @param falls offers that fail it, with the failed check
 * @param left offers that remain, by cloud
 * @param flips what would change which offers pass all gates, this demand alone changed
 */
public record Question(
        String gate,
        Optional<Requirement> requirement,
        List<Fall> falls,
        Map<String, List<Tried>> left,
        List<Flip> flips) {
    public Question {
        falls = List.copyOf(falls);
        flips = List.copyOf(flips);
    }

    /** An offer of a cloud that fails. */
    public record Fall(Tried offer, Check check) {}

    /** {@return whether the profile could answer otherwise} The readers of orders, for example, are given. */
    public boolean isChangeable(Workload workload) {
        return requirement.isPresent()
                || Scale.of(gate)
                        .filter(scale -> scale.now(workload).isPresent())
                        .isPresent();
    }

    /** {@return whether it closes nothing, and no other answer would} */
    public boolean isSilent() {
        return falls.isEmpty() && flips.isEmpty();
    }
}
