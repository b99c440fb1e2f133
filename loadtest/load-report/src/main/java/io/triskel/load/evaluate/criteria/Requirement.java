package io.triskel.load.evaluate.criteria;

import java.util.Map;

/**
 * A condition that a profile may state, by law or by its own rules: a gate for each offer.
 *
 * @param rulings one per cloud
 */
public record Requirement(String id, Phrase name, Phrase question, Map<String, Ruling> rulings) {
    public Requirement {
        rulings = Map.copyOf(rulings);
    }
}
