package io.triskel.load.evaluate.score;

import io.triskel.load.evaluate.criteria.Requirement;
import io.triskel.load.evaluate.criteria.Ruling;
import io.triskel.load.size.plan.Gate;
import java.util.Optional;

/**
 * One gate for one offer.
 *
 * @param id of the gate, or of the requirement that the profile states
 * @param why in English, from the offer; empty for a requirement, whose ruling has the reason
 * @param fact id of the documented limit; may be empty
 * @param stated the requirement behind it, if the profile states it
 * @param ruling how the requirement is judged for the cloud
 * @param passing how many offers of the cloud pass this gate
 */
public record Check(
        String id,
        boolean passes,
        String why,
        String fact,
        Optional<Requirement> stated,
        Optional<Ruling> ruling,
        int passing) {
    static Check of(Gate gate) {
        return new Check(gate.id(), gate.passes(), gate.why(), gate.fact(), Optional.empty(), Optional.empty(), 0);
    }

    static Check of(Requirement requirement, Optional<Ruling> ruling, String offer) {
        return new Check(
                requirement.id(),
                ruling.filter(one -> one.passes(offer)).isPresent(),
                "",
                "",
                Optional.of(requirement),
                ruling,
                0);
    }

    /** {@return whether it passes only once the provider raises a default quota} */
    public boolean isOnRequest() {
        return passes && id.equals(Gate.QUOTA) && !fact.isEmpty();
    }

    Check passedBy(int offers) {
        return new Check(id, passes, why, fact, stated, ruling, offers);
    }
}
