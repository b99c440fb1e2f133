package io.triskel.load.evaluate.criteria;

import java.util.List;

/**
 * All criteria.
 *
 * @param least share of the weight that must be scored before a cloud may lead
 */
public record Criteria(double least, List<Criterion> all) {
    public Criteria {
        all = List.copyOf(all);
        if (all.isEmpty()) {
            throw new IllegalArgumentException("At least one criterion is expected");
        }
        if (all.stream().map(Criterion::id).distinct().count() < all.size()) {
            throw new IllegalArgumentException("Each criterion needs a unique id");
        }
    }

    public List<String> ids() {
        return all.stream().map(Criterion::id).toList();
    }
}
