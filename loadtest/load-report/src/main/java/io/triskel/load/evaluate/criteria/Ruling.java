package io.triskel.load.evaluate.criteria;

import java.util.List;

/**
 * Whether the offers of one cloud meet a requirement.
 *
 * @param passes whether any offer does
 * @param only beginnings of the names of those that do; empty means all
 */
public record Ruling(boolean passes, List<String> only, Phrase why, Source source) {
    public Ruling {
        only = List.copyOf(only);
    }

    /** {@return whether an offer meets the requirement} */
    public boolean passes(String offer) {
        return passes && (only.isEmpty() || only.stream().anyMatch(offer::startsWith));
    }
}
